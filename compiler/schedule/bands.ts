// Bands: a phase may run several copies of its layers side by side, each for a range of rows, with tiles, read channels and write
// channels of its own. The rows of every layer are parted evenly; going backwards a layer computes the rows that the next ones need, too,
// so neighbouring bands share some rows (computed twice, stored with equal values). Only a real border of the image is a
// border of a band, because a band takes in all rows of the image that its windows reach.
import type { MappedLayer } from './map-layer.ts';
import type { Part } from './split.ts';
import { type RowRange, rowBeatsOf } from './row-view.ts';

export interface BandRows {
  /** Rows of the window walk that are computed. */
  readonly rows: RowRange;
  /** Rows of the tensor that is read. */
  readonly inputRows: RowRange;
}

/** Layers with the same key can share a read channel. */
export const readKey = (mapped: MappedLayer): string => `${mapped.layer.source} ${JSON.stringify([mapped.geometry.view.layout, mapped.layer.fromColumn, mapped.layer.input[2]])}`;

const union = (a: RowRange | undefined, b: RowRange): RowRange => (a === undefined ? b : { first: Math.min(a.first, b.first), end: Math.max(a.end, b.end) });

/** Rows of every layer (in topological order) in band `index` of `count`; null where a layer cannot be parted so.
 */
export function bandRows(layers: readonly MappedLayer[], index: number, count: number): BandRows[] | null {
  const at = new Map(layers.map((mapped, k) => [mapped.layer.id, k]));
  const sourceOf = (mapped: MappedLayer): string => (at.has(mapped.layer.source) ? mapped.layer.source : readKey(mapped));
  // Tensor rows that are needed of every source.
  const needed = new Map<string, RowRange>();
  const computed: RowRange[] = [];
  for (let k = layers.length - 1; k >= 0; k--) {
    const mapped = layers[k] as MappedLayer;
    const { layer, geometry } = mapped;
    if (layer.isWhole || geometry.outputRows < count) return null;
    const wanted = needed.get(layer.id);
    const sub = layer.sub[0];
    const share = { first: Math.floor((index * geometry.outputRows) / count), end: Math.floor(((index + 1) * geometry.outputRows) / count) };
    const rows = union(wanted && { first: Math.floor(wanted.first / sub), end: Math.ceil(wanted.end / sub) }, share);
    computed[k] = rows;
    const from = Math.max(0, geometry.firstBase + rows.first * geometry.rowStep);
    const to = Math.min(geometry.view.rows, geometry.firstBase + (rows.end - 1) * geometry.rowStep + geometry.span);
    if (to <= from) return null;
    needed.set(sourceOf(mapped), union(needed.get(sourceOf(mapped)), { first: from, end: to }));
  }
  return layers.map((mapped, k): BandRows => {
    const producer = at.get(mapped.layer.source);
    const rows = computed[k] as RowRange;
    if (producer !== undefined) {
      const sub = (layers[producer] as MappedLayer).layer.sub[0];
      const made = computed[producer] as RowRange;
      return { rows, inputRows: { first: made.first * sub, end: made.end * sub } };
    }
    return { rows, inputRows: needed.get(readKey(mapped)) as RowRange };
  });
}

/** The layer as it runs in a band. */
export function inBand(mapped: MappedLayer, { rows, inputRows }: BandRows): MappedLayer {
  const { geometry } = mapped;
  const inputCount = inputRows.end - inputRows.first;
  return {
    ...mapped, rows, inputRows, inputBeats: inputCount * rowBeatsOf(geometry.view),
    geometry: { ...geometry, rows: inputCount, outputRows: rows.end - rows.first, firstBase: geometry.firstBase + rows.first * geometry.rowStep - inputRows.first },
  };
}

/** The parts of every band, band after band; null where the layers cannot be parted so. */
export function bandParts(parts: readonly Part[], count: number): Part[] | null {
  if (count === 1) return [...parts];
  if (parts.some((part) => part.from > 0 || part.to < part.mapped.shape.groups)) return null;
  const layers = parts.map((part) => part.mapped);
  const all: Part[] = [];
  for (let band = 0; band < count; band++) {
    const ranges = bandRows(layers, band, count);
    if (ranges === null) return null;
    parts.forEach((part, k) => {
      const mapped = inBand(part.mapped, ranges[k] as BandRows);
      all.push({ ...part, mapped, band, split: { ...part.split, rows: Math.min(part.split.rows, mapped.geometry.outputRows) } });
    });
  }
  return all;
}
