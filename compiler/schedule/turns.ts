// Groups in turns: eight groups that each fill a tile leave two of ten tiles idle, however long the layer takes. Run five groups on two
// tiles each, sharing rows, and then three on three, and all but one tile work all the time. Layers with equal weights (the scales of a
// pyramid) take the same turns, so that a tile keeps the weights of a turn until the last of them has run it. Every group of a
// turn is a part of its own with a write channel of its own.
import type { Target } from '../target/target.ts';
import { PHASE_GAP } from './cost.ts';
import { choicesOf, type PhasePlan, usefulChoices } from './fill-phase.ts';
import { wordsOf } from './load-order.ts';
import type { MappedLayer } from './map-layer.ts';
import { rowBeatsOf } from './row-view.ts';
import { needsOf, type Part, type TileBudget } from './split.ts';
import type { ContentOf } from './weight-content.ts';

/** A layer's phases, and what they are expected to take. */
export interface InTurns {
  readonly cost: number;
  readonly phases: readonly PhasePlan[];
}

interface TurnsInput {
  readonly layers: readonly MappedLayer[];
  readonly target: Target;
  readonly maxTiles: number;
  readonly maxBands: number;
  readonly budget: TileBudget;
  readonly contentOf: ContentOf;
  /** Turns that save fewer cycles in all are not worth a plan. */
  readonly worth: number;
}

/** Most groups of a layer in turns: the ways to cut them are tried one by one. */
const MOST_GROUPS = 32;

/** The layers that take fewer cycles in turns, by id. */
export function turnsOf(input: TurnsInput): Map<string, InTurns> {
  const { layers, maxTiles, contentOf, worth } = input;
  const able = layers.filter(({ layer, shape }) => shape.groups > 1 && shape.groups <= MOST_GROUPS && layer.epilogue.kind === 'codes');
  const alone = new Map(able.map((mapped) => [mapped.layer.id, cyclesAlone(mapped, input)]));
  const aloneOf = (mapped: MappedLayer): number => alone.get(mapped.layer.id) ?? 0;
  // Turns fill the tiles at best.
  const most = able.reduce((sum, mapped) => sum + aloneOf(mapped) - mapped.groupCycles.reduce((all, cycles) => all + cycles, 0) * mapped.geometry.outputRows / maxTiles, 0);
  if (most < worth) return new Map();
  const families = new Map<string, MappedLayer[]>();
  for (const mapped of able) {
    const { groups } = mapped.shape;
    const key = `${groups} ${contentOf({ mapped, range: { first: 0, step: 1, count: groups } })}`;
    families.set(key, [...(families.get(key) ?? []), mapped]);
  }
  const found = new Map<string, InTurns>();
  let saved = 0;
  for (const family of families.values()) {
    const turns = cutInTurns(family, input);
    const gain = turns === null ? 0 : family.reduce((sum, mapped) => sum + aloneOf(mapped), 0) - turns.reduce((sum, turn) => sum + turn.cost, 0);
    if (turns === null || gain <= 0) continue;
    saved += gain;
    family.forEach((mapped, k) => { found.set(mapped.layer.id, turns[k] as InTurns); });
  }
  return saved < worth ? new Map() : found;
}

/** Cycles of a phase besides those of its slowest tile: until the rows of a window have come, and from phase to phase. */
const overhead = ({ geometry: { span, view } }: MappedLayer): number => Math.min(span, view.rows) * rowBeatsOf(view) + PHASE_GAP;

/** Cycles of the layer in a phase of its own, in any number of bands; 0 where it runs in parts anyway. */
function cyclesAlone(mapped: MappedLayer, { maxTiles, maxBands, budget }: TurnsInput): number {
  const choices = choicesOf(mapped, 0, mapped.shape.groups, maxTiles, budget);
  let best = Infinity;
  for (let bands = 1; bands <= Math.min(maxBands, maxTiles, mapped.geometry.outputRows); bands++) {
    const rows = Math.ceil(mapped.geometry.outputRows / bands);
    best = Math.min(best, usefulChoices(choices, rows, mapped.inputBeats / bands, Math.floor(maxTiles / bands)).at(-1)?.cycles ?? Infinity);
  }
  return best < Infinity ? best + overhead(mapped) : 0;
}

/** The turns in which all layers together take fewest cycles, each layer's on its own; null where a layer cannot be cut. */
function cutInTurns(family: readonly MappedLayer[], { target, maxTiles, budget }: TurnsInput): InTurns[] | null {
  const groups = family[0]?.shape.groups ?? 0;
  const known = new Map<string, { part: Part; cycles: number } | null>();
  // All layers of a family take as many tiles, so that these keep the weights.
  const wayOf = (mapped: MappedLayer, group: number, tiles: number): { part: Part; cycles: number } | null => {
    const key = `${mapped.layer.id} ${group} ${tiles}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const choices = choicesOf(mapped, group, group + 1, tiles, budget).filter((choice) => choice.tiles === tiles);
    const [way] = usefulChoices(choices, mapped.geometry.outputRows, mapped.inputBeats, tiles);
    known.set(key, way ?? null);
    return way ?? null;
  };
  const loads = Array.from({ length: groups }, (_, group) => wordsOf('blocks', needsOf(family[0] as MappedLayer, { first: group, step: 1, count: 1 }).blocks.length, target));
  const turn = (mapped: MappedLayer, from: number, to: number): InTurns | null => {
    const parts: Part[] = [];
    let slowest = 0;
    for (let group = from; group < to; group++) {
      const way = wayOf(mapped, group, Math.floor(maxTiles / (to - from)));
      if (way === null) return null;
      parts.push(way.part);
      slowest = Math.max(slowest, way.cycles);
    }
    // While the weights of the first turn are loaded other layers run, while those of the others nothing does.
    const waits = from > 0 && mapped === family[0] ? loads.slice(from, to).reduce((sum, words) => sum + words, 0) : 0;
    return { cost: slowest + waits + overhead(mapped), phases: [{ parts, bands: 1 }] };
  };
  const best: (InTurns[] | null)[] = [family.map(() => ({ cost: 0, phases: [] }))];
  for (let to = 1; to <= groups; to++) {
    let found: InTurns[] | null = null;
    for (let from = Math.max(0, to - Math.min(maxTiles, target.edgeStreams)); from < to; from++) {
      const before = best[from] ?? null;
      if (before === null) continue;
      const ways = family.flatMap((mapped, k) => {
        const own = turn(mapped, from, to);
        const earlier = before[k] as InTurns;
        return own === null ? [] : [{ cost: earlier.cost + own.cost, phases: [...earlier.phases, ...own.phases] }];
      });
      if (ways.length === family.length && (found === null || costOf(ways) < costOf(found))) found = ways;
    }
    best.push(found);
  }
  return best[groups] ?? null;
}

const costOf = (ways: readonly InTurns[]): number => ways.reduce((sum, way) => sum + way.cost, 0);
