// How the rows of what a layer reads come from memory: joints always lie there, and a stripe reads some columns of a tensor of even layout.
import { bug } from '../source/diagnostic.ts';
import type { Target } from '../target/target.ts';
import type { GridLayer, GridNetwork, Joint } from './grid-layer.ts';
import { rawOrders } from './raw-orders.ts';
import { loneJoint, type RowView, viewOfJoint, viewOfStream } from './row-view.ts';
import { evenHalvesOf, groupsOrder, mostHalves, outputShapeOf } from './stream-order.ts';

/** What is read as a joint, a layer of even layout as its only part; null for an input of the network. */
export function sourceJoint(network: Pick<GridNetwork, 'joints' | 'layers'>, source: string, neurons: number): Joint | null {
  const joint = network.joints.get(source);
  if (joint !== undefined) return joint;
  const layer = network.layers.find(({ id }) => id === source);
  return layer === undefined ? null : loneJoint(source, layer.output, { fold: foldOf(layer), halves: evenHalvesOf(layer, neurons), groupsOnWords: layer.groupsOnWords === true });
}

/** Columns of a position of an even layout. */
export const foldOf = (layer: Pick<GridLayer, 'evenFold' | 'sub'>): number => layer.evenFold ?? layer.sub[1];

/** View of what the layer reads; null where it comes on a link, or from the host. */
export function memoryView(network: Pick<GridNetwork, 'joints' | 'layers'>, layer: GridLayer, target: Target): RowView | null {
  if (layer.fromColumn === null && !network.joints.has(layer.source)) return null;
  const joint = sourceJoint(network, layer.source, target.tile.neurons);
  return joint === null ? null : viewOfJoint(joint, target.memory, layer.fromColumn === null ? null : layer.input[2]);
}

/** How the codes that a layer makes with `fold` folded pixels come on a link, or from memory where they have no even layout. */
export function streamView(layer: GridLayer, fold: number, target: Target): RowView {
  const shape = outputShapeOf(layer, { fold, beatPixels: 1, rows: 1 }, target);
  if (layer.epilogue.kind === 'raw') return viewOfStream(rawOrders({ layer, shape }, { first: 0, step: 1, count: shape.groups }, layer.output[1], true).values ?? bug(`sums of ${layer.id}`), layer.output);
  const placed = groupsOrder(shape, { first: 0, step: 1, count: shape.rowGroups }, layer.output[1], 'codes') ?? bug(`order of ${layer.id}`);
  return viewOfStream(placed.order, layer.output);
}

/** Every way in which the rows that the layer reads can come, as the layer before it folds few or many pixels. */
export function sourceViews(network: GridNetwork, layer: GridLayer, target: Target): (RowView | null)[] {
  const source = network.layers.find(({ id }) => id === layer.source);
  if (source === undefined) return [memoryView(network, layer, target)];
  const isFixed = source.epilogue.kind === 'raw' || source.evenFold !== null || source.sub[0] * source.sub[1] > 1;
  const isFirst = !network.joints.has(source.source) && network.layers.every(({ id }) => id !== source.source);
  const most = isFirst ? target.tile.neurons / 2 : mostHalves(target.tile.neurons);
  const folds = isFixed ? [foldOf(source)] : [1, 2, 4, 8, 16].filter((fold) => fold === 1 || (fold <= most && fold <= source.output[2]));
  return folds.map((fold) => streamView(source, fold, target));
}
