// A simulation for a person or a report: throughput in steady state, latency, where the time goes, how much of the array is used, and
// the outputs of every frame. All figures are simulated; the clock is the target's and says how sure it is.
import type { IntegerGraph, IntegerNode } from '../compiler/ir/integer-graph.ts';
import type { Program } from '../compiler/program/program.ts';
import { lanesOf } from '../compiler/target/target.ts';
import { simulateTiming, type TileActivity, type TimingResult } from '../sim/timing.ts';
import type { Frame } from './frames.ts';
import { prepareOutputs } from './run-simulator.ts';

export interface LayerFigures {
  readonly name: string;
  readonly kind: string;
  readonly phases: readonly number[];
  readonly tiles: number;
  readonly macsPerFrame: number;
  /** Cycles per frame of the phases that the layer is resident in. */
  readonly cycles: number;
  readonly gops: number;
  readonly utilization: number;
  /** Cycles a frame over all tiles of the layer: computing, filling short passes, and waiting by cause. */
  readonly pixelSlots: number;
  readonly emptySlots: number;
  readonly stalls: TileActivity['stalls'];
}

export interface SimulationReport {
  readonly model: string;
  readonly target: string;
  readonly frames: number;
  /** From one frame to the next in steady state. */
  readonly cycles: number;
  readonly latencyCycles: number;
  readonly totalCycles: number;
  readonly clockMHz: number;
  readonly clockStatus: string;
  readonly fps: number;
  readonly macsPerFrame: number;
  readonly gops: number;
  readonly utilization: number;
  readonly phaseCycles: readonly number[];
  readonly layers: readonly LayerFigures[];
  readonly memory: TimingResult['memory'];
  readonly occupancy: TimingResult['occupancy'];
  /** One entry per frame: values by output name, channel-major. */
  readonly outputs: readonly Readonly<Record<string, readonly number[]>>[];
}

/** Throws SimulationError where the program deadlocks. `frames` may be empty: then times alone are simulated, for three frames. */
export function simulateNetwork(program: Program, integer: IntegerGraph, frames: readonly Frame[]): { report: SimulationReport; timing: TimingResult } {
  const count = Math.max(3, frames.length);
  const timing = simulateTiming(program, { frames: count });
  const { target } = program;
  const interval = timing.intervalCycles;
  const perSecond = (cycles: number): number => (cycles > 0 ? (target.clockMHz * 1e6) / cycles : 0);
  const slots = lanesOf(target.tile) * target.tile.neurons;
  const layers = program.layers.map((layer) => layerFigures({ program, integer, timing, layer, slots, frames: count, perSecond }));
  const useful = layers.reduce((sum, layer) => sum + layer.useful, 0);
  const report: SimulationReport = {
    model: program.model, target: target.name, frames: frames.length,
    cycles: interval, latencyCycles: timing.latencyCycles, totalCycles: timing.totalCycles,
    clockMHz: target.clockMHz, clockStatus: target.clockStatus, fps: perSecond(interval),
    macsPerFrame: program.macsPerFrame, gops: (2 * program.macsPerFrame * perSecond(interval)) / 1e9,
    utilization: interval > 0 ? useful / (slots * target.rows * target.cols * interval) : 0,
    phaseCycles: timing.phaseCycles.map((cycles) => cycles / count),
    layers: layers.map(({ useful: _, ...figures }) => figures),
    memory: timing.memory, occupancy: timing.occupancy,
    outputs: outputsOf(program, integer, frames),
  };
  return { report, timing };
}

interface LayerRequest {
  readonly program: Program;
  readonly integer: IntegerGraph;
  readonly timing: TimingResult;
  readonly layer: Program['layers'][number];
  readonly slots: number;
  readonly frames: number;
  readonly perSecond: (cycles: number) => number;
}

function layerFigures({ program, integer, timing, layer, slots, frames, perSecond }: LayerRequest): LayerFigures & { readonly useful: number } {
  const isStreaming = program.phases.length === 1;
  const cycles = isStreaming ? timing.intervalCycles : layer.phases.reduce((sum, phase) => sum + (timing.phaseCycles[phase] ?? 0), 0) / frames;
  const activities = timing.tiles.filter((tile) => tile.layer === layer.id);
  const sum = (pick: (tile: TileActivity) => number): number => activities.reduce((total, tile) => total + pick(tile), 0) / frames;
  const useful = layer.macs * tritsOf(integer, layer.id);
  const tiles = Math.max(1, layer.tiles);
  return {
    name: layer.name, kind: layer.kind, phases: layer.phases, tiles: layer.tiles, macsPerFrame: layer.macs, cycles,
    gops: (2 * layer.macs * perSecond(cycles)) / 1e9,
    utilization: cycles > 0 ? useful / (slots * tiles * cycles) : 0,
    pixelSlots: sum((tile) => tile.pixelSlots), emptySlots: sum((tile) => tile.emptySlots),
    stalls: { input: sum((tile) => tile.stalls.input), weights: sum((tile) => tile.stalls.weights), drain: sum((tile) => tile.stalls.drain), downstream: sum((tile) => tile.stalls.downstream) },
    useful,
  };
}

/** Trit-lane slots that one multiply-add of a layer needs: trits of the weight times digit planes of its input. */
function tritsOf(integer: IntegerGraph, id: string): number {
  const nodes = new Map(integer.nodes.map((node) => [node.id, node]));
  const node = nodes.get(id);
  if (node === undefined || !('trits' in node)) return 0;
  return node.trits * digitsOf(nodes, nodes.get(node.inputs[0] ?? ''));
}

function digitsOf(nodes: ReadonlyMap<string, IntegerNode>, source: IntegerNode | undefined): number {
  if (source === undefined) return 1;
  if (source.kind === 'flatten') return digitsOf(nodes, nodes.get(source.inputs[0] ?? ''));
  return source.format.kind === 'wide' ? Math.ceil(source.format.bits / 3) : 1;
}

function outputsOf(program: Program, integer: IntegerGraph, frames: readonly Frame[]): Record<string, number[]>[] {
  if (frames.length === 0) return [];
  const run = prepareOutputs(program);
  return frames.map((frame) => {
    const tensors = run(frame);
    return Object.fromEntries(integer.outputs.map((output) => [output.name, [...(tensors.get(output.node)?.data ?? [])]]));
  });
}
