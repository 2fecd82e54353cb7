// Everything that a report of a compiled folder is written from: the network and its report as compiled, one simulated run with its spans
// of time, what the power model says of that run, and the documents of other commands where they are at hand.
import { join } from 'node:path';
import type { IntegerNode } from '../../compiler/ir/integer-graph.ts';
import { encodeProgram } from '../../compiler/program/encode.ts';
import { bug } from '../../compiler/source/diagnostic.ts';
import { estimatePower } from '../../sim/power/estimate.ts';
import { type SimulationStats, summarize } from '../../sim/stats.ts';
import { simulateTiming } from '../../sim/timing.ts';
import { FileFormatError } from '../file-format-error.ts';
import { type Network, readNetwork } from '../network.ts';
import { type CompileReport, type MemoryRow, memoryMap } from '../report.ts';
import { type AccuracyDocument, readAccuracy } from './accuracy.ts';
import { type Comparison, compareMachines } from './comparison.ts';
import { readSynthesis, type SynthesisFigures } from './device-chart.ts';
import { type EnergyView, energyView } from './energy-chart.ts';
import { readJsonDocument } from './json-document.ts';
import { type PhaseFigures, phaseFigures, type TimedRun } from './roofline-chart.ts';
import { phaseTimes } from './time-chart.ts';

export interface ReportFacts {
  readonly network: Network;
  readonly compiled: CompileReport;
  readonly run: TimedRun;
  readonly stats: SimulationStats;
  readonly figures: readonly PhaseFigures[];
  readonly energy: EnergyView;
  readonly memory: readonly MemoryRow[];
  readonly comparison: Comparison | null;
  readonly synthesis: SynthesisFigures | null;
  readonly accuracy: AccuracyDocument | null;
  /** Name of a layer or tensor by its node id. */
  readonly nameOf: (id: string) => string;
}

export interface ReportRequest {
  /** Folder that `nfc compile` wrote. */
  readonly folder: string;
  /** Documents of `nfc evaluate --json` and `nfc synth --json`; evaluate.json and synth.json of the folder where not given. */
  readonly evaluation: string | undefined;
  readonly synthesis: string | undefined;
}

/** Frames that run back to back: the first fills the machine, the second is in steady state, the third follows it. */
const FRAMES = 3;

/** Throws UsageError, FileFormatError, SimulationError, or the system's own errors. */
export function gatherFacts({ folder, evaluation, synthesis }: ReportRequest): ReportFacts {
  const network = readNetwork(folder);
  const { program, integer } = network;
  const compiled = readReport(join(folder, 'report.json'));
  const timing = simulateTiming(program, { frames: FRAMES, events: true, timeline: true });
  const timeline = timing.timeline ?? bug('a run with a timeline has none');
  const run: TimedRun = { program, timing, timeline, times: phaseTimes(program, timing.events ?? bug('a run with events has none'), timing.totalCycles) };
  const stats = summarize(program, timing);
  const names = new Map(integer.nodes.map(({ id, name }) => [id, name]));
  return {
    network, compiled, run, stats,
    figures: phaseFigures(run, planesPerMultiplyAdd(network)),
    energy: energyView(estimatePower(program, timing).estimate),
    memory: memoryMap(program, encodeProgram(program)),
    comparison: compiled.baselines.length === 0 ? null : compareMachines({ name: `nfc on ${program.target.name}`, fps: stats.fps, baselines: compiled.baselines, published: compiled.published }),
    synthesis: readSynthesis(folder, synthesis),
    accuracy: readAccuracy(folder, evaluation),
    nameOf: (id) => nameOf(id, names),
  };
}

/** A tensor that is computed part by part has ids of its own for the parts: the node's, `~`, the part. */
function nameOf(id: string, names: ReadonlyMap<string, string>): string {
  const [node = id, part] = id.split('~');
  return `${names.get(node) ?? node}${part === undefined ? '' : ` part ${part}`}`;
}

function readReport(path: string): CompileReport {
  const report: Partial<CompileReport> | null = readJsonDocument(path);
  if (report !== null && Array.isArray(report.baselines) && Array.isArray(report.published)) return report as CompileReport;
  throw new FileFormatError(path, 'is not the report of this version of nfc', 'compile the model again');
}

/** Trit planes of a layer's weights times the octal digits in which its tiles read values. */
function planesPerMultiplyAdd({ program, integer }: Network): (layer: string) => number {
  const trits = new Map(integer.nodes.map((node: IntegerNode) => [node.id, 'trits' in node ? node.trits : 1]));
  const digits = new Map(program.phases.flatMap(({ tiles }) => tiles.map((tile) => [tile.layer, tile.sequencer?.digitPlanes ?? 1] as const)));
  return (layer) => (trits.get(layer) ?? 1) * (digits.get(layer) ?? 1);
}
