// How fast one core turns pictures into the beats of memory and outputs back into tensors, in processor time, beside what the array takes
// (simulated at the target's clock): software must not be what a network waits for.
import { wordsOfBeats } from '../compiler/program/beats.ts';
import type { Program } from '../compiler/program/program.ts';
import { pictureFrame, randomFrames } from '../runtime/frames.ts';
import { programInputs } from '../runtime/choose-frames.ts';
import { loadNetwork } from '../runtime/network.ts';
import { beatsInMemory, preparePacker, streamPlaces, unpackTensor, wholeTensor } from '../runtime/pack.ts';
import { projectFile } from '../runtime/project-folder.ts';
import { timeOf } from '../sim/timing.ts';

const CASES = [
  ['scene/scene.nf', 'pynq-z2'], ['scene/scene.nf', 'neuflow-v6'], ['lenet5/lenet5.nf', 'pynq-z2'], ['cnv/cnv.nf', 'pynq-z2'], ['kws/kws.nf', 'pynq-z2'],
] as const;
/** Each figure is the best of some rounds, each at least so long. */
const ROUNDS = 5;
const ROUND_SECONDS = 0.3;
const SETTLED_FRAMES = 6;

/** Calls a second of processor time. */
function rateOf(run: () => void): number {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage();
    let seconds = 0;
    let calls = 0;
    while (seconds < ROUND_SECONDS) {
      run();
      calls++;
      const { user, system } = process.cpuUsage(start);
      seconds = (user + system) / 1e6;
    }
    best = Math.max(best, calls / seconds);
  }
  return best;
}

interface Rates {
  /** Codes to beats, all copies of all inputs. */
  readonly pack: number;
  /** Bytes of a picture to codes and beats. */
  readonly packPicture: number;
  readonly unpack: number;
}

function measure(program: Program): Rates {
  const { memory } = program.target;
  const inputs = programInputs(program);
  const [frame] = randomFrames(inputs, 1, 1).frames as [ReadonlyMap<string, Int32Array>];
  const packers = program.inputs.flatMap(({ name, shape, copies }) => copies.map(({ layout }) => {
    const { beats, pack } = preparePacker(shape, layout, memory);
    return { name, pack, words: new Uint32Array(wordsOfBeats(beats, memory)) };
  }));
  const packAll = (codes: ReadonlyMap<string, Int32Array>): void => { for (const { name, pack, words } of packers) pack(codes.get(name) as Int32Array, words, 0); };
  const pictures = inputs.map((input) => ({ input, picture: { height: input.shape[1], width: input.shape[2], planes: new Uint8Array(input.shape[0] * input.shape[1] * input.shape[2]).map((_, i) => (i * 37) & 255) } }));
  const readers = program.outputs.flatMap(({ tensor }) => program.tensors.filter((stored) => stored.tensor === tensor)).map((stored) => {
    const places = streamPlaces(stored.shape, wholeTensor(stored.order, stored.offset));
    return { places, words: new Uint32Array(wordsOfBeats(places.beats + stored.offset, memory)), values: new Int32Array(stored.shape[0] * stored.shape[1] * stored.shape[2]) };
  });
  return {
    pack: rateOf(() => packAll(frame)),
    packPicture: rateOf(() => packAll(new Map(pictures.map(({ input, picture }) => [input.name, pictureFrame(input, picture, 'picture')])))),
    unpack: rateOf(() => { for (const { places, words, values } of readers) unpackTensor(places, beatsInMemory(places, words, memory, 0), values); }),
  };
}

const whole = (rate: number): string => Math.floor(rate).toLocaleString('en-US');

for (const [model, target] of CASES) {
  const { program } = await loadNetwork({ model: projectFile('examples', ...model.split('/')), target, calibrate: [], sources: new Map() });
  const { pack, packPicture, unpack } = measure(program);
  const array = (program.target.clockMHz * 1e6) / timeOf(program, SETTLED_FRAMES).interval;
  const sizes = program.inputs.map(({ shape }) => shape.join(' x ')).join(', ');
  const host = 1 / (1 / packPicture + 1 / unpack);
  console.log(`${program.model} on ${target} (${sizes}), frames/s: packing codes ${whole(pack)}, packing pictures ${whole(packPicture)}, unpacking ${whole(unpack)}, both ${whole(host)}; array ${whole(array)}${host < array ? ', which is FASTER' : ''}`);
}
