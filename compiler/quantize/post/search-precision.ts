// Which layers need how many trits. Every layer is first measured alone at fewer trits; then, from most trits down, the layer goes next that by
// these measurements loses least for what it saves, and the network is measured as it then stands. Under a budget the first network
// that meets it is improved: trits come back wherever the budget still holds. Deterministic: ties go to the earlier layer.
import { bug } from '../../source/diagnostic.ts';
import type { Trits } from './fit-weights.ts';

/** Trits of each layer, in the order of the layers. */
export type Assignment = readonly Trits[];

export interface Measured {
  readonly loss: number;
  /** What the budget bounds: cycles or energy a frame. */
  readonly cost: number;
}

export interface SearchRequest<M extends Measured> {
  /** The most trits of each layer. */
  readonly most: Assignment;
  /** Null where the target refuses the network. Asked once for each assignment. */
  readonly measure: (trits: Assignment) => Promise<M | null>;
  /** Undefined: the way down goes to its end. */
  readonly budget: number | undefined;
}

export type SearchedPoint<M> = M & { readonly trits: Assignment };

/** All points that were measured, in the order of asking. */
export async function searchPrecision<M extends Measured>({ most, measure, budget }: SearchRequest<M>): Promise<SearchedPoint<M>[]> {
  const known = new Map<string, SearchedPoint<M> | null>();
  const ask = async (trits: Assignment): Promise<SearchedPoint<M> | null> => {
    const key = trits.join();
    if (!known.has(key)) {
      const measured = await measure(trits);
      known.set(key, measured === null ? null : { ...measured, trits });
    }
    return known.get(key) ?? null;
  };
  const found = (): SearchedPoint<M>[] => [...known.values()].filter((point) => point !== null);
  const isMet = (point: Measured): boolean => budget !== undefined && point.cost <= budget;

  const base = await ask(most);
  if (base === null || isMet(base)) return found();
  const alone = await measureAlone(most, base, ask);
  let trits = most;
  for (let move = bestMove(trits, alone); move !== null; move = bestMove(trits, alone)) {
    trits = replace(trits, move.layer, move.trits);
    const point = await ask(trits);
    if (point !== null && isMet(point)) return improve(point, most, ask, isMet, found);
  }
  return found();
}

/** Takes trits back, one at a time, where the loss falls most and the budget still holds. */
async function improve<M extends Measured>(
  start: SearchedPoint<M>, most: Assignment, ask: (trits: Assignment) => Promise<SearchedPoint<M> | null>, isMet: (point: Measured) => boolean, found: () => SearchedPoint<M>[],
): Promise<SearchedPoint<M>[]> {
  for (let current: SearchedPoint<M> | null = start; current !== null;) {
    let better: SearchedPoint<M> | null = null;
    for (const [layer, trits] of current.trits.entries()) {
      if (trits === most[layer]) continue;
      const point: SearchedPoint<M> | null = await ask(replace(current.trits, layer, (trits + 1) as Trits));
      if (point !== null && isMet(point) && point.loss < (better ?? current).loss) better = point;
    }
    current = better;
  }
  return found();
}

/** Loss and cost of each layer at 1 .. most trits, all others at most; by layer, then trits. */
type Alone = readonly ReadonlyMap<number, Measured>[];

async function measureAlone<M extends Measured>(most: Assignment, base: M, ask: (trits: Assignment) => Promise<M | null>): Promise<Alone> {
  const alone: Map<number, Measured>[] = [];
  for (const [layer, top] of most.entries()) {
    const own = new Map<number, Measured>([[top, base]]);
    for (let trits = top - 1; trits >= 1; trits--) {
      const point = await ask(replace(most, layer, trits as Trits));
      if (point !== null) own.set(trits, point);
    }
    alone.push(own);
  }
  return alone;
}

interface Move {
  readonly layer: number;
  readonly trits: Trits;
}

/** Least loss for each unit of cost, by what the layers do alone. What saves nothing alone may do so together with others, so it comes last, by its loss. */
function bestMove(current: Assignment, alone: Alone): Move | null {
  const moves = current.flatMap((now, layer) => {
    const own = alone[layer] ?? bug(`layer ${layer} was not measured`);
    const here = own.get(now);
    if (here === undefined) return [];
    return [3, 2, 1].filter((trits) => trits < now && own.has(trits)).map((trits) => {
      const there = own.get(trits) ?? bug('a measurement is missing');
      const [lost, saved] = [Math.max(0, there.loss - here.loss), here.cost - there.cost];
      return { layer, trits: trits as Trits, isSaving: saved > 0, price: saved > 0 ? lost / saved : lost };
    });
  });
  const rank = moves.toSorted((a, b) => Number(b.isSaving) - Number(a.isSaving) || a.price - b.price || a.layer - b.layer || b.trits - a.trits);
  return rank[0] ?? null;
}

const replace = (trits: Assignment, layer: number, value: Trits): Assignment => trits.map((old, i) => (i === layer ? value : old));

/** The point to take: under a budget the least loss that meets it, else the least cost that loses nothing against most trits. Undefined where none does. */
export function choosePoint<M extends Measured>(points: readonly SearchedPoint<M>[], budget: number | undefined): SearchedPoint<M> | undefined {
  const [first] = points;
  const allowed = budget === undefined ? points.filter((point) => first !== undefined && point.loss <= first.loss) : points.filter((point) => point.cost <= budget);
  const order = budget === undefined ? (a: Measured, b: Measured): number => a.cost - b.cost || a.loss - b.loss : (a: Measured, b: Measured): number => a.loss - b.loss || a.cost - b.cost;
  return allowed.toSorted(order)[0];
}
