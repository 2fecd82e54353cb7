// Pooling of squares. With p the code of the padding, squares[k] = squares[p] + weighted counts of the steps between p and k: each copy of a channel
// counts the steps above p that k has reached, or those up to p that it has not, whose rise has a given bit. An inner layer makes the
// copies (thresholds only), a conv adds them up. Padding is code 0 in every copy; the constant is taken from the sums.
import type { Epilogue, IntegerSumPool } from '../ir/integer-graph.ts';
import { ALWAYS, NEVER } from '../ir/integer-graph.ts';
import { bug } from '../source/diagnostic.ts';
import type { GridLayer } from './grid-layer.ts';
import { type Operand, PLAIN } from './lower-context.ts';
import { codesEpilogue } from './lower-parts.ts';

interface Copy {
  readonly weight: number;
  readonly isAbove: boolean;
  /** Codes k at which the squares rise or fall by a number that has the weight's bit. */
  readonly steps: readonly number[];
}

function copiesOf(squares: Uint8Array, base: number): readonly Copy[] {
  const rise = (k: number): number => (squares[k] as number) - (squares[k - 1] as number);
  const copies: Copy[] = [];
  for (const isAbove of [true, false]) {
    for (const sign of [1, -1]) {
      for (let bit = 1; bit <= 64; bit *= 2) {
        const steps = [1, 2, 3, 4, 5, 6, 7].filter((k) => (k > base) === isAbove && sign * rise(k) > 0 && Math.abs(rise(k)) & bit);
        if (steps.length > 0) copies.push({ weight: (isAbove ? sign : -sign) * bit, isAbove, steps });
      }
    }
  }
  return copies;
}

const THRESHOLDS = 7;

/** The two layers. */
export function lowerSquares(node: IntegerSumPool, epilogue: Epilogue, operand: Operand): GridLayer[] {
  const squares = node.squares ?? bug(`${node.id} has no squares`);
  const copies = copiesOf(squares, node.padCode);
  const [channels, height, width] = operand.shape;
  // Copies of a channel are whole blocks of 8 channels apart, so that a sum of 16 maps reads as few planes as possible.
  const pitch = Math.ceil(channels / 8) * 8;
  const maps = Math.max(copies.length, 1) * pitch;
  const inner = `${node.id}~squares`;
  const thresholds = new Int32Array(THRESHOLDS * maps).fill(NEVER);
  const falling = new Uint8Array(maps);
  copies.forEach(({ steps, isAbove }, k) => {
    for (let map = k * pitch; map < k * pitch + channels; map++) {
      const first = isAbove ? 0 : THRESHOLDS - steps.length;
      thresholds.fill(ALWAYS, THRESHOLDS * map, THRESHOLDS * map + first);
      thresholds.set(steps, THRESHOLDS * map + first);
      falling[map] = isAbove ? 0 : 1;
    }
  });
  const constant = node.kernel[0] * node.kernel[1] * (squares[node.padCode] as number);
  return [
    {
      ...PLAIN, id: inner, isInner: true, node, source: operand.id, input: operand.shape, digits: operand.digits, topCode: operand.topCode, output: [maps, height, width],
      kernel: [1, 1], stride: [1, 1], top: 0, left: 0, padCode: 0,
      eachWeight: (map, visit) => { if (map % pitch < channels) visit(map % pitch, 0, 0, 1); },
      epilogue: { kind: 'codes', thresholds, falling, absolute: null, codeMap: null, poolMin: null, pair: null },
    },
    {
      ...PLAIN, id: node.id, node, source: inner, input: [maps, height, width], digits: 1, topCode: 7, output: node.shape, kernel: node.kernel, stride: node.stride,
      top: node.padding.top, left: node.padding.left, padCode: 0, trits: 4, shift: () => -constant,
      eachWeight: (map, visit) => {
        copies.forEach((copy, k) => {
          for (let ky = 0; ky < node.kernel[0]; ky++) for (let kx = 0; kx < node.kernel[1]; kx++) visit(k * pitch + map, ky, kx, copy.weight);
        });
      },
      epilogue: epilogue.kind === 'raw' ? { kind: 'raw', bias: epilogue.bias, isEmitted: true, index: null } : codesEpilogue(epilogue),
    },
  ];
}
