// Layers whose weights or taps fit no tile, as sums of parts. Each part sums some of the inputs, and its sums leave the tile as they are. A beat
// with a sum of 24 bits, read as codes, is 8 codes of 3 bits: the octal digits of the sum modulo 2^24. The layer behind weighs them with
// powers of 8 and so adds the parts up; accumulators count modulo 2^24 as well, and the whole sum is proved to fit (neuron-constants.ts).
import { bug, ModelError } from '../source/diagnostic.ts';
import type { Target } from '../target/target.ts';
import type { EachWeight, GridLayer, GridNetwork, Joint, JointPlace } from './grid-layer.ts';
import { copyLayer } from './lower-joints.ts';
import { fitsTile, mappingsOf } from './map-layer.ts';
import type { RowView } from './row-view.ts';
import { sourceViews, streamView } from './source-view.ts';
import { budgetOf, fitsBudget, needsOf } from './split.ts';
import { evenHalvesFor } from './stream-order.ts';

/** Octal digits of a sum, codes of a beat. */
const DIGITS = 8;
/** Trits of the weight of the highest digit. */
const DIGIT_TRITS = 14;
/** More parts than a layer has. */
const END_OF_PARTS = 17;

/** The network with every layer that no tile holds as parts, where that makes it fit. */
export function inPartialSums(network: GridNetwork, target: Target): GridNetwork {
  let ready = network;
  for (const layer of network.layers) {
    if (!canDivide(layer) || surelyFits(layer, target) || fits(layer, viewsOf(ready, layer, target), target)) continue;
    const parts = partsOf(ready, layer, target, { first: hasIndex(layer) ? 1 : 2, end: END_OF_PARTS });
    ready = parts === null ? inBlocksOfMaps(ready, layer, target) : withLayers(ready, layer, parts);
  }
  return ready;
}

const withLayers = (network: GridNetwork, layer: GridLayer, parts: readonly GridLayer[]): GridNetwork =>
  ({ ...network, layers: network.layers.flatMap((other) => (other.id === layer.id ? parts : [other])) });

/** Numbers of parts that are tried. */
interface Counts {
  readonly first: number;
  readonly end: number;
}

/** Layers in its place, the first in `first` parts or more, but fewer than `end`; null where rows of the sums fit no tile, or it will be refused anyway. */
function partsOf(network: GridNetwork, layer: GridLayer, target: Target, { first, end }: Counts): GridLayer[] | null {
  for (let count = first; count < end; count++) {
    const [sums, total] = divided(layer, count, target.tile.neurons);
    const view = streamView(sums, 1, target);
    if (!fitsTile(total, view, target, 0)) return null;
    if (!fits(sums, viewsOf(network, layer, target), target)) continue;
    if (fits(total, [view], target)) return [sums, total];
    // Fewer sums of sums.
    const ends = partsOf({ ...network, layers: [...network.layers, sums] }, total, target, { first: 2, end: count });
    return ends === null ? null : [sums, ...ends];
  }
  return null;
}

/** Few maps at a time, as parts of a joint, so that rows of their sums fit a tile; the network as it is where that does not help. */
function inBlocksOfMaps(network: GridNetwork, layer: GridLayer, target: Target): GridNetwork {
  const { neurons } = target.tile;
  const [maps, height, width] = layer.output;
  if (layer.epilogue.kind === 'raw') return network;
  // An output, or a part of another joint, is a copy.
  const isOwn = layer.place === null && layer.evenFold === null && layer.names === null && !network.outputs.has(layer.id);
  const joint = isOwn ? layer.id : `${layer.id}~joint`;
  for (let blocks = 2; blocks < (2 * maps) / neurons; blocks *= 2) {
    const most = neurons * Math.ceil(maps / neurons / blocks);
    const ends = Array.from({ length: Math.ceil(maps / most) }, (_, k) => Math.min(maps, most * (k + 1)));
    const channels = ends.map((end, k) => end - (ends[k - 1] ?? 0));
    const halves = evenHalvesFor(channels, neurons);
    const parts = channels.map((count, index) => someMaps(layer, index * most, count, { joint, index }, halves));
    // Blocks are alike, the last is the smallest.
    const found: GridLayer[][] = [];
    for (const part of parts) {
      const divided = partsOf(network, part, target, { first: (found[0]?.[0]?.output[0] ?? 2 * most) / most, end: END_OF_PARTS });
      if (divided === null) break;
      found.push(divided);
    }
    if (found.length < parts.length) continue;
    const operand = { id: joint, shape: layer.output, graphShape: layer.output, digits: 1, topCode: 7, lift: null, isFlat: false } as const;
    const { place, evenFold, evenHalves, names } = layer;
    const copy = isOwn ? [] : [{ ...copyLayer(layer.node, { id: layer.id, operand, isFlat: false }), isInner: layer.isInner, place, evenFold, evenHalves, names }];
    const made: Joint = { id: joint, kind: 'channels', parts: parts.map((part) => part.id), channels, shape: [maps, height, width], fold: 1, halves };
    return { ...withLayers(network, layer, [...found.flat(), ...copy]), joints: new Map([...network.joints, [joint, made]]) };
  }
  return network;
}

/** Maps of a layer of codes from `first` on, in a place of a joint. */
function someMaps(layer: GridLayer, first: number, count: number, place: JointPlace, halves: number): GridLayer {
  const { epilogue, shift } = layer;
  if (epilogue.kind !== 'codes') return bug(`${layer.id} makes no codes`);
  const end = first + count;
  return {
    ...layer, id: `${layer.id}~m${first}`, isInner: true, output: [count, layer.output[1], layer.output[2]], place, evenFold: 1, evenHalves: halves,
    names: [{ tensor: layer.id, firstChannel: first, endChannel: end }],
    eachWeight: (map, visit, dv, dh) => layer.eachWeight(first + map, visit, dv, dh),
    shift: shift === null ? null : (map, dv, dh) => shift(first + map, dv, dh),
    epilogue: {
      ...epilogue, thresholds: epilogue.thresholds.slice(7 * first, 7 * end), falling: epilogue.falling.slice(first, end),
      absolute: epilogue.absolute?.slice(first, end) ?? null, poolMin: epilogue.poolMin?.slice(first, end) ?? null,
    },
  };
}

const canDivide = ({ sub, pool, skip, square, epilogue }: GridLayer): boolean =>
  sub[0] * sub[1] === 1 && pool === null && skip === null && square === null && !(epilogue.kind === 'codes' && epilogue.pair !== null);

const hasIndex = ({ epilogue }: GridLayer): boolean => epilogue.kind === 'raw' && epilogue.index !== null;

/** How the rows that it reads may come. Where they are pixels of a window, the order in which they come leaves the passes alone. */
function viewsOf(network: GridNetwork, layer: GridLayer, target: Target): readonly (RowView | null)[] {
  const views = sourceViews(network, layer, target);
  return layer.isWhole ? views : views.slice(0, 1);
}

/** By its size alone, so that most layers need not be mapped to know. Blocks of a row that holds a whole image may all be in one bank. */
function surelyFits(layer: GridLayer, { tile }: Target): boolean {
  const { input, kernel, trits, output, isWhole } = layer;
  const blocks = Math.ceil(input[0] / 8) * kernel[0] * kernel[1];
  const sets = isWhole ? blocks : Math.ceil(blocks / 8);
  const groups = hasIndex(layer) ? Math.ceil(output[0] / tile.neurons) : 1;
  return sets <= tile.tapSets && groups * sets * trits <= Math.min(tile.weightBlocks, tile.passDepth);
}

/** Whether a tile holds each group, or for an argmax all. A layer that is refused for other reasons than its weights and taps counts as one that fits. */
function fits(layer: GridLayer, views: readonly (RowView | null)[], target: Target): boolean {
  return views.every((view) => fitsFrom(layer, view, target));
}

function fitsFrom(layer: GridLayer, view: RowView | null, target: Target): boolean {
  const budget = budgetOf(target, 1);
  try {
    return mappingsOf(layer, view, true, target).some((mapped) => {
      const count = hasIndex(layer) ? mapped.shape.groups : 1;
      return Array.from({ length: mapped.shape.groups / count }, (_, first) => needsOf(mapped, { first, step: 1, count })).every((needs) => fitsBudget(needs, budget));
    });
  } catch (error) {
    if (error instanceof ModelError) return error.diagnostics.every(({ code }) => code !== 'NF4102');
    throw error;
  }
}

/** The layer as `count` times its maps, each for some of the inputs, and the layer that adds them up. Parts begin with a group of neurons. */
function divided(layer: GridLayer, count: number, neurons: number): [sums: GridLayer, total: GridLayer] {
  const [channels] = layer.input;
  const [maps, height, width] = layer.output;
  const perPart = neurons * Math.ceil(maps / neurons);
  const blocks = Math.ceil(channels / 8);
  const partOf = (channel: number, ky: number): number => (blocks >= count ? Math.floor(((channel >> 3) * count) / blocks) : Math.floor((ky * count) / layer.kernel[0]));
  const ofPart: EachWeight = (map, visit, dv, dh) => {
    const own = map % perPart;
    const part = Math.floor(map / perPart);
    if (own >= maps) return;
    layer.eachWeight(own, (channel, ky, kx, weight) => { if (partOf(channel, ky) === part) visit(channel, ky, kx, weight); }, dv, dh);
  };
  const ofDigits: EachWeight = (map, visit) => {
    for (let part = 0; part < count; part++) for (let digit = 0; digit < DIGITS; digit++) visit(DIGITS * (part * perPart + map) + digit, 0, 0, 8 ** digit);
  };
  const all = count * perPart;
  const id = `${layer.id}~sums`;
  return [
    {
      ...layer, id, isInner: true, output: [all, height, width], shift: null, eachWeight: ofPart, evenFold: null, evenHalves: null, place: null, names: null,
      epilogue: { kind: 'raw', bias: new Int32Array(all), isEmitted: true, index: null },
    },
    {
      ...layer, source: id, input: [DIGITS * all, height, width], digits: 1, topCode: 7, kernel: [1, 1], stride: [1, 1], top: 0, left: 0, padCode: 0,
      isWhole: height * width === 1, trits: DIGIT_TRITS, eachWeight: ofDigits,
    },
  ];
}
