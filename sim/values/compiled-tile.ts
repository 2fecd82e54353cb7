// One tile compiled for speed: where each window element comes from and all passes folded into weights are worked out once; a
// frame is then gathers and dot products. Equal to the literal tile wherever it accepts the configuration, null elsewhere.
import type { TileConfig } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import { makeEpilogue, rowBeats } from './epilogue.ts';
import type { FoldedPasses } from './fold-passes.ts';
import { foldPasses } from './fold-passes.ts';
import type { Kernel } from './kernel.ts';
import { BLOCK_BYTES, HEAD_BYTES } from './kernel.ts';
import type { TileRunner } from './literal.ts';
import { findPlacement } from './placement.ts';
import type { TileMemory } from './tile-memory.ts';
import { passGroups } from './tile-memory.ts';
import type { ActivationStore } from './activations.ts';

/** `activations` unpacks inputs; tiles that share a stream share its result. */
export function makeCompiledTile(tile: TileConfig, memory: TileMemory, target: Target, kernel: Kernel, activations: ActivationStore): TileRunner | null {
  const { writer, sequencer, epilogue } = tile;
  if (!writer || !sequencer || !epilogue) return null;
  const groups = passGroups(memory, sequencer.passBase, sequencer.groups, target.tile.passDepth);
  const folded = groups && foldPasses(groups, memory, target, sequencer.digitPlanes);
  const placement = folded && findPlacement(writer, sequencer, folded.taps, target);
  // Squares of two planes: only the literal tile does that.
  if (!folded || !placement || (sequencer.square !== null && placement.planeBeats !== 0)) return null;
  const { rows } = writer;
  const perRow = writer.counts.reduce((product, count) => product * count, 1);
  const { neurons } = target.tile;
  const { source, down, pixels, planeBeats } = placement;
  const taps = folded.taps.length;
  const { tapStart, lanes, places } = layWindow(folded);
  const windowAt = kernel.allocate(2 * (lanes.length + 8));
  const tableAt = kernel.allocate(tableBytes(folded, places));
  const outAt = kernel.allocate(4 * sequencer.groups * pixels * neurons);
  const tableEnd = writeTable(kernel, tableAt, folded, places, { pixels, neurons });
  const emit = makeEpilogue(memory, target, sequencer, epilogue);
  const beats = new Int32Array(rowBeats(sequencer, epilogue, neurons) * sequencer.outputRows);
  const windowPixels = sequencer.pv * sequencer.ph;
  const format = { planes: sequencer.digitPlanes, planeBeats, perRow, rows, padDigits: sequencer.padDigits, square: sequencer.square };
  const padAt = 8 * rows * perRow;

  // Most taps use all eight lanes: those are copied without a look at the list of lanes.
  const isWhole = Uint8Array.from({ length: taps }, (_, u) => Number((tapStart[u + 1] as number) - (tapStart[u] as number) === 8));
  const gather = (from: Int16Array, window: Int16Array, base: number, pixel: number): void => {
    const downAt = Math.floor((pixel % windowPixels) / sequencer.ph) * taps;
    const sourceAt = pixel * taps;
    let e = 0;
    for (let u = 0; u < taps; u++) {
      const row = base + (down[downAt + u] as number);
      const beat = source[sourceAt + u] as number;
      const at = beat < 0 || row < 0 || row >= rows ? padAt : (row * perRow + beat) << 3;
      if (isWhole[u] === 1) {
        window[e] = from[at] as number;
        window[e + 1] = from[at + 1] as number;
        window[e + 2] = from[at + 2] as number;
        window[e + 3] = from[at + 3] as number;
        window[e + 4] = from[at + 4] as number;
        window[e + 5] = from[at + 5] as number;
        window[e + 6] = from[at + 6] as number;
        window[e + 7] = from[at + 7] as number;
        e += 8;
        continue;
      }
      for (const end = tapStart[u + 1] as number; e < end; e++) window[e] = from[at + (lanes[e] as number)] as number;
    }
  };
  const run = (input: Int32Array): Int32Array => {
    const values = activations.unpack(input, format);
    const window = new Int16Array(kernel.buffer(), windowAt, lanes.length);
    const sums = new Int32Array(kernel.buffer(), outAt, sequencer.groups * pixels * neurons);
    let at = 0;
    for (let row = 0; row < sequencer.outputRows; row++) {
      const base = sequencer.firstBase + row * sequencer.rowStep;
      for (let pixel = 0; pixel < pixels; pixel++) {
        gather(values, window, base, pixel);
        kernel.multiply(windowAt, tableAt, tableEnd, outAt + 4 * pixel * neurons);
      }
      at = emit(sums, beats, at);
    }
    return beats;
  };
  return { run, restart: () => undefined };
}

/** The window holds only elements that some neuron uses, tap by tap: lane e belongs to the tap whose range contains e. */
function layWindow({ neurons, taps }: FoldedPasses) {
  const used = [...new Set(neurons.flatMap((neuron) => [...neuron.weights.keys()]))].sort((a, b) => a - b);
  const tapStart = new Int32Array(taps.length + 1);
  for (const element of used) tapStart[(element >> 3) + 1] = (tapStart[(element >> 3) + 1] as number) + 1;
  for (let u = 0; u < taps.length; u++) tapStart[u + 1] = (tapStart[u + 1] as number) + (tapStart[u] as number);
  return { tapStart, lanes: Uint8Array.from(used, (element) => element & 7), places: new Map(used.map((element, index) => [element, index])) };
}

/** Blocks of 8 window elements in which a neuron has a weight. */
function blocksOf(weights: ReadonlyMap<number, number>, places: ReadonlyMap<number, number>): number[] {
  const blocks = new Set<number>();
  for (const [element, weight] of weights) if (weight !== 0) blocks.add((places.get(element) as number) >> 3);
  return [...blocks].sort((a, b) => a - b);
}

function tableBytes({ neurons }: FoldedPasses, places: ReadonlyMap<number, number>): number {
  return neurons.reduce((sum, { weights }) => sum + HEAD_BYTES + BLOCK_BYTES * blocksOf(weights, places).length, 0);
}

/** One entry per neuron; results lie as [group][pixel][neuron], and the kernel is called once per pixel. */
function writeTable(kernel: Kernel, tableAt: number, { neurons: folded }: FoldedPasses, places: ReadonlyMap<number, number>, { pixels, neurons }: { pixels: number; neurons: number }): number {
  const view = new DataView(kernel.buffer());
  let at = tableAt;
  folded.forEach(({ weights, surplus }, index) => {
    const blocks = blocksOf(weights, places);
    const group = Math.floor(index / neurons);
    view.setInt32(at, at + HEAD_BYTES + BLOCK_BYTES * blocks.length, true);
    view.setInt32(at + 4, surplus, true);
    view.setInt32(at + 8, 4 * (group * pixels * neurons + (index % neurons)), true);
    at += HEAD_BYTES;
    const blockAt = new Map(blocks.map((block, k) => [block, at + k * BLOCK_BYTES]));
    for (const [block, place] of blockAt) view.setInt32(place, 16 * block, true);
    for (const [element, weight] of weights) {
      const place = places.get(element) as number;
      const block = blockAt.get(place >> 3);
      if (block !== undefined) view.setInt16(block + 4 + 2 * (place & 7), weight, true);
    }
    at += BLOCK_BYTES * blocks.length;
  });
  return at;
}
