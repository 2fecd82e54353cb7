// One tile compiled for speed: where each window element comes from and all passes folded into weight lists are worked out once;
// a frame is then gathers and dot products. Equal to the literal tile wherever it accepts the configuration, null elsewhere.
import type { SequencerConfig, TileConfig } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import { makeEpilogue, rowBeats } from './epilogue.ts';
import type { WeightLists } from './fold-passes.ts';
import { foldPasses, PAIR } from './fold-passes.ts';
import type { TileRunner } from './literal.ts';
import { findPlacement } from './placement.ts';
import type { TileMemory } from './tile-memory.ts';
import { passGroups } from './tile-memory.ts';

export function makeCompiledTile(tile: TileConfig, memory: TileMemory, target: Target): TileRunner | null {
  const { writer, sequencer, epilogue } = tile;
  if (!writer || !sequencer || !epilogue) return null;
  const groups = passGroups(memory, sequencer.passBase, sequencer.groups, target.tile.passDepth);
  const lists = groups && foldPasses(groups, memory, target, sequencer.digitPlanes);
  const placement = lists && findPlacement(writer, sequencer, lists.taps, target);
  if (!lists || !placement) return null;
  const perRow = writer.counts.reduce((product, count) => product * count, 1);
  const { neurons } = target.tile;
  const taps = lists.taps.length;
  const padAt = 8 * writer.rows * perRow;
  const activations = new Float64Array(padAt + 8);
  activations.fill(padValue(sequencer), padAt);
  const window = new Float64Array(8 * taps);
  const accumulators = new Int32Array(sequencer.groups * placement.pixels * neurons);
  const emit = makeEpilogue(memory, target, sequencer, epilogue);
  const beats = new Int32Array(rowBeats(sequencer, epilogue, neurons) * sequencer.outputRows);
  const unpack = makeUnpack(sequencer.digitPlanes, placement.planeBeats, perRow);
  const { source, down, pixels } = placement;
  const windowPixels = sequencer.pv * sequencer.ph;
  const results = placeResults(lists, pixels, neurons);

  const gather = (base: number, pixel: number): void => {
    const downAt = Math.floor((pixel % windowPixels) / sequencer.ph) * taps;
    for (let u = 0; u < taps; u++) {
      const row = base + (down[downAt + u] as number);
      const beat = source[pixel * taps + u] as number;
      const from = beat < 0 || row < 0 || row >= writer.rows ? padAt : 8 * (row * perRow + beat);
      for (let i = 0; i < 8; i++) window[8 * u + i] = activations[from + i] as number;
    }
  };
  const run = (input: Int32Array): Int32Array => {
    unpack(input, activations, writer.rows);
    let at = 0;
    for (let row = 0; row < sequencer.outputRows; row++) {
      const base = sequencer.firstBase + row * sequencer.rowStep;
      for (let pixel = 0; pixel < pixels; pixel++) {
        gather(base, pixel);
        multiply(lists, window, accumulators, results, pixel * neurons);
      }
      at = emit(accumulators, beats, at);
    }
    return beats;
  };
  addEmptyNeurons(lists, accumulators, pixels, neurons);
  return { run, restart: () => undefined };
}

const padValue = (sequencer: SequencerConfig): number =>
  sequencer.padDigits.slice(0, sequencer.digitPlanes).reduce<number>((sum, digit, plane) => sum + digit * 8 ** plane, 0);

/** Beats into activations; digit planes are joined into one number at the place of plane 0. */
function makeUnpack(digitPlanes: number, planeBeats: number, perRow: number): (input: Int32Array, activations: Float64Array, rows: number) => void {
  const reach = (digitPlanes - 1) * planeBeats;
  if (digitPlanes === 1) {
    return (input, activations, rows) => {
      for (let beat = 0, at = 0; beat < rows * perRow; beat++) {
        const word = input[beat] as number;
        for (let i = 0; i < 24; i += 3) activations[at++] = (word >> i) & 7;
      }
    };
  }
  return (input, activations, rows) => {
    for (let row = 0; row < rows; row++) {
      for (let beat = Math.max(0, -reach); beat < perRow - Math.max(0, reach); beat++) {
        const from = row * perRow + beat;
        const first = input[from] as number;
        const second = input[from + planeBeats] as number;
        const third = digitPlanes === 3 ? (input[from + 2 * planeBeats] as number) : 0;
        for (let i = 0; i < 8; i++) activations[8 * from + i] = ((first >> (3 * i)) & 7) | (((second >> (3 * i)) & 7) << 3) | (((third >> (3 * i)) & 7) << 6);
      }
    }
  };
}

/** Where each list's results go: place of pixel 0, and the surplus to add. */
interface Results {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly lowSurplus: Int32Array;
  readonly highSurplus: Int32Array;
}

function placeResults({ low, high, surplus }: WeightLists, pixels: number, neurons: number): Results {
  const place = (neuron: number): number => (neuron < 0 ? -1 : Math.floor(neuron / neurons) * pixels * neurons + (neuron % neurons));
  const surplusOf = (neuron: number): number => (neuron < 0 ? 0 : (surplus[neuron] as number));
  return { low: low.map(place), high: high.map(place), lowSurplus: low.map(surplusOf), highSurplus: high.map(surplusOf) };
}

/** All dot products of one pixel. Four sums run side by side, for an addition takes several cycles. */
function multiply(lists: WeightLists, window: Float64Array, accumulators: Int32Array, results: Results, offset: number): void {
  const { start, element, weight } = lists;
  const { low, high, lowSurplus, highSurplus } = results;
  for (let k = 0; k < low.length; k++) {
    const end = start[k + 1] as number;
    let e = start[k] as number;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (; e + 3 < end; e += 4) {
      s0 += (window[element[e] as number] as number) * (weight[e] as number);
      s1 += (window[element[e + 1] as number] as number) * (weight[e + 1] as number);
      s2 += (window[element[e + 2] as number] as number) * (weight[e + 2] as number);
      s3 += (window[element[e + 3] as number] as number) * (weight[e + 3] as number);
    }
    for (; e < end; e++) s0 += (window[element[e] as number] as number) * (weight[e] as number);
    const sum = s0 + s1 + (s2 + s3);
    const second = high[k] as number;
    const upper = second < 0 ? 0 : Math.floor(sum / PAIR + 0.5);
    accumulators[offset + (low[k] as number)] = sum - upper * PAIR + (lowSurplus[k] as number);
    if (second >= 0) accumulators[offset + second] = upper + (highSurplus[k] as number);
  }
}

/** Neurons without a weight have a constant accumulator: zero and their surplus. */
function addEmptyNeurons(lists: WeightLists, accumulators: Int32Array, pixels: number, neurons: number): void {
  for (let at = 0; at < accumulators.length; at++) {
    const q = at % neurons;
    const group = Math.floor(at / neurons / pixels);
    accumulators[at] = lists.surplus[group * neurons + q] as number;
  }
}
