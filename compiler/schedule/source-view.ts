// How the rows of what a layer reads come from memory: joints always lie there, and a stripe reads some columns of a tensor of even layout.
import { bug } from '../source/diagnostic.ts';
import type { Target } from '../target/target.ts';
import type { GridLayer, GridNetwork, Joint } from './grid-layer.ts';
import { rawOrders } from './raw-orders.ts';
import { loneJoint, type RowView, viewOfJoint, viewOfStream } from './row-view.ts';
import { evenHalvesOf, groupsOrder, outputShapeOf } from './stream-order.ts';

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
