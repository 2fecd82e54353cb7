// One workload on one target: compile, time without values, and set beside the machines before us. Whatever goes wrong becomes part of
// the row, so that one network never ends a run.
import { existsSync, readFileSync } from 'node:fs';
import type { FloatGraph } from '../../compiler/ir/float-graph.ts';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import { targetNames } from '../../compiler/target/targets.ts';
import { SimulationError } from '../../sim/errors.ts';
import { summarize } from '../../sim/stats.ts';
import { simulateTiming } from '../../sim/timing.ts';
import { loadModel } from '../load-model.ts';
import { compileFile } from '../network.ts';
import { projectFile } from '../project-folder.ts';
import { realMultiplyAdds } from './baselines/layer-work.ts';
import type { BaselineResult } from './baselines/machine.ts';
import { baselineMachines } from './baselines/machines.ts';
import { type PublishedFigure, publishedFor } from './published.ts';
import type { Bar, Version, Workload } from './suite.ts';

export interface BenchJob {
  readonly workload: Workload;
  /** Name or file. */
  readonly target: string;
}

export interface BenchFigures {
  /** Cycles from frame to frame in steady state, simulated. */
  readonly cycles: number;
  readonly latencyCycles: number;
  readonly clockMHz: number;
  readonly clockStatus: string;
  readonly fps: number;
  readonly gops: number;
  readonly utilization: number;
}

export interface BenchFailure {
  /** Code of the message, or `deadlock`, `bug`, `file`. */
  readonly code: string;
  readonly message: string;
  readonly place: string | null;
}

export interface BenchRow {
  readonly workload: string;
  readonly version: Version | null;
  readonly target: string;
  readonly weights: 'random' | 'trained' | 'partly random' | null;
  /** Multiply-adds of the network as written, twice, in millions; null where it could not be read. */
  readonly mop: number | null;
  readonly figures: BenchFigures | null;
  /** LUTs of the target by the record of its synthesis, null where there is none. */
  readonly lut: number | null;
  readonly baselines: readonly BaselineResult[];
  readonly published: readonly PublishedFigure[];
  /** What the ratio is taken against. */
  readonly reference: { readonly system: string; readonly fps: number } | null;
  readonly ratio: number | null;
  readonly bar: Bar | null;
  readonly isReached: boolean | null;
  readonly failure: BenchFailure | null;
}

export interface TimedRow {
  readonly row: BenchRow;
  readonly compileSeconds: number;
  readonly simulateSeconds: number;
}

/** Frames that run back to back, so that the interval is that of the steady state. */
const FRAMES = 3;

/** Never throws for what a model, a target or a simulation does. */
export async function benchRow(job: BenchJob): Promise<TimedRow> {
  const { workload, target } = job;
  const times = { compileSeconds: 0, simulateSeconds: 0 };
  let graph: FloatGraph | null = null;
  try {
    const model = projectFile('examples', ...workload.file.split('/'));
    graph = loadModel(model, new Map()).graph;
    let start = performance.now();
    const { program } = await compileFile({ model, target, calibrate: [], sources: new Map() });
    times.compileSeconds = (performance.now() - start) / 1000;
    start = performance.now();
    const stats = summarize(program, simulateTiming(program, { frames: FRAMES }));
    times.simulateSeconds = (performance.now() - start) / 1000;
    const figures: BenchFigures = {
      cycles: stats.cycles, latencyCycles: stats.latencyCycles, clockMHz: stats.clockMHz, clockStatus: program.target.clockStatus,
      fps: stats.fps, gops: stats.gops, utilization: stats.utilization,
    };
    return { row: makeRow(job, graph, figures, null), ...times };
  } catch (error) {
    return { row: makeRow(job, graph, null, failureOf(error)), ...times };
  }
}

/** The row of a job whose worker ended without an answer. */
export const lostRow = (job: BenchJob, error: unknown): TimedRow =>
  ({ row: makeRow(job, null, null, failureOf(error)), compileSeconds: 0, simulateSeconds: 0 });

function makeRow({ workload, target }: BenchJob, graph: FloatGraph | null, figures: BenchFigures | null, failure: BenchFailure | null): BenchRow {
  const baselines = graph === null ? [] : baselineMachines.map((machine) => machine.run(graph));
  const published = publishedFor(workload.name);
  const reference = referenceOf(published, baselines);
  const ratio = figures === null || reference === null ? null : figures.fps / reference.fps;
  return {
    workload: workload.name, version: workload.version, target, weights: graph === null ? null : weightsOf(graph),
    mop: graph === null ? null : (2 * realMultiplyAdds(graph)) / 1e6, figures, lut: recordedLut(target), baselines, published, reference, ratio, bar: workload.bar, isReached: workload.bar === null ? null : reaches(workload.bar, figures, ratio), failure,
  };
}

/** The fastest published system on the same network, else neuFlow's model. */
function referenceOf(published: readonly PublishedFigure[], baselines: readonly BaselineResult[]): BenchRow['reference'] {
  const fastest = published.toSorted((a, b) => b.fps - a.fps)[0];
  if (fastest !== undefined) return { system: fastest.system, fps: fastest.fps };
  const neuflow = baselines.find((result) => result.machine === 'neuflow');
  return neuflow === undefined || neuflow.fps === null ? null : { system: 'neuFlow', fps: neuflow.fps };
}

function reaches(bar: Bar, figures: BenchFigures | null, ratio: number | null): boolean {
  if (figures === null) return false;
  switch (bar.kind) {
    case 'ratio': return ratio !== null && ratio >= bar.atLeast;
    case 'fps': return figures.fps >= bar.atLeast;
    case 'cycles': return figures.cycles <= bar.atMost;
  }
}

function weightsOf(graph: FloatGraph): BenchRow['weights'] {
  const kinds = new Set(graph.nodes.flatMap((node) => ('params' in node ? [node.params.source.kind] : [])));
  return kinds.size > 1 ? 'partly random' : kinds.has('random') ? 'random' : 'trained';
}

/** From docs/synth/TARGET.json, the document of `nfc synth --json` for a built-in target. */
function recordedLut(target: string): number | null {
  const file = projectFile('docs', 'synth', `${target}.json`);
  if (!targetNames.includes(target) || !existsSync(file)) return null;
  const { lut } = JSON.parse(readFileSync(file, 'utf8')) as { readonly lut?: unknown };
  return typeof lut === 'number' ? lut : null;
}

function failureOf(error: unknown): BenchFailure {
  if (error instanceof ModelError) {
    const first = error.diagnostics.find((diagnostic) => diagnostic.severity === 'error') ?? error.diagnostics[0];
    const span = first?.span;
    return { code: first?.code ?? 'model', message: first?.message ?? error.message, place: span === undefined ? null : `${span.file}:${span.line}:${span.column}` };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof SimulationError) return { code: error.kind, message, place: null };
  const isSystem = error instanceof Error && ('syscall' in error || ['UsageError', 'FileFormatError'].includes(error.name));
  return { code: isSystem ? 'file' : 'bug', message, place: null };
}
