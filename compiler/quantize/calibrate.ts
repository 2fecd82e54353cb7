// Runs calibration frames through the float reference and keeps samples of the tensors whose ranges are wanted.
import type { FloatGraph, Params } from '../ir/float-graph.ts';
import { refuse } from './problems.ts';
import { seededRandom } from '../source/seeded-random.ts';

/** Real values of every input by name, channel-major. */
export type FloatFrame = ReadonlyMap<string, Float32Array>;

/** Samples by node id. */
export type Samples = ReadonlyMap<string, Float32Array>;

const SAMPLES_PER_TENSOR = 16_384;

/** Samples of the nodes in `wanted`, spread evenly over frames and places. */
export async function sampleTensors(graph: FloatGraph, params: Params, frames: readonly FloatFrame[], wanted: ReadonlySet<string>): Promise<Samples> {
  for (const [i, frame] of frames.entries()) checkFrame(graph, frame, i);
  const parts = new Map<string, Float32Array[]>([...wanted].map((id) => [id, []]));
  // The float reference loads a tensor library; networks that need no calibration never pay for it.
  const { prepareFloat } = await import('../reference/float.ts');
  const run = await prepareFloat(graph, params, wanted);
  const perFrame = Math.max(1, Math.floor(SAMPLES_PER_TENSOR / frames.length));
  for (const frame of frames) {
    const values = run(frame);
    for (const [id, list] of parts) list.push(thin(values.get(id) ?? new Float32Array(0), perFrame));
  }
  return new Map([...parts].map(([id, list]) => [id, join(list)]));
}

function thin(values: Float32Array, count: number): Float32Array {
  if (values.length <= count) return values;
  return Float32Array.from({ length: count }, (_, i) => values[Math.floor((i * values.length) / count)] as number);
}

function join(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return all;
}

function checkFrame(graph: FloatGraph, frame: FloatFrame, index: number): void {
  for (const node of graph.nodes) {
    if (node.kind !== 'input') continue;
    const size = node.shape[0] * node.shape[1] * node.shape[2];
    const values = frame.get(node.name);
    const found = values === undefined ? 'nothing' : `${values.length} values`;
    const hint = `each calibration frame gives every input its ${node.shape.join(' x ')} values`;
    if (values?.length !== size) refuse({ code: 'NF3010', message: `calibration frame ${index} has ${found} for input ${node.name}, which needs ${size} values`, span: node.span, hint });
    if (!values.every(Number.isFinite)) refuse({ code: 'NF3010', message: `calibration frame ${index} holds a value for input ${node.name} that is not a finite number`, span: node.span, hint });
  }
}

/** Seeded frames for a network without data: smooth blobs and noise over the whole range of each input. */
export function syntheticFrames(graph: FloatGraph, seed: number, count: number): FloatFrame[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const frame = new Map<string, Float32Array>();
    for (const node of graph.nodes) {
      if (node.kind !== 'input') continue;
      const { bits, zero, scale } = node.format;
      const [channels, height, width] = node.shape;
      const top = 2 ** bits - 1;
      const values = new Float32Array(channels * height * width);
      for (let c = 0; c < channels; c++) {
        const [centreY, centreX, radius, noise] = [random() * height, random() * width, 1 + (random() * (height + width)) / 4, random() * 0.5];
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const blob = Math.exp(-((y - centreY) ** 2 + (x - centreX) ** 2) / (radius * radius));
            const level = Math.min(1, Math.max(0, blob + noise * (random() - 0.5)));
            values[(c * height + y) * width + x] = scale * (Math.round(level * top) - zero);
          }
        }
      }
      frame.set(node.name, values);
    }
    return frame;
  });
}
