// Layers whose rows do not fit a tile are cut into stripes of output columns. A stripe is a layer of its own that reads the columns its windows
// reach (from memory, or from a copy that the host makes) and writes its columns beside those of the others. What a stripe reads or makes
// has an even layout, in which columns of a group are one run; a part of a joint with several groups is copied there instead. What no layer
// reads keeps its own layout where one group makes whole pixels: columns of its rows are one run, too, and folded pixels fill the neurons.
import { loadCycles, type Target } from '../target/target.ts';
import { type GridLayer, type GridNetwork, type Joint, type PlainColumns, poolFoldOf, producersOf, tensorOf } from './grid-layer.ts';
import { copyLayer } from './lower-joints.ts';
import { fitsTile, passesWith } from './map-layer.ts';
import { foldOf, memoryView, sourceJoint, sourceViews } from './source-view.ts';
import { evenGroups, evenHalvesOf, outputShapeOf, sharedPixels, sharedRows } from './stream-order.ts';

export interface CutNetwork {
  readonly network: GridNetwork;
  /** Layers that are stripes now. */
  readonly cut: ReadonlySet<string>;
}

/** The network with every layer that must be cut as its stripes: as few as fit, or up to `wanted` of which each has pixels enough in a row to hide the
 *  loading of weights. One that no stripe makes fit is cut as narrow as it can be. */
export function cutWide(network: GridNetwork, target: Target, wanted = 1): CutNetwork {
  const cut = new Set<string>();
  let ready = network;
  for (;;) {
    const wide = ready.layers.find((layer) => !cut.has(layer.id) && !layer.isWhole && !fitsWhole(ready, layer, target));
    if (wide === undefined) break;
    cut.add(wide.id);
    ready = prepared(ready, wide, target);
  }
  const joints = new Map(ready.joints);
  const layers = ready.layers.flatMap((layer) => {
    if (!cut.has(layer.id)) return [layer];
    const stripes = stripesOf(ready, layer, target, Math.min(wanted, mostStripes(layer, target)));
    if (layer.epilogue.kind === 'codes' && plainColumns(ready, layer, target) === null) {
      joints.set(layer.id, { id: layer.id, kind: 'columns', parts: stripes.map((stripe) => stripe.id), channels: [layer.output[0]], shape: layer.output, fold: foldOf(layer), halves: evenHalvesOf(layer, target.tile.neurons), groupsOnWords: layer.groupsOnWords === true });
    }
    return stripes;
  });
  return { network: { ...ready, layers, joints }, cut };
}

/** However the rows of its source arrive. */
function fitsWhole(network: GridNetwork, layer: GridLayer, target: Target): boolean {
  return sourceViews(network, layer, target).every((view) => fitsTile(layer, view, target, 0));
}

/** What the layer reads and makes gets a layout with runs of columns, of whole memory words where a row has several. */
function prepared(network: GridNetwork, wide: GridLayer, target: Target): GridNetwork {
  const { neurons } = target.tile;
  const joints = new Map(network.joints);
  const partsOfSource = joints.has(wide.source) ? producersOf(network, wide.source) : [];
  const layers = network.layers.flatMap((layer) => {
    if (partsOfSource.includes(layer.id)) return [{ ...layer, groupsOnWords: true }];
    if (layer.id !== wide.id && layer.id !== wide.source) return [layer];
    if (layer.id === wide.id && plainColumns(network, wide, target) !== null) return [layer];
    const even = layer.epilogue.kind === 'raw' || layer.evenFold !== null || layer.sub[0] * layer.sub[1] > 1 ? layer : { ...layer, evenFold: 1 };
    const joint = even.place === null ? undefined : joints.get(even.place.joint);
    if (!hasColumnGroups(even, neurons)) return [even];
    if (joint === undefined) return [{ ...even, groupsOnWords: true }];
    if (joint.parts.length === 1) {
      joints.set(joint.id, { ...joint, groupsOnWords: true });
      return [{ ...even, groupsOnWords: true }];
    }
    if (layer.id !== wide.source) return [even];
    const [freed, copy] = outOfJoint(even, joint);
    joints.set(joint.id, { ...joint, parts: joint.parts.map((part) => (part === layer.id ? copy.id : part)) });
    return [freed, copy];
  });
  const source = joints.get(wide.source);
  if (source !== undefined) joints.set(source.id, { ...source, groupsOnWords: true });
  return { ...network, layers, joints };
}

/** Whether some columns of the layer's output are several runs of a row. */
const hasColumnGroups = (layer: GridLayer, neurons: number): boolean =>
  layer.epilogue.kind === 'codes' ? evenGroups(layer.output[0], evenHalvesOf(layer, neurons)) > 1 : layer.sub[0] * layer.sub[1] > 1 || (layer.output[0] > neurons && layer.epilogue.index === null);

/** The layer with a tensor of its own, and a copy of it in its place. */
function outOfJoint(layer: GridLayer, joint: Joint): [GridLayer, GridLayer] {
  const operand = { id: layer.id, shape: layer.output, graphShape: layer.output, digits: 1, topCode: 7, lift: null, isFlat: false } as const;
  const copy = copyLayer(layer.node, { id: `${layer.id}~placed`, operand, isFlat: false });
  const names = layer.names?.filter((name) => name.tensor !== layer.id) ?? null;
  return [
    { ...layer, place: null, evenHalves: null, names: null, groupsOnWords: true },
    { ...copy, isWhole: false, place: layer.place, evenFold: joint.fold, evenHalves: joint.halves, names, groupsOnWords: layer.groupsOnWords === true },
  ];
}

/** Stripes whose pixels of a row take no less time than their weights take to load. */
const mostStripes = ({ output, pool }: GridLayer, { tile }: Target): number => Math.floor((output[2] * (pool?.rows ?? 1) * (pool?.cols ?? 1)) / loadCycles(tile));

/** As few stripes as fit, from `least` on; up to twice as many where rows then come in while others are worked on; the narrowest where none fits. */
export function stripesOf(network: GridNetwork, layer: GridLayer, target: Target, least = 1): GridLayer[] {
  const [, , width] = layer.output;
  const plain = plainColumns(network, layer, target);
  const align = outputAlign(layer, plain);
  const steps = Math.ceil(width / align);
  const cut = (stepsOfStripe: number): GridLayer[] => cutEvery(network, layer, { count: stepsOfStripe * align, plain }, target);
  const narrowest = cut(1);
  const fits = (stripes: readonly GridLayer[], extraSteps: number): boolean =>
    distinct(stripes).every((stripe) => fitsTile(stripe, memoryView(network, stripe, target), target, extraSteps));
  if (!fits(narrowest, 0)) return narrowest;
  let few: GridLayer[] | null = null;
  // From wide to narrow: every width that as many stripes as possible share evenly.
  for (let parts = Math.max(1, least), last = Infinity; parts <= steps && (few === null || parts <= 2 * few.length); parts++) {
    const stepsOfStripe = Math.ceil(steps / parts);
    if (stepsOfStripe === last) continue;
    last = stepsOfStripe;
    const stripes = cut(stepsOfStripe);
    if (few === null && fits(stripes, 0)) few = stripes;
    if (few !== null && fits(stripes, 1)) return stripes;
  }
  return few ?? narrowest;
}

/** One of all stripes that are alike: most in the middle of a row are. */
function distinct(stripes: readonly GridLayer[]): GridLayer[] {
  return [...new Map(stripes.map((stripe) => [`${stripe.input[2]} ${stripe.output[2]} ${stripe.left}`, stripe])).values()];
}

function cutEvery(network: GridNetwork, layer: GridLayer, { count, plain }: { count: number; plain: PlainColumns | null }, target: Target): GridLayer[] {
  const joint = sourceJoint(network, layer.source, target.tile.neurons);
  const inputAlign = joint?.fold ?? 1;
  const stripes: GridLayer[] = [];
  for (let first = 0; first < layer.output[2]; first += count) {
    const stripe = stripeOf(layer, first, Math.min(count, layer.output[2] - first), inputAlign);
    stripes.push({ ...stripe, stripe: { tensor: tensorOf(layer), first, width: layer.output[2], plain } });
  }
  return stripes;
}

/** Output columns from `first` on. Its windows reach columns of the source that begin at a multiple of `inputAlign`. */
function stripeOf(layer: GridLayer, first: number, count: number, inputAlign: number): Omit<GridLayer, 'stripe'> {
  const [channels, height, width] = layer.input;
  const [maps, rows] = layer.output;
  const [, cell] = layer.sub;
  const step = layer.stride[1] * (layer.pool?.strideX ?? 1) * poolFoldOf(layer);
  const reach = ((layer.pool?.cols ?? 1) * poolFoldOf(layer) - 1) * layer.stride[1] + layer.kernel[1];
  const position = first / cell;
  const start = position * step - layer.left;
  const end = (Math.ceil((first + count) / cell) - 1) * step - layer.left + reach;
  const from = Math.floor(Math.min(Math.max(start, 0), width - 1) / inputAlign) * inputAlign;
  const to = Math.min(width, Math.max(end, from + 1));
  return {
    ...layer, id: `${layer.id}~x${first}`, input: [channels, height, to - from], fromColumn: from, output: [maps, rows, count], left: from - start,
  };
}

/** Columns of a position, whose beats lie together. */
function outputAlign(layer: GridLayer, plain: PlainColumns | null): number {
  if (plain !== null) return plain.fold;
  return layer.epilogue.kind === 'codes' ? foldOf(layer) : layer.sub[1];
}

/** The folds with fewest passes that make whole pixels in one group, for codes that no layer reads; null where an even layout is needed. */
function plainColumns(network: GridNetwork, layer: GridLayer, target: Target): PlainColumns | null {
  const { epilogue, place, names, evenFold, sub, pool, isWhole, output } = layer;
  if (epilogue.kind !== 'codes' || place !== null || names !== null || evenFold !== null || sub[0] * sub[1] > 1 || pool !== null || isWhole) return null;
  if (network.layers.some((other) => producersOf(network, other.source).includes(layer.id))) return null;
  const beatPixels = sharedPixels(layer);
  const view = memoryView(network, layer, target);
  const ways = [16, 8, 4, 2, 1].filter((fold) => fold >= beatPixels && fold <= Math.max(beatPixels, output[2])).flatMap((fold) =>
    sharedRows(layer, fold, beatPixels, target.tile.neurons).map((rows) => ({ fold, beatPixels, rows }))).filter((way) => outputShapeOf(layer, way, target).groups === 1);
  const passes = ways.map((way) => passesWith(layer, view, way, target));
  return ways[passes.indexOf(Math.min(...passes))] ?? null;
}
