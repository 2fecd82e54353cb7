// Where a window stands in row memory. From a layer, a view of its input rows and a fold F come all numbers of the writer and of
// the window walk (docs/hardware.md sections 3 and 4). Two forms: a window that slides over rows, and the whole image as one row.
import type { MemoryLayout, Tap, WriterJump } from '../program/program.ts';
import { type GridLayer, poolFoldOf } from './grid-layer.ts';
import { type ArrivalLevel, laneIn, planeOf, type RowView, rowBeatsOf, slotIn } from './row-view.ts';

export interface Geometry {
  readonly view: RowView;
  readonly fold: number;
  /** Output rows that a group makes at once. */
  readonly rowFold: number;
  /** Neighbouring window positions whose pixels are folded: fold / columns of a cell. */
  readonly steps: number;
  /** Kernel rows K and window width n in blocks. */
  readonly kernelRows: number;
  readonly windowBlocks: number;
  readonly planes: number;
  readonly planeLines: number;
  readonly digitLines: number;
  readonly slotLines: number;
  /** Rows of a frame as the writer counts them, and its loops over one such row. */
  readonly rows: number;
  readonly levels: readonly WriterLevel[];
  readonly width: number;
  readonly outputRows: number;
  readonly positions: number;
  readonly xStep: number;
  readonly pxStep: number;
  readonly pyRows: number;
  readonly rowStep: number;
  readonly firstBase: number;
  readonly left: number;
  readonly span: number;
  /** Banks by which a block moves on from row to row and from plane to plane. */
  readonly skews: Skews;
  readonly poolRows: number;
  readonly poolCols: number;
  /** Walk index * 8 + activation of a weight of the window `step` positions to the right. */
  readonly laneOf: (channel: number, ky: number, kx: number, step: number) => number;
  readonly tapOf: (walk: number) => Tap;
  /** Lane group of a walk index: its bank, the window's own rotation aside. */
  readonly laneGroupOf: (walk: number) => number;
  readonly walks: number;
}

/** Modulo 8. */
export interface Skews {
  readonly row: number;
  readonly plane: number;
}

/** With these any 8 consecutive walk indices lie in 8 banks. */
export const denseSkews = (kernelRows: number, windowBlocks: number): Skews => ({ row: windowBlocks % 8, plane: (kernelRows * windowBlocks) % 8 });

export interface WriterLevel {
  readonly count: number;
  readonly jump: WriterJump;
}

/** What a group folds: neighbouring pixels, and rows of the output. */
export interface Folds {
  readonly fold: number;
  readonly rows: number;
}

/** null where the folds do not align windows to blocks and stored rows. `skews`: null for those of dense windows. */
export function geometryOf(layer: GridLayer, view: RowView, folds: Folds, skews: Skews | null = null): Geometry | null {
  if (layer.isWhole) return wholeGeometry(view);
  if (view.layout?.kind !== 'windows') return slidingGeometry(layer, view, folds, skews);
  return windowsGeometry(layer, view, { layout: view.layout, folds, skews });
}

function slidingGeometry(layer: GridLayer, view: RowView, { fold, rows }: Folds, chosenSkews: Skews | null): Geometry | null {
  const { pool } = layer;
  if (!seesNoFiller(layer, view)) return null;
  const pixelStep = layer.stride[1] * (pool?.strideX ?? 1);
  const perPixel = view.pixelElements === 0 ? 8 : view.pixelElements;
  if (fold % layer.sub[1] !== 0 || (layer.sub[1] > 1 && view.pixelElements > 0)) return null;
  const steps = fold / layer.sub[1];
  const xElements = steps * pixelStep * perPixel;
  const pxElements = layer.stride[1] * perPixel;
  if (xElements % 8 !== 0 || (pool !== null && pool.cols > 1 && pxElements % 8 !== 0)) return null;
  const pixels = layer.kernel[1] + (steps - 1) * pixelStep;
  // Left padding that is not there in memory reaches into the block before the image.
  const isBare = view.pixelElements === 0 || view.layout === null;
  const left = !isBare ? 0 : view.pixelElements === 0 ? layer.left : Math.ceil(layer.left / 8);
  const offset = view.pixelElements > 0 && isBare ? 8 * left - layer.left : 0;
  const windowBlocks = Math.ceil((offset + pixels * perPixel) / 8);
  const { rowFold } = view;
  const firstBase = -Math.ceil(layer.top / rowFold);
  const offsetRows = -firstBase * rowFold - layer.top;
  const kernelRows = Math.ceil((offsetRows + layer.kernel[0] + (rows - 1) * layer.stride[0]) / rowFold);
  const rowStep = (rows * layer.stride[0] * (pool?.strideY ?? 1)) / rowFold;
  if (!Number.isInteger(rowStep) || (pool !== null && rows > 1)) return null;
  const planeLines = Math.ceil(view.blocks / 8);
  const digitLines = view.planes * planeLines;
  const pyRows = layer.stride[0];
  const poolRows = pool?.rows ?? 1;
  const walks = view.planes * kernelRows * windowBlocks;
  const skews = chosenSkews ?? denseSkews(kernelRows, windowBlocks);
  return {
    view, fold, rowFold: rows, steps, kernelRows, windowBlocks, planes: view.planes, planeLines, digitLines, slotLines: view.digits * digitLines,
    rows: view.rows,
    levels: writerLevels(view.levels, (level) => ({
      block: level.block, lines: level.plane * planeLines + level.digit * digitLines, skew: skews.plane * level.plane,
    })),
    width: view.width, outputRows: Math.ceil(layer.output[1] / layer.sub[0] / rows), positions: Math.ceil((layer.output[2] * poolFoldOf(layer)) / fold),
    xStep: xElements / 8, pxStep: Math.floor(pxElements / 8), pyRows, rowStep, firstBase, left,
    span: (poolRows - 1) * pyRows + kernelRows, skews, poolRows, poolCols: pool?.cols ?? 1, walks,
    laneOf: (channel, ky, kx, step) => {
      const x = kx + step * pixelStep;
      const row = ky + offsetRows;
      if (view.pixelElements === 0) {
        const plane = planeOf(view, channel) * rowFold + (row % rowFold);
        return (((plane * kernelRows + Math.floor(row / rowFold)) * windowBlocks + x) << 3) | laneIn(view, channel);
      }
      const slot = slotIn(view, channel);
      const element = offset + x * view.pixelElements + (slot % view.pixelElements);
      const plane = Math.floor(slot / view.pixelElements) * rowFold + (row % rowFold);
      return (((plane * kernelRows + Math.floor(row / rowFold)) * windowBlocks + (element >> 3)) << 3) | (element & 7);
    },
    tapOf: (walk) => {
      const row = Math.floor(walk / windowBlocks);
      return { lines: Math.floor(row / kernelRows) * planeLines, ky: row % kernelRows, j: (walk % windowBlocks) - left };
    },
    laneGroupOf: (walk) => {
      const row = Math.floor(walk / windowBlocks);
      return ((walk % windowBlocks) + skews.row * (row % kernelRows) + skews.plane * Math.floor(row / kernelRows)) % 8;
    },
  };
}

/** A position has blocks of its own, even for pixels that others hold, too; a window reads those of one position or of some, one share of
 *  its columns from each, and likewise rows. Rows of padding are in memory. null where shares do not meet or steps are no whole positions. */
function windowsGeometry(layer: GridLayer, view: RowView, way: { layout: Extract<MemoryLayout, { kind: 'windows' }>; folds: Folds; skews: Skews | null }): Geometry | null {
  const { layout, folds } = way;
  const { positionBlocks, rowPhases, columns, rowStep: storedStep = rowPhases } = layout;
  const { pool, stride } = layer;
  if (pool !== null && folds.rows > 1) return null;
  const perPlane = layer.input[0] / view.planes;
  const shares = sharesOf(layer, layout, folds);
  const kernelRows = (shares.rows - 1) * (rowPhases / storedStep) + 1;
  const windowBlocks = ((shares.columns - 1) * (columns / layout.pixelStep) + 1) * positionBlocks;
  const pixelStep = stride[1] * (pool?.strideX ?? 1);
  const xStep = (positionBlocks * folds.fold * pixelStep) / layout.pixelStep;
  const rowStep = (folds.rows * stride[0] * (pool?.strideY ?? 1)) / storedStep;
  if (![kernelRows, windowBlocks, xStep, rowStep].every(Number.isInteger)) return null;
  const pyRows = Math.floor(stride[0] / storedStep);
  const planeLines = Math.ceil(view.blocks / 8);
  const digitLines = view.planes * planeLines;
  const poolRows = pool?.rows ?? 1;
  const skews = way.skews ?? denseSkews(kernelRows, windowBlocks);
  return {
    view, fold: folds.fold, rowFold: folds.rows, steps: folds.fold, kernelRows, windowBlocks, skews, planes: view.planes, planeLines, digitLines, slotLines: view.digits * digitLines, rows: view.rows,
    levels: writerLevels(view.levels, (level) => ({ block: level.block, lines: level.plane * planeLines + level.digit * digitLines, skew: skews.plane * level.plane })),
    width: view.width, outputRows: Math.ceil(layer.output[1] / folds.rows), positions: Math.ceil((layer.output[2] * poolFoldOf(layer)) / folds.fold),
    xStep, pxStep: pool === null || pool.cols === 1 ? positionBlocks : (positionBlocks * stride[1]) / layout.pixelStep, pyRows, rowStep, firstBase: 0, left: 0,
    span: (poolRows - 1) * pyRows + kernelRows, poolRows, poolCols: pool?.cols ?? 1, walks: view.planes * kernelRows * windowBlocks,
    laneOf: (channel, ky, kx, step) => {
      const x = kx + step * pixelStep;
      const element = ((ky % rowPhases) * columns + (x % columns)) * perPlane + (channel % perPlane);
      const row = Math.floor(channel / perPlane) * kernelRows + (Math.floor(ky / rowPhases) * rowPhases) / storedStep;
      const block = ((Math.floor(x / columns) * columns) / layout.pixelStep) * positionBlocks + (element >> 3);
      return ((row * windowBlocks + block) << 3) | (element & 7);
    },
    tapOf: (walk) => {
      const row = Math.floor(walk / windowBlocks);
      return { lines: Math.floor(row / kernelRows) * planeLines, ky: row % kernelRows, j: walk % windowBlocks };
    },
    laneGroupOf: (walk) => {
      const row = Math.floor(walk / windowBlocks);
      return ((walk % windowBlocks) + skews.row * (row % kernelRows) + skews.plane * Math.floor(row / kernelRows)) % 8;
    },
  };
}

/** Stored rows and positions whose shares make up a window of folded pixels and rows. */
export function sharesOf({ kernel, stride, pool }: Pick<GridLayer, 'kernel' | 'stride' | 'pool'>, { columns, rowPhases }: { columns: number; rowPhases: number }, { fold, rows }: Folds): { rows: number; columns: number } {
  const reach = (window: number, folded: number, step: number): number => window + (folded - 1) * step;
  return {
    rows: Math.ceil(reach(kernel[0], rows, stride[0]) / rowPhases), columns: Math.ceil(reach(kernel[1], fold, stride[1] * (pool?.strideX ?? 1)) / columns),
  };
}

/** Blocks of several pixels, and stored rows of several rows, end in filler that a layer made: no window may reach it from the right or below.
 *  Nor do pool walks and cells step by such blocks. */
function seesNoFiller(layer: GridLayer, view: RowView): boolean {
  if (view.layout !== null || (view.pixelElements === 0 && view.rowFold === 1)) return true;
  if (layer.pool !== null || layer.sub[0] * layer.sub[1] > 1) return false;
  const [, height, width] = layer.input;
  const [, rows, columns] = layer.output;
  const bottom = (rows - 1) * layer.stride[0] - layer.top + layer.kernel[0];
  const right = (columns - 1) * layer.stride[1] - layer.left + layer.kernel[1];
  return (height % view.rowFold === 0 || bottom <= height) && (view.pixelElements === 0 || width % 8 === 0 || right <= width);
}

/** All blocks of the image in the order in which they arrive, as one row. */
function wholeGeometry(view: RowView): Geometry {
  const beats = rowBeatsOf(view);
  const rowBlocks = beats / view.digits;
  const blocks = view.rows * rowBlocks;
  const lines = Math.ceil(blocks / 8);
  const placeOf = arrivalPlaces(view, rowBlocks);
  let step = 1;
  const loops = view.levels.map((level): ArrivalLevel => {
    if (level.digit !== 0) return { count: level.count, block: 0, plane: 0, digit: 1 };
    step *= level.count;
    return { count: level.count, block: step / level.count, plane: 0, digit: 0 };
  });
  loops.push({ count: view.rows, block: rowBlocks, plane: 0, digit: 0 });
  return {
    view, fold: 1, rowFold: 1, steps: 1, kernelRows: 1, windowBlocks: blocks, planes: 1, planeLines: lines, digitLines: lines, slotLines: view.digits * lines, rows: 1,
    levels: writerLevels(loops, (level) => ({ block: level.block, lines: level.digit * lines, skew: 0 })),
    width: blocks, outputRows: 1, positions: 1, xStep: 1, pxStep: 1, pyRows: 1, rowStep: 1, firstBase: 0, left: 0, span: 1, skews: denseSkews(1, blocks), poolRows: 1, poolCols: 1,
    walks: blocks,
    laneOf: (channel, ky, kx) => {
      if (view.pixelElements === 0) {
        const plane = planeOf(view, channel) * view.rowFold + (ky % view.rowFold);
        return ((Math.floor(ky / view.rowFold) * rowBlocks + (placeOf[plane * view.blocks + kx] as number)) << 3) | laneIn(view, channel);
      }
      const slot = slotIn(view, channel);
      const element = (kx + view.padLeft) * view.pixelElements + (slot % view.pixelElements);
      const plane = Math.floor(slot / view.pixelElements) * view.rowFold + (ky % view.rowFold);
      return ((Math.floor(ky / view.rowFold) * rowBlocks + (placeOf[plane * view.blocks + (element >> 3)] as number)) << 3) | (element & 7);
    },
    tapOf: (walk) => ({ lines: 0, ky: 0, j: walk }),
    laneGroupOf: (walk) => walk & 7,
  };
}

/** Place among the blocks of a row (digits aside) of block x of plane c, at c * blocks + x. */
function arrivalPlaces(view: RowView, rowBlocks: number): Int32Array {
  const places = new Int32Array(view.planes * view.blocks);
  const loops = view.levels.filter((level) => level.digit === 0);
  for (let i = 0; i < rowBlocks; i++) {
    let rest = i;
    let to = 0;
    for (const level of loops) {
      to += (rest % level.count) * (level.plane * view.blocks + level.block);
      rest = Math.floor(rest / level.count);
    }
    places[to] = i;
  }
  return places;
}

const MAX_COUNT = 4095;

/** At most four loops: loops of one step vanish, a loop that continues the one inside it joins it; jumps include the return. */
function writerLevels(loops: readonly ArrivalLevel[], deltaOf: (level: ArrivalLevel) => WriterJump): WriterLevel[] {
  const merged: { count: number; delta: WriterJump }[] = [];
  for (const loop of loops) {
    if (loop.count === 1) continue;
    const delta = deltaOf(loop);
    const inner = merged.at(-1);
    const continues = inner !== undefined && inner.count * loop.count <= MAX_COUNT &&
      delta.block === inner.count * inner.delta.block && delta.lines === inner.count * inner.delta.lines && delta.skew === inner.count * inner.delta.skew;
    if (continues) inner.count *= loop.count;
    else merged.push({ count: loop.count, delta });
  }
  const back = { block: 0, lines: 0, skew: 0 };
  const levels = merged.map(({ count, delta }) => {
    const jump = { block: delta.block - back.block, lines: delta.lines - back.lines, skew: (((delta.skew - back.skew) % 8) + 8) % 8 };
    back.block += (count - 1) * delta.block;
    back.lines += (count - 1) * delta.lines;
    back.skew += (count - 1) * delta.skew;
    return { count, jump };
  });
  while (levels.length < 4) levels.push({ count: 1, jump: { block: 0, lines: 0, skew: 0 } });
  return levels;
}
