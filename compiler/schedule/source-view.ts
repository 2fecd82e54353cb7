// How the rows of what a layer reads come from memory: joints always lie there, and a stripe reads some columns of a tensor of even layout.
import type { GridLayer, GridNetwork, Joint } from './grid-layer.ts';
import { loneJoint, type RowView, viewOfJoint } from './row-view.ts';

/** What is read as a joint, a layer of even layout as its only part; null for an input of the network. */
export function sourceJoint(network: Pick<GridNetwork, 'joints' | 'layers'>, source: string): Joint | null {
  const joint = network.joints.get(source);
  if (joint !== undefined) return joint;
  const layer = network.layers.find(({ id }) => id === source);
  return layer === undefined ? null : loneJoint(source, layer.output, foldOf(layer));
}

/** Columns of a position of an even layout. */
export const foldOf = (layer: Pick<GridLayer, 'evenFold' | 'sub'>): number => layer.evenFold ?? layer.sub[1];

/** View of what the layer reads; null where it comes on a link, or from the host. */
export function memoryView(network: Pick<GridNetwork, 'joints' | 'layers'>, layer: GridLayer, axiBytes: number): RowView | null {
  if (layer.fromColumn === null && !network.joints.has(layer.source)) return null;
  const joint = sourceJoint(network, layer.source);
  return joint === null ? null : viewOfJoint(joint, axiBytes, layer.fromColumn === null ? null : layer.input[2]);
}
