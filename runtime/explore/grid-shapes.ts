// Grids worth trying, smallest first: nearly square ones, because edge ports and routes suit them, and any that is asked for.
import { findTarget, MAX_SIDE } from '../../compiler/target/targets.ts';
import type { Target } from '../../compiler/target/target.ts';

export interface GridShape {
  readonly rows: number;
  readonly cols: number;
}

/** Shapes of at most `maxTiles` tiles with rows <= cols <= 2 rows + 1, by tiles, then squarest first; `also` is among them. */
export function gridShapes(maxTiles: number, also?: GridShape): GridShape[] {
  const shapes: GridShape[] = [];
  for (let rows = 1; rows <= MAX_SIDE; rows++) {
    for (let cols = rows; cols <= Math.min(MAX_SIDE, 2 * rows + 1); cols++) if (rows * cols <= maxTiles) shapes.push({ rows, cols });
  }
  if (also !== undefined && !shapes.some(({ rows, cols }) => rows === also.rows && cols === also.cols)) shapes.push({ rows: also.rows, cols: also.cols });
  return shapes.sort((a, b) => a.rows * a.cols - b.rows * b.cols || Math.abs(a.cols - a.rows) - Math.abs(b.cols - b.rows) || a.rows - b.rows);
}

/** The same tiles and memory on another grid; edge streams as far as the perimeter has ports. */
export function withGrid(target: Target, { rows, cols }: GridShape): Target {
  if (rows === target.rows && cols === target.cols) return target;
  const edgeStreams = Math.min(target.edgeStreams, 2 * (rows + cols));
  const built = /^sim-\d+x\d+$/.test(target.name) ? findTarget(`sim-${rows}x${cols}`) : undefined;
  const { name, summary } = built ?? { name: `${target.name}-${rows}x${cols}`, summary: `${rows} x ${cols} tiles of ${target.name}` };
  return { ...target, name, summary, rows, cols, edgeStreams };
}
