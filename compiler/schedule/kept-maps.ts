// Tiles that keep few of the maps that come in. Where rows of all maps in blocks of single maps do not fit row memory, but each map of a layer
// reads few of them, the layer's maps are dealt out to tiles so that those of a tile read as few maps as can be; its row writer
// stores these and lets the rest go by (docs/hardware.md section 3). All tiles take in the same stream, and pass on theirs as one chain does.
import type { Tap, WriterKeep } from '../program/program.ts';
import { bug } from '../source/diagnostic.ts';
import { seededRandom } from '../source/seeded-random.ts';
import { countOfBits } from './bits.ts';
import type { Geometry, WriterLevel } from './geometry.ts';
import type { GridLayer } from './grid-layer.ts';
import { type RowView, slotIn } from './row-view.ts';

/** Maps are dealt out to so many tiles; those that a tile reads, as slots of the view, for each of its maps. */
export interface Keep {
  readonly tiles: number;
  /** Most maps that a tile reads. */
  readonly most: number;
  /** Bit s of entry g: group g reads slot s. */
  readonly slotsOfGroup: readonly number[];
}

export interface Dealt {
  /** The map at every place among those of a pixel. */
  readonly maps: readonly number[];
  readonly keep: Keep;
}

/** Slots that a mask of the writer can name. */
const MOST_SLOTS = 32;

/** The view as three loops: planes inside, then blocks, then planes outside; null where a row arrives otherwise. */
function keepLoops({ levels, digits, layout, pixelElements }: RowView): { inner: number; blocks: number; outer: number } | null {
  if (layout !== null || pixelElements !== 1 || digits !== 1) return null;
  let at = 0;
  const run = (matches: (level: RowView['levels'][number], count: number) => boolean): number => {
    let count = 1;
    for (let level = levels[at]; level !== undefined && matches(level, count); level = levels[++at]) count *= level.count;
    return count;
  };
  const inner = run((level, count) => level.block === 0 && level.plane === count);
  const blocks = run((level, count) => level.plane === 0 && level.block === count);
  const outer = run((level, count) => level.block === 0 && level.plane === inner * count);
  return at === levels.length ? { inner, blocks, outer } : null;
}

/** Ways to deal the layer's maps out to up to `tiles` tiles, all with as many groups; none where rows do not arrive map by map. */
export function waysToDeal(layer: GridLayer, view: RowView, mapsOfGroup: number, tiles: number): Dealt[] {
  const [maps] = layer.output;
  if (keepLoops(view) === null || layer.input[0] > MOST_SLOTS || maps % mapsOfGroup !== 0) return [];
  const slots = Array.from({ length: maps }, (_, map) => {
    let bits = 0;
    layer.eachWeight(map, (channel) => { bits |= 1 << slotIn(view, channel); }, 0, 0);
    return bits;
  });
  const groups = maps / mapsOfGroup;
  const counts = Array.from({ length: Math.min(tiles, groups) }, (_, k) => k + 1).filter((count) => count > 1 && groups % count === 0);
  return counts.map((count) => {
    const hands = dealt(layer, slots, count);
    // Tile c of a chain has groups c, c + count, ...
    const order = Array.from({ length: maps }, (_, place) => {
      const group = Math.floor(place / mapsOfGroup);
      return hands[group % count]?.[Math.floor(group / count) * mapsOfGroup + (place % mapsOfGroup)] ?? bug('a map without a place');
    });
    const slotsOfGroup = Array.from({ length: groups }, (_, g) => order.slice(g * mapsOfGroup, (g + 1) * mapsOfGroup).reduce((bits, map) => bits | (slots[map] as number), 0));
    return { maps: order, keep: { tiles: count, most: Math.max(...hands.map((hand) => countOfBits(hand.reduce((bits, map) => bits | (slots[map] as number), 0)))), slotsOfGroup } };
  });
}

/** Ways of mapping a layer differ in all but its hands, so these are remembered as long as its weights are. */
const known = new WeakMap<GridLayer['eachWeight'], Map<string, number[][]>>();

function dealt({ eachWeight }: GridLayer, slots: readonly number[], count: number): number[][] {
  const ofLayer = known.get(eachWeight) ?? new Map<string, number[][]>();
  known.set(eachWeight, ofLayer);
  const key = `${count} ${slots.join()}`;
  const hands = ofLayer.get(key) ?? deal(slots, count);
  ofLayer.set(key, hands);
  return hands;
}

const TURNS = 40_000;
const START_HEAT = 2;

/** Equal hands of maps that read few slots: maps change places as long as that pays, at first now and then where it does not. */
function deal(slots: readonly number[], count: number): number[][] {
  const size = slots.length / count;
  const order = slots.map((_, map) => map);
  const read = (hand: number): number => {
    let bits = 0;
    for (let i = hand * size; i < (hand + 1) * size; i++) bits |= slots[order[i] as number] as number;
    return countOfBits(bits);
  };
  const swap = (a: number, b: number): void => { [order[a], order[b]] = [order[b] as number, order[a] as number]; };
  // The largest hand counts most.
  const price = (hand: number): number => read(hand) ** 3;
  const prices = Array.from({ length: count }, (_, hand) => price(hand));
  const sum = (): number => prices.reduce((total, one) => total + one, 0);
  let best = { order: [...order], most: Math.max(...prices), total: sum() };
  const random = seededRandom(1);
  const pick = (): number => Math.floor(random() * order.length);
  for (let turn = 0; turn < TURNS; turn++) {
    const [a, b] = [pick(), pick()];
    const [handA, handB] = [Math.floor(a / size), Math.floor(b / size)];
    if (handA === handB) continue;
    swap(a, b);
    const [priceA, priceB] = [price(handA), price(handB)];
    const change = (priceA + priceB) / ((prices[handA] as number) + (prices[handB] as number)) - 1;
    if (change > 0 && random() >= Math.exp((-20 * change) / (START_HEAT * (1 - turn / TURNS) + 0.01))) {
      swap(a, b);
      continue;
    }
    prices[handA] = priceA;
    prices[handB] = priceB;
    const [most, total] = [Math.max(...prices), sum()];
    if (most < best.most || (most === best.most && total < best.total)) best = { order: [...order], most, total };
  }
  return Array.from({ length: count }, (_, hand) => best.order.slice(hand * size, (hand + 1) * size).sort((a, b) => a - b));
}

/** The geometry of a tile that keeps `most` maps: the writer walks planes inside, blocks, planes outside, whatever it stores. */
export function keeping(geometry: Geometry, { most }: Keep): Geometry {
  const { view, planeLines, skews } = geometry;
  const { inner, blocks, outer } = keepLoops(view) ?? bug('rows that do not arrive map by map');
  const skew = (planes: number): number => (((skews.plane * planes) % 8) + 8) % 8;
  const levels: WriterLevel[] = [
    { count: inner, jump: { block: 0, lines: 0, skew: skew(1) } },
    { count: blocks, jump: { block: 1, lines: 0, skew: skew(1 - inner) } },
    { count: outer, jump: { block: 1 - blocks, lines: 0, skew: skew(1) } },
    { count: 1, jump: { block: 0, lines: 0, skew: 0 } },
  ];
  return { ...geometry, levels, slotLines: most * view.rowFold * planeLines };
}

/** Slots that the groups of a tile read, lowest first. */
export function keptSlots({ slotsOfGroup }: Keep, groups: readonly number[]): number[] {
  const bits = groups.reduce((all, g) => all | (slotsOfGroup[g] as number), 0);
  return Array.from({ length: MOST_SLOTS }, (_, slot) => slot).filter((slot) => (bits >>> slot) & 1);
}

export function writerKeep({ view, planeLines }: Geometry, slots: readonly number[]): WriterKeep {
  return { planes: slots.reduce((bits, slot) => (bits | (1 << slot)) >>> 0, 0), planeShift: Math.log2(view.rowFold), planeLines };
}

/** A tap of all planes, where only those of `slots` are stored; one that no weight meets may name another. */
export function keptTap(tap: Tap, { view, planeLines }: Geometry, slots: readonly number[]): Tap {
  const plane = Math.floor(tap.lines / planeLines);
  const at = slots.indexOf(Math.floor(plane / view.rowFold));
  return { ...tap, lines: at < 0 ? 0 : (at * view.rowFold + (plane % view.rowFold)) * planeLines };
}
