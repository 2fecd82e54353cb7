// The space that `nfc explore` searches: grids and the tile parameters that have more than one sensible value. Every candidate is the
// device's target with some of them changed, so that the target rules hold by construction.
import { estimateResources, overBudget } from '../../compiler/target/resources.ts';
import type { DeviceSpec, Target, TileSpec } from '../../compiler/target/target.ts';
import { randomBelow } from '../random.ts';
import { gridShapes, withGrid } from './grid-shapes.ts';

/** A target whose device is known. */
export type DeviceTarget = Target & { readonly device: DeviceSpec };

/** Tile parameters that are searched, with their values in order of cost. Depths below these save no block memory. */
export const TILE_CHOICES = {
  epilogueLanes: [2, 4, 8],
  weightWidth: [64, 128, 256, 410],
  weightBlocks: [32, 64, 128, 256, 512],
  rowDepth: [256, 512, 1024],
  thresholdGroups: [4, 8, 16, 32],
  pixelDepth: [512, 1024],
} as const satisfies Partial<Record<keyof TileSpec, readonly number[]>>;
type TileChoice = keyof typeof TILE_CHOICES;
const TILE_KEYS = Object.keys(TILE_CHOICES) as TileChoice[];
const EDGE_STREAMS = [2, 4, 6, 8, 12] as const;

/** Everything by which candidates of one search differ, as a word: equal words are equal targets. */
export const candidateKey = ({ rows, cols, edgeStreams, tile }: Target): string =>
  `${rows}x${cols} e${edgeStreams} ${TILE_KEYS.map((key) => `${key}${tile[key]}`).join(' ')}`;

/** Where the search starts: the target itself, then every grid with its tiles, with lean ones, and with fewer streams. */
export function firstCandidates(target: DeviceTarget): Target[] {
  const shapes = gridShapes(144, target);
  const lean = { ...target.tile, epilogueLanes: 2, weightWidth: 128, weightBlocks: 64, rowDepth: 512, thresholdGroups: 8, pixelDepth: 512 };
  const fits = (candidate: Target): boolean => overBudget(estimateResources(candidate), target.device).length === 0;
  const all = shapes.flatMap((shape) => [withGrid(target, shape), withGrid({ ...target, tile: lean }, shape)]);
  // Large grids first: they are the fast ones. Those that do not fit stay at the end, to be counted as refused.
  const fitting = all.filter(fits).reverse();
  const smallestTooLarge = all.find((candidate) => !fits(candidate));
  return [target, ...fitting, ...(smallestTooLarge === undefined ? [] : [smallestTooLarge])];
}

/** `parent` with one or two parameters changed to a neighbouring value. */
export function mutate(parent: Target, target: DeviceTarget, random: () => number): Target {
  let candidate = parent;
  for (let change = randomBelow(random, 2); change >= 0; change--) candidate = changeOne(candidate, target, random);
  return candidate;
}

function changeOne(parent: Target, target: DeviceTarget, random: () => number): Target {
  const what = randomBelow(random, TILE_KEYS.length + 2);
  const isUp = random() < 0.5;
  if (what === 0) return withGrid(parent, neighbour(gridShapes(144, parent), ({ rows, cols }) => rows === parent.rows && cols === parent.cols, isUp));
  if (what === 1) {
    const streams = neighbour(EDGE_STREAMS, (count) => count >= parent.edgeStreams, isUp);
    return { ...parent, edgeStreams: Math.min(streams, 2 * (parent.rows + parent.cols), 4 * target.edgeStreams) };
  }
  const key = TILE_KEYS[what - 2] as TileChoice;
  const values: readonly number[] = TILE_CHOICES[key];
  return { ...parent, tile: { ...parent.tile, [key]: neighbour(values, (value) => value >= parent.tile[key], isUp) } };
}

/** A random candidate, for places that no neighbour leads to. */
export function randomCandidate(target: DeviceTarget, random: () => number): Target {
  const pick = <T>(values: readonly T[]): T => values[randomBelow(random, values.length)] as T;
  const shaped = withGrid(target, pick(gridShapes(36, target)));
  const tile = { ...target.tile, ...Object.fromEntries(TILE_KEYS.map((key) => [key, pick<number>(TILE_CHOICES[key])])) };
  return { ...shaped, tile, edgeStreams: Math.min(pick(EDGE_STREAMS), 2 * (shaped.rows + shaped.cols)) };
}

function neighbour<T>(values: readonly T[], isHere: (value: T) => boolean, isUp: boolean): T {
  const here = Math.max(0, values.findIndex(isHere));
  return values[Math.min(values.length - 1, Math.max(0, here + (isUp ? 1 : -1)))] as T;
}
