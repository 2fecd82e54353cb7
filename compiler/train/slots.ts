// All trained numbers of a network in one array, so that they can be shared between threads, saved and stepped as a whole. Each parameter
// has a slot; gradients and the optimizer's memory have the same layout.
import type { LayerGraph } from '../passes/layer-graph.ts';
import { hasCurve } from '../passes/layer-graph.ts';
import { bug } from '../source/diagnostic.ts';

/** Statistics (mean, variance) are observed, everything else is learned. */
export type SlotKind = 'weight' | 'bias' | 'gamma' | 'beta' | 'mean' | 'variance' | 'weight-scale' | 'code-scale';

export interface Slot {
  readonly name: string;
  readonly kind: SlotKind;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
}

export type Slots = ReadonlyMap<string, Slot>;

export const sizeOfSlots = (slots: Slots): number => [...slots.values()].reduce((sum, { size }) => sum + size, 0);

/** The part of `values` that belongs to a slot: a view, no copy. */
export function viewOf(values: Float32Array, slots: Slots, name: string): Float32Array {
  const slot = slots.get(name) ?? bug(`no parameter ${name}`);
  return values.subarray(slot.offset, slot.offset + slot.size);
}

/** Slots of every parameter that the layers name; layers with equal keys share theirs. Scales of weights are logarithms, one per output map,
 *  or one where the sums stay raw; those of codes stand at `openCodes` (names of layers). */
export function layOutSlots(layers: LayerGraph, openCodes: ReadonlySet<string>): Slots {
  const slots = new Map<string, Slot>();
  let offset = 0;
  const add = (name: string, kind: SlotKind, shape: readonly number[]): void => {
    if (slots.has(name)) return;
    const size = shape.reduce((a, b) => a * b, 1);
    slots.set(name, { name, kind, shape, offset, size });
    offset += size;
  };
  const shapes = new Map(layers.nodes.map((layer) => [layer.id, layer.shape]));
  for (const layer of layers.nodes) {
    const [maps] = layer.shape;
    if (layer.kind === 'conv' || layer.kind === 'transposed-conv') {
      const { key } = layer.params;
      const inputs = shapes.get(layer.inputs[0] ?? '')?.[0] ?? bug(`${layer.id} reads nothing`);
      const outer = layer.kind === 'conv' ? [maps, inputs / layer.groups] : [inputs, maps / layer.groups];
      add(`${key}.weight`, 'weight', [...outer, ...layer.kernel]);
      add(`${key}.weight-scale`, 'weight-scale', [layer.form === 'raw' && layer.curve.length === 0 ? 1 : maps]);
      if (layer.hasBias) add(`${key}.bias`, 'bias', [maps]);
    }
    for (const step of hasCurve(layer) ? layer.curve : layer.kind === 'max-pool' ? layer.passed : []) {
      if (step.kind === 'batchnorm') for (const part of ['gamma', 'beta', 'mean', 'variance'] as const) add(`${step.params.key}.${part}`, part, [maps]);
    }
    if (openCodes.has(layer.name)) add(`${layer.name}.code-scale`, 'code-scale', [1]);
  }
  return slots;
}
