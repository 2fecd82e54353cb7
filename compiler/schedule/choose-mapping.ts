// Which mapping each layer takes. Layers that read an input can choose layout and fold; all others have one or two folds. A fold
// with few passes on one tile may need more beats than one that splits well, so layers are mapped twice: alone first, to
// see who has how much work, then for the share of the tiles that the work earns.
import { bug } from '../source/diagnostic.ts';
import type { Target } from '../target/target.ts';
import { chooseForms, type Form, type Forms } from './choose-forms.ts';
import { busCycles } from './cost.ts';
import { type GridLayer, type GridNetwork, producersOf } from './grid-layer.ts';
import { clusterMappingsOf, withClusters } from './map-clusters.ts';
import { type MappedLayer, mapMappingsOf, mappingsOf } from './map-layer.ts';
import { type RowView, rowBeatsOf, viewOfStream } from './row-view.ts';
import { memoryView } from './source-view.ts';
import { computeCycles, partRowBeats, rowCyclesOf, splitsOf, suited } from './split.ts';

/** What the search may do. */
export interface MappingOptions {
  readonly maxTiles: number;
  readonly mostOfPlain?: number | undefined;
  /** Layers that fit no tile in blocks of 8 maps. */
  readonly wide?: ReadonlySet<string>;
  /** Tiles may store just the maps that they read. */
  readonly keeps: boolean;
}

/** null where wide layers fit in no form that is tried. */
export function chooseMappings(network: GridNetwork, target: Target, { maxTiles, mostOfPlain, wide = new Set(), keeps }: MappingOptions): MappedLayer[] | null {
  // The ways of a layer depend on the order in which its input comes, nothing else.
  const known = new Map<string, MappedLayer[]>();
  const read = new Set(network.layers.flatMap((layer) => producersOf(network, layer.source)));
  const mappings = (layer: GridLayer, source: RowView | null, form: Form): MappedLayer[] => {
    const key = `${layer.id} ${form} ${JSON.stringify(source)}`;
    const ways = (): MappedLayer[] => {
      if (form === 0 && wide.has(layer.id)) return [];
      if (form === 'pairs') return clusterMappingsOf(layer, source, 2, target);
      if (form === 0) return withClusters(mappingsOf(layer, source, read.has(layer.id), target), layer, source, target);
      return mapMappingsOf(layer, source, form, target).filter(({ keep }) => keeps || keep === null);
    };
    const found = known.get(key) ?? ways();
    known.set(key, found);
    return found;
  };
  /** null where a layer cannot make or read what the forms say. */
  const mapInOrder = (forms: Forms, tilesFor: (id: string) => number): MappedLayer[] | null => {
    const views = new Map<string, RowView>();
    const all: MappedLayer[] = [];
    for (const layer of network.layers) {
      const ways = mappings(layer, memoryView(network, layer, target) ?? views.get(layer.source) ?? null, forms.get(layer.id) ?? 0);
      if (ways.length === 0) return null;
      const mapped = bestOf(ways, tilesFor(layer.id), target);
      if (mapped.order !== null && read.has(layer.id)) views.set(layer.id, viewOfStream(mapped.order, layer.output));
      all.push(mapped);
    }
    return all;
  };
  const cyclesAlone = (layers: readonly MappedLayer[]): Map<string, number> => new Map(layers.map((mapped) => [mapped.layer.id, cyclesOn(mapped, 1, target)]));
  const sumOf = (work: ReadonlyMap<string, number>): number => [...work.values()].reduce((sum, cycles) => sum + cycles, 0);
  const forms = chooseForms(network, (tried) => {
    const layers = mapInOrder(tried, () => 1);
    return layers === null ? Infinity : sumOf(cyclesAlone(layers));
  }, mostOfPlain);
  const alone = mapInOrder(forms, () => 1);
  if (alone === null) return wide.size > 0 ? null : bug('forms that no layer can take');
  const work = cyclesAlone(alone);
  const total = sumOf(work);
  return mapInOrder(forms, (id) => Math.min(maxTiles, Math.max(1, Math.ceil((maxTiles * (work.get(id) ?? 0)) / total)))) ?? bug('forms that no layer can take');
}

function bestOf(mappings: readonly MappedLayer[], tiles: number, target: Target): MappedLayer {
  // At equal cycles fewer groups, which leave room to split over rows, then fewer beats to read.
  const rank = (mapped: MappedLayer): number => cyclesOn(mapped, tiles, target) * (1 + mapped.shape.groups / 256) + mapped.inputBeats / 1e4;
  const ranks = mappings.map(rank);
  return mappings[ranks.indexOf(Math.min(...ranks))] as MappedLayer;
}

/** Expected cycles of a frame on at most `tiles` tiles, memories aside, the rows before the first window included. Of a layer that must have more
 *  tiles: as many times as many. */
function cyclesOn(mapped: MappedLayer, limit: number, target: Target): number {
  const tiles = Math.max(limit, mapped.keep?.tiles ?? 1);
  const { groups } = mapped.shape;
  const rows = mapped.geometry.outputRows;
  let best = Infinity;
  for (const split of splitsOf(mapped, 0, groups, tiles)) {
    const part = { mapped: suited(mapped, split), from: 0, to: groups, split, band: 0 };
    const rowCycles = rowCyclesOf(part);
    const rowBeats = partRowBeats(part);
    for (let bands = 1; bands * split.columns * split.rows <= tiles && bands <= Math.min(target.edgeStreams, rows); bands++) {
      const own = Math.ceil(rows / bands);
      const bus = busCycles(target, mapped.inputBeats, rows * rowBeats);
      best = Math.min(best, Math.max(computeCycles(part, rowCycles, own), mapped.inputBeats / bands, own * rowBeats, bus));
    }
  }
  const { span, view } = mapped.geometry;
  return (tiles / limit) * (best + Math.min(span, view.rows) * rowBeatsOf(view));
}
