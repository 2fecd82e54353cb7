// Pooling of squares. A code's square is a sum of weighted monotone functions of the code: squares[k] = squares[0] + slope * k +
// sum over bits b of 2^b * m_b(k), where m_b counts the steps up to k whose excess over the smallest step has bit b.
// So an inner layer makes the copies k, m_b (thresholds only), and a conv adds them up. The constant goes into the thresholds.
import type { Epilogue, IntegerNode, IntegerSumPool } from '../ir/integer-graph.ts';
import { NEVER } from '../ir/integer-graph.ts';
import { bug } from '../source/diagnostic.ts';
import type { GridLayer, LayerEpilogue } from './grid-layer.ts';
import { codesEpilogue } from './lower-parts.ts';

interface Copy {
  readonly weight: number;
  /** Codes k at which the count of this copy grows by one. */
  readonly steps: readonly number[];
}

function copiesOf(squares: Uint8Array): readonly Copy[] {
  const rises = [1, 2, 3, 4, 5, 6, 7].map((k) => (squares[k] as number) - (squares[k - 1] as number));
  const slope = Math.min(...rises);
  const copies: Copy[] = slope === 0 ? [] : [{ weight: slope, steps: [1, 2, 3, 4, 5, 6, 7] }];
  for (let bit = 1; bit <= 64; bit *= 2) {
    const steps = [1, 2, 3, 4, 5, 6, 7].filter((k) => ((rises[k - 1] as number) - slope) & bit);
    if (steps.length > 0) copies.push({ weight: bit, steps });
  }
  return copies;
}

/** The two layers, or null where padding would need another code in every copy. */
export function lowerSquares(node: IntegerSumPool, epilogue: Epilogue, source: IntegerNode, digits: 1 | 2 | 3, isPadded: boolean): GridLayer[] | null {
  const squares = node.squares ?? bug(`${node.id} has no squares`);
  if (digits > 1 || (isPadded && node.padCode !== 0)) return null;
  const copies = copiesOf(squares);
  if (copies.some((copy) => Math.abs(copy.weight) > 40)) return null;
  const [channels, height, width] = source.shape;
  // Copies of a channel are whole blocks of 8 channels apart, so that a sum of 16 maps reads as few planes as possible.
  const pitch = Math.ceil(channels / 8) * 8;
  const maps = copies.length * pitch;
  const inner = `${node.id}~squares`;
  const thresholds = new Int32Array(7 * maps).fill(NEVER);
  copies.forEach((copy, k) => {
    for (let c = 0; c < channels; c++) copy.steps.forEach((step, i) => { thresholds[7 * (k * pitch + c) + i] = step; });
  });
  const shared = { node, digits, topCode: 7, pool: null, isWhole: false };
  const area = node.kernel[0] * node.kernel[1];
  return [
    {
      ...shared, id: inner, isInner: true, source: source.id, input: source.shape, output: [maps, height, width], kernel: [1, 1], stride: [1, 1],
      top: 0, left: 0, padCode: 0, trits: 1,
      eachWeight: (map, visit) => { if (map % pitch < channels) visit(map % pitch, 0, 0, 1); },
      epilogue: { kind: 'codes', thresholds, falling: new Uint8Array(maps), absolute: null, codeMap: null, poolMin: null },
    },
    {
      ...shared, id: node.id, isInner: false, source: inner, input: [maps, height, width], output: node.shape, kernel: node.kernel, stride: node.stride,
      top: node.padding.top, left: node.padding.left, padCode: 0, trits: 4,
      eachWeight: (map, visit) => {
        copies.forEach((copy, k) => {
          for (let ky = 0; ky < node.kernel[0]; ky++) for (let kx = 0; kx < node.kernel[1]; kx++) visit(k * pitch + map, ky, kx, copy.weight);
        });
      },
      epilogue: shiftEpilogue(epilogue, area * (squares[0] as number), node.shape[0]),
    },
  ];
}

/** The epilogue for sums that lack `constant`. */
function shiftEpilogue(epilogue: Epilogue, constant: number, maps: number): LayerEpilogue {
  if (epilogue.kind === 'raw') return { kind: 'raw', bias: epilogue.bias.map((value) => value + constant), isEmitted: true, index: null };
  const codes = codesEpilogue(epilogue);
  if (constant === 0) return codes;
  if (epilogue.absolute !== null) return { ...codes, absolute: epilogue.absolute.map((value) => value - 2 * constant) };
  const thresholds = epilogue.thresholds.map((t) => (Math.abs(t) >= NEVER ? t : t - constant));
  return maps * 7 === thresholds.length ? { ...codes, thresholds } : bug('thresholds of a pooling layer');
}
