// What `nfc compile` has to say about a program: phases and their tiles, where everything lies in memory, each layer's work and
// precision, and what is assumed. Plain data; the command line prints it as tables.
import type { Compilation } from '../compiler/compile.ts';
import type { HostTail } from '../compiler/ir/split-host.ts';
import type { Program } from '../compiler/program/program.ts';
import { estimateResources, type ResourceEstimate } from '../compiler/target/resources.ts';
import { layerWork, realMultiplyAddsOf } from './bench/baselines/layer-work.ts';
import type { BaselineResult } from './bench/baselines/machine.ts';
import { baselineMachines } from './bench/baselines/machines.ts';
import { type PublishedFigure, publishedFor } from './bench/published.ts';
import { suite } from './bench/suite.ts';
import type { GoalResult } from './explore/goals.ts';

export interface CompileReport {
  readonly model: string;
  readonly target: { readonly name: string; readonly rows: number; readonly cols: number; readonly lanes: number; readonly neurons: number };
  readonly clock: { readonly MHz: number; readonly status: string };
  readonly calibration: string;
  /** Of the whole grid; block RAM with a list of its uses. */
  readonly resources: ResourceEstimate;
  /** What --fps chose, and what --objective found; null without them. */
  readonly chosen: GoalResult['chosen'];
  readonly objective: GoalResult['objective'];
  readonly macsPerFrame: number;
  /** Layers that the host computes, with their multiply-adds; null where none. */
  readonly host: HostWork | null;
  readonly phases: readonly { readonly index: number; readonly layers: readonly string[]; readonly tilesUsed: number; readonly readChannels: number; readonly writeChannels: number }[];
  readonly layers: readonly LayerRow[];
  readonly memory: readonly MemoryRow[];
  readonly quantization: Compilation['quantization'];
  /** The whole network on models of older machines; published figures where it is one of the suite's examples. */
  readonly baselines: readonly BaselineResult[];
  readonly published: readonly PublishedFigure[];
}

export interface HostWork {
  readonly macsPerFrame: number;
  readonly layers: readonly { readonly name: string; readonly kind: string; readonly shape: readonly number[]; readonly macs: number }[];
}

export interface LayerRow {
  readonly name: string;
  readonly kind: string;
  readonly shape: readonly number[];
  readonly macs: number;
  readonly trits: number | null;
  readonly phases: readonly number[];
  readonly tiles: number;
}

export interface MemoryRow {
  readonly what: string;
  readonly address: number;
  readonly bytes: number | null;
  /** Bytes from one frame to the next, null where frames share the place. */
  readonly frameStride: number | null;
}

export function compileReport(compilation: Compilation, streams: { readonly init: Uint32Array; readonly loop: Uint32Array }, goals: GoalResult = { chosen: null, objective: null }): CompileReport {
  const { program, integer } = compilation;
  const { target } = program;
  const nodes = new Map(integer.nodes.map((node) => [node.id, node]));
  return {
    model: program.model,
    target: { name: target.name, rows: target.rows, cols: target.cols, lanes: 8 * target.tile.banks, neurons: target.tile.neurons },
    clock: { MHz: target.clockMHz, status: target.clockStatus },
    calibration: compilation.calibration,
    resources: estimateResources(target),
    ...goals,
    macsPerFrame: program.macsPerFrame,
    host: compilation.tail === null ? null : hostWork(compilation.tail),
    phases: program.phases.map((phase, index) => ({
      index,
      layers: phase.layers.map((id) => nodes.get(id)?.name ?? id),
      tilesUsed: phase.tiles.filter((tile) => tile.sequencer !== null).length,
      readChannels: phase.reads.filter((channel) => channel !== null).length,
      writeChannels: phase.writes.filter((channel) => channel !== null).length,
    })),
    layers: program.layers.map((layer) => {
      const node = nodes.get(layer.id);
      return {
        name: layer.name, kind: layer.kind, shape: node?.shape ?? [], macs: layer.macs,
        trits: node !== undefined && 'trits' in node ? node.trits : null, phases: layer.phases, tiles: layer.tiles,
      };
    }),
    memory: memoryMap(program, streams),
    quantization: compilation.quantization,
    baselines: baselineMachines.map((machine) => machine.run(compilation.float)),
    published: publishedOf(compilation.float.span.file),
  };
}

/** Of a model file that is an example of the suite. */
function publishedOf(file: string): readonly PublishedFigure[] {
  const workload = suite.find((candidate) => file.endsWith(`examples/${candidate.file}`));
  return workload === undefined ? [] : publishedFor(workload.name);
}

function hostWork({ graph }: HostTail): HostWork {
  const layers = layerWork(graph).map((layer) => ({
    name: layer.node.name, kind: layer.node.kind, shape: layer.node.shape, macs: layer.kind === 'weighted' ? realMultiplyAddsOf(layer) : 0,
  }));
  return { macsPerFrame: layers.reduce((sum, { macs }) => sum + macs, 0), layers };
}

/** Address order: configuration, inputs, tensors. */
export function memoryMap(program: Program, streams: { readonly init: Uint32Array; readonly loop: Uint32Array }): MemoryRow[] {
  const rows: MemoryRow[] = [
    { what: 'configuration, once', address: program.memory.initAddress, bytes: streams.init.byteLength, frameStride: null },
    { what: 'configuration, in a loop', address: program.memory.loopAddress, bytes: streams.loop.byteLength, frameStride: null },
    ...program.inputs.flatMap((input) => input.copies.map((copy, index) => ({
      what: `input ${input.name}${input.copies.length > 1 ? `, copy ${index}` : ''}`, address: copy.address, bytes: null, frameStride: 2 ** copy.frameShift,
    }))),
    ...program.tensors.map((tensor) => ({
      what: `tensor ${tensor.tensor}`, address: tensor.address, bytes: 4 * tensor.order.rows * tensor.order.rowBeats,
      frameStride: tensor.perFrame ? 2 ** tensor.frameShift : null,
    })),
  ];
  return rows.sort((a, b) => a.address - b.address);
}
