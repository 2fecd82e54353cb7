// Sum and average pooling in the layer before it. The epilogue adds up values of the codes of consecutive pixels, and of neighbouring columns that
// the neurons fold, and looks the sum up in a table of codes. So pooling that alone reads a layer's codes needs no layer of its own, no links
// and no rows in memory, if all maps have one table and it holds every sum.
import type { Target } from '../target/target.ts';
import { type GridLayer, isPlain } from './grid-layer.ts';

const CODES = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const TABLE = 64;

/** Both layers as one, the columns of a window as pixels of the walk and as folded neurons; empty where that is not the same. */
export function sumsInside(before: GridLayer, pooling: GridLayer, { tile }: Target): GridLayer[] {
  const { node } = pooling;
  if (node.kind !== 'sum-pool' || pooling.id !== node.id || pooling.isWhole || pooling.shift !== null || pooling.digits !== 1) return [];
  const isRead = pooling.input.every((size, k) => size === before.output[k]) && pooling.kernel.every((size, k) => size === node.kernel[k]);
  if (!isRead || !isPlain(before) || before.stripe !== null || before.pool !== null || before.epilogue.kind !== 'codes' || before.epilogue.pair !== null || before.skip !== null || pooling.epilogue.kind !== 'codes') return [];
  const [rows, cols] = pooling.kernel;
  const [, height, width] = before.output;
  const isInside = pooling.top === 0 && pooling.left === 0 && (pooling.output[1] - 1) * pooling.stride[0] + rows <= height && (pooling.output[2] - 1) * pooling.stride[1] + cols <= width;
  if (!isInside || rows * cols > tile.pixelDepth || rows > 255 || cols > 255) return [];
  const { codeMap } = before.epilogue;
  const values = CODES.map((code) => summedAs(pooling, codeMap?.[code] ?? code));
  const most = rows * cols * Math.max(...values);
  if (Math.max(...values) >= TABLE || most >= TABLE * tile.pairTables) return [];
  const codes = tableOf(pooling, most);
  if (codes === null) return [];
  const fused = {
    ...before, id: pooling.id, isInner: pooling.isInner, output: pooling.output, evenFold: pooling.evenFold, evenHalves: pooling.evenHalves, place: pooling.place, names: pooling.names,
    epilogue: { ...before.epilogue, codeMap: null },
  };
  const walk: GridLayer = { ...fused, pool: { rows, cols, strideY: pooling.stride[0], strideX: pooling.stride[1], sums: { values, codes, fold: 1 } } };
  const halves = tile.neurons / 8 / cols;
  const isFolded = cols > 1 && cols === pooling.stride[1] && Number.isInteger(halves) && pooling.place === null && pooling.evenFold === null;
  return isFolded ? [{ ...fused, evenHalves: halves, pool: { rows, cols: 1, strideY: pooling.stride[0], strideX: 1, sums: { values, codes, fold: cols } } }, walk] : [walk];
}

const summedAs = ({ square }: GridLayer, code: number): number => (square === null ? code : (code - square) ** 2);

/** The code of every sum up to `most`; null where maps differ. */
function tableOf({ epilogue, output: [maps] }: GridLayer, most: number): number[] | null {
  if (epilogue.kind !== 'codes' || epilogue.absolute !== null || epilogue.pair !== null) return null;
  const { thresholds, falling, codeMap } = epilogue;
  if (thresholds.some((threshold, i) => threshold !== thresholds[i % 7]) || falling.some((bit) => bit !== falling[0]) || thresholds.length !== 7 * maps) return null;
  const own = thresholds.subarray(0, 7);
  return Array.from({ length: most + 1 }, (_, sum) => {
    const reached = own.reduce((count, threshold) => count + Number(sum >= threshold), 0);
    const code = falling[0] === 1 ? 7 - reached : reached;
    return codeMap?.[code] ?? code;
  });
}
