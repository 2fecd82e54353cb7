// The few weight patterns and epilogues that operators lower to: a conv's own weights, ones, identity, and any of them
// seen through a flatten.
import type { Pair } from '../ir/float-graph.ts';
import type { Shape } from '../ir/graph.ts';
import type { Epilogue, IntegerConv } from '../ir/integer-graph.ts';
import type { EachWeight, LayerEpilogue } from './grid-layer.ts';

type CodesEpilogue = Extract<LayerEpilogue, { kind: 'codes' }>;

export function codesEpilogue(epilogue: Extract<Epilogue, { kind: 'codes' }>): CodesEpilogue {
  const { thresholds, falling, absolute, codeMap } = epilogue;
  return { kind: 'codes', thresholds, falling, absolute, codeMap, poolMin: null, pair: null };
}

/** Count of reached thresholds = the value itself, for values 0..7. */
export function identityThresholds(maps: number): CodesEpilogue {
  const thresholds = Int32Array.from({ length: 7 * maps }, (_, i) => (i % 7) + 1);
  return { kind: 'codes', thresholds, falling: new Uint8Array(maps), absolute: null, codeMap: null, poolMin: null, pair: null };
}

export function convWeights(node: IntegerConv, channels: number): EachWeight {
  const perGroup = channels / node.groups;
  const mapsPerGroup = node.shape[0] / node.groups;
  const [rows, cols] = node.kernel;
  return (map, visit) => {
    const first = Math.floor(map / mapsPerGroup) * perGroup;
    let at = map * perGroup * rows * cols;
    for (let c = 0; c < perGroup; c++) {
      for (let ky = 0; ky < rows; ky++) {
        for (let kx = 0; kx < cols; kx++) {
          const weight = node.weights[at++] as number;
          if (weight !== 0) visit(first + c, ky, kx, weight);
        }
      }
    }
  };
}

export const depthwiseOnes = ([rows, cols]: Pair): EachWeight => (map, visit) => {
  for (let ky = 0; ky < rows; ky++) for (let kx = 0; kx < cols; kx++) visit(map, ky, kx, 1);
};

export const identityWeights: EachWeight = (map, visit) => visit(map, 0, 0, 1);

/** Channels of the flattened tensor become places of the image: element = (channel * height + y) * width + x. */
export function throughFlatten(weights: EachWeight, [, height, width]: Shape): EachWeight {
  return (map, visit, dv, dh) =>
    weights(map, (element, _ky, _kx, weight) =>
      visit(Math.floor(element / (height * width)), Math.floor(element / width) % height, element % width, weight), dv, dh);
}
