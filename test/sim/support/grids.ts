// Programs of several tiles, built by hand on a 2x2 grid.
import type { MergeConfig, Phase, Program } from '../../../compiler/program/program.ts';
import type { Target } from '../../../compiler/target/target.ts';
import type { ConvShape, ConvTile } from './programs.ts';
import { channel, channels, convTile, loadOf, makeProgram, testTarget, tileConfig } from './programs.ts';

/** Where the hand-built programs read and write, from the memory's base. */
export const INPUT = 0;
export const MIDDLE = 0x20000;
export const OUTPUT = 0x40000;

/** One input stream, forked to two convolutions (other weights each) whose rows alternate in one output stream. The first one's
 *  results go round through the two tiles on the right. Without `merge` its rows come before those of the second tile. */
export function forkAndMerge(shape: ConvShape, merge?: MergeConfig, target: Target = testTarget(2, 2)): Program {
  const first = convTile(shape, 11);
  const second = convTile(shape, 12);
  const base = target.memory.base;
  const rows: MergeConfig = { rounds: first.outputRows, upstream: first.rowOutputBeats, own: second.rowOutputBeats, tailUpstream: 0, tailOwn: 0 };
  const phase: Phase = {
    layers: [],
    tiles: [
      tileConfig(0, 0, { a: 4, s: 4, e: 5 }, first),
      tileConfig(0, 1, { s: 4 }, null),
      tileConfig(1, 0, { a: 1, b: 2, w: 5 }, second, merge ?? rows),
      tileConfig(1, 1, { w: 1 }, null),
    ],
    reads: channels(target, { 0: channel(base + INPUT, first.inputBeats) }),
    writes: channels(target, { 2: channel(base + OUTPUT, first.outputBeats + second.outputBeats) }),
    loads: [],
  };
  return makeProgram(target, [phase], [loadOf(0, 0, first), loadOf(1, 0, second)]);
}

/** The same layer in the other half of the tile's memories: it is loaded while its neighbour phase runs. */
function relocate(conv: ConvTile): ConvTile {
  const { weights, taps, passes, neurons, pairs } = conv.load;
  const [block, set, pass, group] = [72, 64, 512, 8];
  return {
    ...conv,
    sequencer: { ...conv.sequencer, passBase: pass },
    epilogue: { ...conv.epilogue, thresholdBase: group },
    load: {
      weights: weights.map((entry) => ({ ...entry, block: entry.block + block })),
      taps: taps.map((entry) => ({ ...entry, set: entry.set + set })),
      passes: passes.map((entry) => ({ at: entry.at + pass, descriptor: { ...entry.descriptor, weightBlock: entry.descriptor.weightBlock + block, tapSet: entry.descriptor.tapSet + set } })),
      neurons: neurons.map((entry) => ({ ...entry, group: entry.group + group })),
      pairs,
    },
  };
}

/** Two convolutions after each other on the same tile; the tensor between them lies in memory and is overwritten by every frame. */
export function twoPhases(shape: ConvShape, target: Target = testTarget(1, 1)): Program {
  const first = convTile(shape, 21);
  const next: ConvShape = { width: first.outputWidth, height: first.outputRows, planes: (shape.groups ?? 1) * 2, kernel: 2, pad: 1, trits: 2 };
  // The first one's stream is one beat per neuron half and pixel, pixel by pixel within a group: planes of halves.
  const second = relocate(convTile(next, 22));
  const base = target.memory.base;
  const one = (tensor: string): Partial<Parameters<typeof channel>[2]> => ({ tensor, perFrame: false });
  const phases: Phase[] = [
    {
      layers: [], tiles: [tileConfig(0, 0, { a: 4, e: 5 }, first)], loads: [loadOf(0, 0, first)],
      reads: channels(target, { 0: channel(base + INPUT, first.inputBeats) }), writes: channels(target, { 1: channel(base + MIDDLE, first.outputBeats, one('middle')) }),
    },
    {
      layers: [], tiles: [tileConfig(0, 0, { a: 4, e: 5 }, second)], loads: [loadOf(0, 0, second)],
      reads: channels(target, { 0: channel(base + MIDDLE, second.inputBeats, one('middle')) }), writes: channels(target, { 1: channel(base + OUTPUT, second.outputBeats) }),
    },
  ];
  return makeProgram(target, phases);
}

/** Two tiles that wait for each other's results. */
export function ring(): Program {
  const target = testTarget(1, 2);
  const shape: ConvShape = { width: 4, height: 4, planes: 2, kernel: 1, pad: 0 };
  const conv = convTile(shape, 31);
  const base = target.memory.base;
  const phase: Phase = {
    layers: [], tiles: [tileConfig(0, 0, { a: 2, e: 5 }, conv), tileConfig(0, 1, { a: 4, w: 5, e: 5 }, conv)],
    reads: channels(target, {}), writes: channels(target, { 1: channel(base + OUTPUT, conv.outputBeats) }), loads: [],
  };
  return makeProgram(target, [phase], [{ rowMask: 1, colMask: 3, loads: conv.load }]);
}
