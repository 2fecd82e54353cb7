// Another order of the layers for the partition, whose phases are runs of neighbours: what has no multiply-adds of its own (pooling, copies)
// follows the layer that it reads at once, so that both may share a phase without all other layers of their depth.
import { type GridNetwork, producersOf } from './grid-layer.ts';
import type { MappedLayer } from './map-layer.ts';

/** The layers by the number of layers with multiply-adds before them, each with its followers; null where this is the order that they have. */
export function chainOrder(network: GridNetwork, layers: readonly MappedLayer[]): MappedLayer[] | null {
  const levels = new Map<string, number>();
  const byLevel: MappedLayer[][] = [];
  for (const mapped of layers) {
    const { layer } = mapped;
    const producers = producersOf(network, layer.source);
    const isFollower = layer.node.macs === 0;
    const level = Math.max(0, ...producers.map((id) => levels.get(id) ?? 0)) + (isFollower ? 0 : 1);
    levels.set(layer.id, level);
    const own = byLevel[level] ?? [];
    byLevel[level] = own;
    const last = own.findLastIndex((other) => producers.includes(other.layer.id));
    // Behind followers that the same layer has already.
    let at = isFollower && last >= 0 ? last + 1 : own.length;
    while (at < own.length && isFollower && own[at]?.layer.node.macs === 0) at++;
    own.splice(at, 0, mapped);
  }
  const ordered = byLevel.flat();
  return ordered.every((mapped, index) => mapped === layers[index]) ? null : ordered;
}
