// Layers that read one tensor at the same places and make the parts of one joint become a single layer with the maps of both: a strided
// shortcut beside the first conv of its block, say. Each map keeps its own weights, in a window that holds both; blocks without weights are
// left out of the passes as ever. The joint is then a tensor of a layer, and the work of both fills the tiles together.
import type { BeatName, EachWeight, GridLayer, GridNetwork, LayerEpilogue } from './grid-layer.ts';

type Codes = Extract<LayerEpilogue, { kind: 'codes' }>;

/** Merges the parts of joints that a layer with a skip reads, where they are such layers and nothing else reads them. */
export function mergeSiblings(network: GridNetwork): GridNetwork {
  const joints = new Map(network.joints);
  let layers = network.layers;
  for (const { source, skip } of network.layers) {
    const joint = joints.get(source);
    if (skip === null || joint === undefined || joint.kind !== 'channels' || joint.fold !== 1) continue;
    const parts = joint.parts.flatMap((part) => layers.find(({ id }) => id === part) ?? []);
    const [first, second] = parts;
    const isAlone = ({ id }: GridLayer): boolean => !network.outputs.has(id) && !layers.some((other) => other.source === id);
    if (first === undefined || second === undefined || parts.length !== 2 || !parts.every(isAlone)) continue;
    const merged = mergedOf(joint.id, first, second);
    if (merged === null) continue;
    joints.delete(joint.id);
    layers = layers.flatMap((layer) => (layer.id === second.id ? [merged] : layer.id === first.id ? [] : [layer]));
  }
  return { ...network, layers, joints };
}

function mergedOf(id: string, first: GridLayer, second: GridLayer): GridLayer | null {
  const parts = [first, second];
  const [a, b] = [plainCodes(first), plainCodes(second)];
  const isSame = first.source === second.source && first.digits === second.digits && first.padCode === second.padCode && String(first.stride) === String(second.stride) &&
    String(first.output.slice(1)) === String(second.output.slice(1));
  if (a === null || b === null || !isSame) return null;
  const [top, left] = [Math.max(first.top, second.top), Math.max(first.left, second.left)];
  const reach = (axis: 0 | 1): number => Math.max(...parts.map((part) => part.kernel[axis] - (axis === 0 ? part.top : part.left)));
  const [maps] = first.output;
  const eachWeight: EachWeight = (map, visit, dv, dh) => {
    const part = map < maps ? first : second;
    part.eachWeight(map < maps ? map : map - maps, (channel, ky, kx, weight) => visit(channel, ky + top - part.top, kx + left - part.left, weight), dv, dh);
  };
  const all = maps + second.output[0];
  const thresholds = new Int32Array(7 * all);
  thresholds.set(a.thresholds);
  thresholds.set(b.thresholds, 7 * maps);
  const names: BeatName[] = [{ tensor: first.id, firstChannel: 0, endChannel: maps }, { tensor: second.id, firstChannel: -maps, endChannel: second.output[0] }];
  const trits = Math.max(first.trits, second.trits);
  return {
    ...first, id, isInner: true, output: [all, first.output[1], first.output[2]], kernel: [top + reach(0), left + reach(1)], top, left, trits, eachWeight,
    place: null, evenFold: null, evenHalves: null, names, epilogue: { ...a, thresholds, falling: Uint8Array.from([...a.falling, ...b.falling]) },
  };
}

/** The epilogue of a layer that is a plain conv with thresholds; null for all others. */
function plainCodes(layer: GridLayer): Codes | null {
  const { epilogue, pool, sub, shift, stripe, fromColumn, names, isWhole, skip, square, isInner } = layer;
  const isPlain = pool === null && sub[0] * sub[1] === 1 && shift === null && stripe === null && fromColumn === null && names === null && !isWhole && skip === null && square === null && !isInner;
  if (!isPlain || epilogue.kind !== 'codes') return null;
  return epilogue.absolute === null && epilogue.codeMap === null && epilogue.pair === null && epilogue.poolMin === null ? epilogue : null;
}
