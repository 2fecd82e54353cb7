// --fps: the smallest grid of a target's tiles, with its memory and clock, that reaches a frame rate in simulation, within the target's
// device by the resource estimate. Throws ModelError where none does, with the best that was found and what holds it back.
import type { IntegerGraph } from '../../compiler/ir/integer-graph.ts';
import { bug, ModelError } from '../../compiler/source/diagnostic.ts';
import { estimateResources } from '../../compiler/target/resources.ts';
import type { Target } from '../../compiler/target/target.ts';
import { type GridShape, gridShapes, withGrid } from './grid-shapes.ts';
import { findHold } from './holds-back.ts';
import { orRefusal, type SimulatedPoint, simulatePoint } from './point.ts';

export interface ChosenGrid extends GridShape {
  readonly clockMHz: number;
  /** Simulated at that clock. */
  readonly fps: number;
  /** The clock at which this grid just reaches the frame rate, memory as many bytes a cycle; rounded up to a hundredth. */
  readonly lowestClockMHz: number;
}

export interface GridChoice {
  readonly wantedFps: number;
  readonly chosen: ChosenGrid;
  /** The target's own grid, where it reaches the frame rate too. */
  readonly given: ChosenGrid | null;
  readonly gridsSimulated: number;
  readonly point: SimulatedPoint;
}

/** Largest grid tried where the target names no device. */
const MAX_TILES = 36;
/** Grids in a row that bring less than a hundredth more, after which larger ones are not tried. */
const PATIENCE = 6;

export function chooseGrid(integer: IntegerGraph, target: Target, wantedFps: number, onProgress: (text: string) => void = () => undefined): GridChoice {
  const own = orRefusal(() => simulatePoint(integer, target));
  const given = 'refusal' in own || own.figures.fps < wantedFps ? null : own;
  const tried: SimulatedPoint[] = 'refusal' in own ? [] : [own];
  let best: SimulatedPoint | null = null;
  let idle = 0;
  for (const shape of gridShapes(Math.max(MAX_TILES, target.rows * target.cols), target)) {
    const isOwn = shape.rows === target.rows && shape.cols === target.cols;
    const candidate = withGrid(target, shape);
    if (!isOwn && estimateResources(candidate).fits === false) continue;
    const point = isOwn ? own : orRefusal(() => simulatePoint(integer, candidate));
    if ('refusal' in point) continue;
    if (!isOwn) tried.push(point);
    onProgress(`${shape.rows} x ${shape.cols} tiles: ${Math.floor(point.figures.fps)} frames/s`);
    if (point.figures.fps >= wantedFps) {
      return {
        wantedFps, point, gridsSimulated: tried.length, chosen: describe(point, wantedFps), given: given === null ? null : describe(given, wantedFps),
      };
    }
    idle = best === null || point.figures.fps > 1.01 * best.figures.fps ? 0 : idle + 1;
    if (best === null || point.figures.fps > best.figures.fps) best = point;
    if (idle >= PATIENCE && given === null) break;
  }
  // Nothing could run at all: the refusal of the target's own grid says why.
  if (best === null) return bug(`no grid runs, yet ${simulatePoint(integer, target).program.target.name} does`);
  return fail(integer, target, wantedFps, best, tried.length);
}

function describe({ program: { target }, figures }: SimulatedPoint, wantedFps: number): ChosenGrid {
  return {
    rows: target.rows, cols: target.cols, clockMHz: target.clockMHz, fps: figures.fps,
    lowestClockMHz: Math.ceil((100 * wantedFps * figures.cycles) / 1e6) / 100,
  };
}

function fail(integer: IntegerGraph, target: Target, wantedFps: number, { program, timing, figures }: SimulatedPoint, tried: number): never {
  const hold = findHold(program, timing);
  const node = integer.nodes.find(({ id }) => id === hold.layer.id);
  const { rows, cols, clockMHz } = program.target;
  const limit = target.device === null ? `grids of up to ${Math.max(MAX_TILES, target.rows * target.cols)} tiles were tried` : `larger grids do not fit ${target.device.part} by the estimate`;
  throw new ModelError([{
    code: 'NF4601', severity: 'error', span: node?.span ?? integer.span,
    message: `no grid of ${target.name}'s tiles reaches ${wantedFps} frames/s: the best of ${tried} simulated is ${rows} x ${cols} tiles with ${figures.fps.toFixed(1)} frames/s at ${clockMHz} MHz`,
    notes: [`what holds it is ${hold.sentence}`, `at least ${(Math.ceil((100 * wantedFps * figures.cycles) / 1e6) / 100).toFixed(2)} MHz would be needed on this grid; ${limit}`],
    hint: hold.kind === 'bandwidth' ? 'use a target with more memory bandwidth, or smaller tensors' : 'use fewer trits, a smaller layer, a faster clock or a larger device',
  }]);
}
