// One phase of given layers: into how many bands it is cut and on how many tiles each layer runs. For every number of bands tiles go
// one after the other to the layer that gains most by them, or to several that take about as long; the cheapest way wins. What the memory moves bounds the phase from below.
import type { Target } from '../target/target.ts';
import { type BandRows, bandRows, readKey } from './bands.ts';
import { busCycles, type LayerTime, phaseCycles } from './cost.ts';
import type { MappedLayer } from './map-layer.ts';
import { rowBeatsOf } from './row-view.ts';
import { computeCycles, fitsBudget, needsOf, type Part, partRowBeats, rowCyclesOf, splitsOf, suited, type TileBudget } from './split.ts';

/** The layers of a phase, each whole, with their splits in one band; or groups of one layer. */
export interface PhasePlan {
  readonly parts: readonly Part[];
  readonly bands: number;
}

/** A way to split a layer that fits the tile memories. */
export interface Choice {
  readonly part: Part;
  readonly tiles: number;
  /** Cycles of the slowest tile for one row, and beats of a row. */
  readonly rowCycles: number;
  readonly rowBeats: number;
}

export function choicesOf(mapped: MappedLayer, from: number, to: number, tiles: number, budget: TileBudget): Choice[] {
  return splitsOf(mapped, from, to, tiles).flatMap((split): Choice[] => {
    for (let c = 0; c < split.columns; c++) {
      const range = { first: from + c, step: split.columns, count: Math.ceil((to - from - c) / split.columns) };
      if (!fitsBudget(needsOf(mapped, range), budget)) return [];
    }
    const part = { mapped: suited(mapped, split), from, to, split, band: 0 };
    return [{ part, tiles: split.columns * split.rows, rowCycles: rowCyclesOf(part), rowBeats: partRowBeats(part) }];
  });
}

interface TimedChoice {
  readonly part: Part;
  readonly tiles: number;
  readonly cycles: number;
}

/** Choices for the rows of a band, from fewest tiles to most, each faster than the one before it. */
export function usefulChoices(choices: readonly Choice[], rows: number, inputBeats: number, maxTiles: number): TimedChoice[] {
  const timed = choices.filter((choice) => choice.tiles <= maxTiles && choice.part.split.rows <= rows).map((choice) => ({
    part: choice.part, tiles: choice.tiles,
    cycles: Math.max(computeCycles(choice.part, choice.rowCycles, rows), inputBeats, rows * choice.rowBeats),
  }));
  const useful: TimedChoice[] = [];
  for (const choice of timed.sort((a, b) => a.tiles - b.tiles || a.cycles - b.cycles)) {
    if (choice.cycles < (useful.at(-1)?.cycles ?? Infinity)) useful.push(choice);
  }
  return useful;
}

/** A layer as a phase sees it. */
interface Resident {
  readonly mapped: MappedLayer;
  readonly isWritten: boolean;
}

export interface FillInput {
  readonly layers: readonly Resident[];
  /** Of every layer. */
  readonly choices: readonly (readonly Choice[])[];
  readonly target: Target;
  readonly maxTiles: number;
  readonly maxBands: number;
  /** The phase holds the whole network, so that frames follow each other without a gap. */
  readonly isAll: boolean;
}

export interface Filled {
  readonly cost: number;
  readonly plan: PhasePlan;
}

/** null where the layers do not fit the grid together. */
export function fillPhase(input: FillInput): Filled | null {
  const { layers, target, maxTiles } = input;
  const made = new Set(layers.map(({ mapped }) => mapped.layer.id));
  const reads = new Set(layers.filter(({ mapped }) => !made.has(mapped.layer.source)).map(({ mapped }) => readKey(mapped))).size;
  const writes = layers.filter((layer) => layer.isWritten).length;
  let best: Filled | null = null;
  for (let bands = 1; bands <= input.maxBands && bands * Math.max(reads, writes) <= target.edgeStreams && bands * layers.length <= maxTiles; bands++) {
    const ranges = bands === 1 ? layers.map(({ mapped }): BandRows => ({ rows: mapped.rows, inputRows: mapped.inputRows })) : widestRows(layers, bands);
    if (ranges === null) break;
    const filled = fillBands(input, ranges, bands);
    if (filled !== null && (best === null || filled.cost < best.cost)) best = filled;
  }
  return best;
}

/** The most rows that any band computes and reads of every layer. */
function widestRows(layers: readonly Resident[], bands: number): BandRows[] | null {
  const most = layers.map(() => ({ rows: 0, inputRows: 0 }));
  for (let band = 0; band < bands; band++) {
    const ranges = bandRows(layers.map(({ mapped }) => mapped), band, bands);
    if (ranges === null) return null;
    ranges.forEach(({ rows, inputRows }, k) => {
      const entry = most[k];
      if (entry === undefined) return;
      entry.rows = Math.max(entry.rows, rows.end - rows.first);
      entry.inputRows = Math.max(entry.inputRows, inputRows.end - inputRows.first);
    });
  }
  return most.map(({ rows, inputRows }) => ({ rows: { first: 0, end: rows }, inputRows: { first: 0, end: inputRows } }));
}

function fillBands({ layers, choices, target, maxTiles, isAll }: FillInput, ranges: readonly BandRows[], bands: number): Filled | null {
  const tiles = Math.floor(maxTiles / bands);
  const place = new Map(layers.map(({ mapped }, index) => [mapped.layer.id, index]));
  const inputBeats = layers.map(({ mapped }, k) => (ranges[k] as BandRows).inputRows.end * rowBeatsOf(mapped.geometry.view));
  const rows = ranges.map((range) => range.rows.end);
  const options = layers.map((_, k) => usefulChoices(choices[k] ?? [], rows[k] as number, inputBeats[k] as number, tiles - layers.length + 1));
  if (options.some((list) => list.length === 0)) return null;
  const at = layers.map(() => 0);
  const option = (index: number, step = 0): TimedChoice | undefined => options[index]?.[(at[index] as number) + step];
  let used = options.reduce((sum, list) => sum + (list[0]?.tiles ?? Infinity), 0);
  if (used > tiles) return null;
  const reads = new Map(layers.flatMap(({ mapped }, k) => (place.has(mapped.layer.source) ? [] : [[readKey(mapped), inputBeats[k] as number]])));
  const beatsIn = [...reads.values()].reduce((sum, beats) => sum + beats, 0);
  const beatsOut = layers.reduce((sum, { isWritten }, k) => sum + (isWritten ? (rows[k] as number) * (choices[k]?.[0]?.rowBeats ?? 0) : 0), 0);
  const bus = busCycles(target, bands * beatsIn, bands * beatsOut);
  const costWith = (changed: ReadonlySet<number>): number => {
    const times = layers.map(({ mapped }, index): LayerTime => ({
      cycles: option(index, changed.has(index) ? 1 : 0)?.cycles ?? Infinity,
      lead: Math.min(1, mapped.geometry.span / (ranges[index] as BandRows).inputRows.end),
      source: place.get(mapped.layer.source) ?? null,
    }));
    // Frames follow each other without a gap when one phase holds all. A share of the latency breaks ties, and gives tiles some
    // slack where the memory is the limit.
    return (isAll ? Math.max(bus, ...times.map((time) => time.cycles)) : phaseCycles(times, bus)) + phaseCycles(times, 0) / 32;
  };
  let cost = costWith(new Set());
  for (;;) {
    let best: ReadonlySet<number> = new Set();
    let bestGain = 0;
    for (const step of stepsOf(layers.map((_, index) => ({ now: option(index)?.cycles ?? Infinity, next: option(index, 1)?.cycles ?? Infinity })))) {
      const extra = [...step].reduce((sum, index) => sum + (option(index, 1)?.tiles ?? Infinity) - (option(index)?.tiles ?? 0), 0);
      if (used + extra > tiles) continue;
      const gain = (cost - costWith(step)) / extra;
      if (gain <= bestGain) continue;
      bestGain = gain;
      best = step;
    }
    if (best.size === 0) break;
    for (const index of best) used += (option(index, 1)?.tiles ?? 0) - (option(index)?.tiles ?? 0);
    cost = costWith(best);
    for (const index of best) at[index] = (at[index] as number) + 1;
  }
  return { cost, plan: { bands, parts: layers.flatMap((_, index) => option(index)?.part ?? []) } };
}

/** Indices of layers that get tiles at a time: each alone; and where others take about as long, so that one alone gains nothing, all that must take
 *  fewer cycles for the phase to take no more than one of them would. `times`: cycles of each now, and with more tiles. */
function stepsOf(times: readonly { readonly now: number; readonly next: number }[]): ReadonlySet<number>[] {
  const together = [...new Set(times.map(({ next }) => next))].map((limit) => new Set(times.flatMap(({ now }, index) => (now > limit ? [index] : []))));
  return [...times.map((_, index) => new Set([index])), ...together.filter(({ size }) => size > 1)];
}
