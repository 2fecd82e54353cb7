// Pooling of squares. A square is a weighted sum of counts (square-copies.ts): an inner layer makes copies of a channel that hold the counts
// (thresholds only), a conv adds them up. Padding is code 0 in every copy; the constant is taken from the sums. Where nothing else reads
// the codes, the layer before gives their rank among the squares instead, which only rises and takes half as many copies.
import type { Epilogue, IntegerSumPool } from '../ir/integer-graph.ts';
import { ALWAYS, NEVER } from '../ir/integer-graph.ts';
import { bug } from '../source/diagnostic.ts';
import type { GridLayer } from './grid-layer.ts';
import { addLayer, type Context, type Operand, operandNode, PLAIN } from './lower-context.ts';
import { codesEpilogue } from './lower-parts.ts';
import { type Copy, copiesOf } from './square-copies.ts';
import { largestWeight } from './trits.ts';

const THRESHOLDS = 7;

interface Squared {
  readonly operand: Operand;
  readonly squares: Uint8Array;
  readonly padCode: number;
}

/** Replaces the layer that makes the operand by one that gives ranks, where that is possible; what is read then. */
function rankedOperand(context: Context, node: IntegerSumPool, { operand, squares, padCode }: Squared): Squared {
  const source = operandNode(context, node);
  const before = context.layers.get(operand.id);
  const readers = context.live.filter((other) => other.inputs.includes(source.id));
  const isAlone = readers.length === 1 && node.inputs[0] === source.id && operand.id === source.id && !context.outputs.has(source.id);
  const isLeast = squares.every((square) => square >= (squares[padCode] as number));
  if (before === undefined || before.epilogue.kind !== 'codes' || before.isInner || before.place !== null || before.names !== null || !isAlone || !isLeast) return { operand, squares, padCode };
  const values = [...new Set(squares)].sort((a, b) => a - b);
  const ranks = Uint8Array.from(squares, (square) => values.indexOf(square));
  const id = `${before.id}~ranks`;
  const { codeMap } = before.epilogue;
  context.layers.delete(before.id);
  addLayer(context, { ...before, id, isInner: true, epilogue: { ...before.epilogue, codeMap: codeMap === null ? ranks : codeMap.map((code) => ranks[code] as number) } });
  const top = values.at(-1) ?? bug('no squares');
  return { operand: { ...operand, id }, squares: Uint8Array.from({ length: 8 }, (_, rank) => values[rank] ?? top), padCode: 0 };
}

const tritsOf = (copies: readonly Copy[]): number => [1, 2, 3].find((trits) => copies.every(({ weight }) => Math.abs(weight) <= largestWeight(trits))) ?? 4;

/** The two layers. */
export function lowerSquares(context: Context, node: IntegerSumPool, epilogue: Epilogue, from: Operand): GridLayer[] {
  const { operand, squares, padCode } = rankedOperand(context, node, { operand: from, squares: node.squares ?? bug(`${node.id} has no squares`), padCode: node.padCode });
  const copies = copiesOf(squares, padCode);
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
  const constant = node.kernel[0] * node.kernel[1] * (squares[padCode] as number);
  return [
    {
      ...PLAIN, id: inner, isInner: true, node, source: operand.id, input: operand.shape, digits: operand.digits, topCode: operand.topCode, output: [maps, height, width],
      kernel: [1, 1], stride: [1, 1], top: 0, left: 0, padCode: 0,
      eachWeight: (map, visit) => { if (map % pitch < channels) visit(map % pitch, 0, 0, 1); },
      epilogue: { kind: 'codes', thresholds, falling, absolute: null, codeMap: null, poolMin: null, pair: null },
    },
    {
      ...PLAIN, id: node.id, node, source: inner, input: [maps, height, width], digits: 1, topCode: 7, output: node.shape, kernel: node.kernel, stride: node.stride,
      top: node.padding.top, left: node.padding.left, padCode: 0, trits: tritsOf(copies), shift: () => -constant,
      eachWeight: (map, visit) => {
        copies.forEach((copy, k) => {
          for (let ky = 0; ky < node.kernel[0]; ky++) for (let kx = 0; kx < node.kernel[1]; kx++) visit(k * pitch + map, ky, kx, copy.weight);
        });
      },
      epilogue: epilogue.kind === 'raw' ? { kind: 'raw', bias: epilogue.bias, isEmitted: true, index: null } : codesEpilogue(epilogue),
    },
  ];
}
