// Layers that read several tensors. The operands become parts of a joint in memory: each is written there by the layer that makes it where
// that layer has no other place and its codes need no change, else by a copy.
import type { IntegerConcat, IntegerNode, IntegerPairTable } from '../ir/integer-graph.ts';
import { bug } from '../source/diagnostic.ts';
import type { BeatName, GridLayer, Joint } from './grid-layer.ts';
import { addLayer, type Context, isFlatRead, type Operand, PLAIN } from './lower-context.ts';
import { leavesRoomForSkip } from './neuron-constants.ts';
import { identityThresholds, identityWeights, throughFlatten } from './lower-parts.ts';
import { evenHalvesFor } from './stream-order.ts';

const leastMultiple = (a: number, b: number): number => {
  let multiple = a;
  while (multiple % b !== 0) multiple += a;
  return multiple;
};

interface JointRequest {
  readonly id: string;
  readonly kind: Joint['kind'];
  readonly operands: readonly { readonly operand: Operand; readonly port: number; readonly codeMap: Uint8Array | null }[];
  /** Beat names that the joint gives to part k, besides the part's own. */
  readonly nameOf: (part: number) => BeatName | null;
  /** Folded pixels, or a multiple; 1 when absent. */
  readonly fold?: number;
}

/** Channels one after the other, read by whoever reads the concat; an output becomes a tensor of its own. */
export function lowerConcat(context: Context, node: IntegerConcat, operandOf: (port: number) => Operand, isOutput: boolean): void {
  const id = isOutput ? `${node.id}~joint` : node.id;
  const operands = node.inputs.map((_, port) => ({ operand: operandOf(port), port, codeMap: changes(node.codeMaps[port] ?? bug(`${node.id} has no map for operand ${port}`)) }));
  const firsts = operands.map((_, k) => operands.slice(0, k).reduce((sum, { operand }) => sum + channelsOf(operand), 0));
  addJoint(context, node, {
    id, kind: 'channels', operands,
    nameOf: (part) => ({ tensor: node.id, firstChannel: firsts[part] as number, endChannel: (firsts[part] as number) + channelsOf((operands[part] ?? bug('part')).operand) }),
  });
  if (!isOutput) return;
  addLayer(context, {
    ...PLAIN, id: node.id, node, source: id, input: node.shape, digits: 1, topCode: 7, output: node.shape, kernel: [1, 1], stride: [1, 1], top: 0, left: 0, padCode: 0,
    eachWeight: identityWeights, epilogue: identityThresholds(node.shape[0]),
  });
}

/** Two tensors as the digits of one: 8 * first + second selects the code. Twice the same tensor needs one map of codes only. */
export function lowerPairTable(context: Context, node: IntegerPairTable, operandOf: (port: number) => Operand): void {
  const [first, second] = [operandOf(0), operandOf(1)];
  const shared = { ...PLAIN, id: node.id, node, topCode: 7, output: node.shape, kernel: [1, 1] as const, stride: [1, 1] as const, top: 0, left: 0, padCode: 0, eachWeight: identityWeights };
  const epilogue = identityThresholds(node.shape[0]);
  if (first.id === second.id && !first.isFlat && !second.isFlat) {
    addLayer(context, { ...shared, source: first.id, input: first.shape, digits: 1, epilogue: { ...epilogue, codeMap: Uint8Array.from({ length: 8 }, (_, code) => node.table[9 * code] as number) } });
    return;
  }
  if (context.addsInside && (addInside(context, node, first, second, node.table) || addInside(context, node, second, first, turned(node.table)))) return;
  const id = `${node.id}~joint`;
  addJoint(context, node, { id, kind: 'digits', operands: [{ operand: second, port: 1, codeMap: null }, { operand: first, port: 0, codeMap: null }], nameOf: () => null });
  addLayer(context, { ...shared, source: id, input: node.shape, digits: 2, topCode: 63, epilogue: { ...epilogue, pair: node.table } });
}

const turned = (table: Uint8Array): Uint8Array => table.map((_, at) => table[8 * (at & 7) + (at >> 3)] as number);

/** The pair inside the conv that makes `own`: it reads its input and the other operand as channels of one joint, or of its input alone
 *  where that is the other operand; the codes of the conv exist nowhere then. False where that cannot be, or would take copies. */
function addInside(context: Context, node: IntegerPairTable, own: Operand, other: Operand, table: Uint8Array): boolean {
  const conv = context.layers.get(own.id);
  const source = conv === undefined ? undefined : context.layers.get(conv.source);
  const skip = context.layers.get(other.id);
  if (conv === undefined || source === undefined || skip === undefined || own.isFlat || other.isFlat || !isReadByOne(context, conv.id)) return false;
  const { epilogue } = conv;
  const isConv = conv.node.id === conv.id && conv.node.kind === 'conv' && conv.place === null && conv.names === null && conv.pool === null && !conv.isWhole && conv.skip === null && conv.square === null;
  const isInPlace = conv.stride[0] * conv.stride[1] * conv.sub[0] * conv.sub[1] === 1 && conv.input[1] === conv.output[1] && conv.input[2] === conv.output[2] &&
    conv.top < conv.kernel[0] && conv.left < conv.kernel[1];
  if (!isConv || !isInPlace || conv.digits !== 1 || conv.shift !== null || epilogue.kind !== 'codes' || epilogue.absolute !== null || epilogue.pair !== null) return false;
  const isPart = (layer: GridLayer): boolean => layer.place === null && layer.epilogue.kind === 'codes' && layer.output[1] === conv.output[1] && layer.output[2] === conv.output[2];
  if (!leavesRoomForSkip(conv) || (source.id !== skip.id && !(isPart(source) && isPart(skip)))) return false;
  context.layers.delete(conv.id);
  const joint = `${node.id}~joint`;
  const channels = source.id === skip.id ? 0 : conv.input[0];
  if (source.id !== skip.id) {
    const operand: Operand = { id: source.id, shape: source.output, graphShape: source.output, digits: 1, topCode: 7, lift: null, isFlat: false };
    addJoint(context, node, { id: joint, kind: 'channels', fold: packingFold(context, [source, skip]), operands: [{ operand, port: 0, codeMap: null }, { operand: other, port: 1, codeMap: null }], nameOf: () => null });
  }
  const codeOf = (code: number): number => epilogue.codeMap?.[code] ?? code;
  addLayer(context, {
    ...conv, id: node.id, source: source.id === skip.id ? source.id : joint, input: [channels + skip.output[0], conv.input[1], conv.input[2]],
    skip: { firstChannel: channels, ky: conv.top, kx: conv.left }, epilogue: { ...epilogue, codeMap: null, pair: table.map((_, at) => table[8 * codeOf(at >> 3) + (at & 7)] as number) },
  });
  return true;
}

/** Two pixels of at most four maps fill a block: a part that reads such an input has a shorter way to its first window when it folds two. */
const packingFold = (context: Context, parts: readonly GridLayer[]): number =>
  (parts.some(({ source, input, kernel, stride, output }) => !context.layers.has(source) && !context.joints.has(source) && input[0] <= 4 && kernel[1] > 1 && stride[1] % 2 === 1 && output[2] > 1) ? 2 : 1);

/** A joint of layers made for it alone, all of one shape. */
export function addJointOf(context: Context, id: string, layers: readonly GridLayer[]): Joint {
  const [first] = layers;
  const [channels, height, width] = first?.output ?? bug(`joint ${id} has no parts`);
  const halves = evenHalvesFor([channels], context.neurons);
  layers.forEach((layer, index) => { addLayer(context, { ...layer, evenFold: 1, evenHalves: halves, place: { joint: id, index } }); });
  const joint: Joint = { id, kind: 'channels', parts: layers.map((layer) => layer.id), channels: layers.map(() => channels), shape: [channels * layers.length, height, width], fold: 1, halves };
  context.joints.set(id, joint);
  return joint;
}

const channelsOf = (operand: Operand): number => (operand.isFlat ? operand.shape[0] * operand.shape[1] * operand.shape[2] : operand.shape[0]);

const changes = (codeMap: Uint8Array): Uint8Array | null => (codeMap.every((code, i) => code === i) ? null : codeMap);

function addJoint(context: Context, node: IntegerNode, request: JointRequest): void {
  const { id, kind, operands } = request;
  const parts = operands.map(({ operand, port, codeMap }, index) => {
    const name = request.nameOf(index);
    const layer = context.layers.get(operand.id);
    const place = { joint: id, index };
    const isTaken = layer === undefined || layer.place !== null || layer.epilogue.kind !== 'codes' || operand.isFlat || (kind === 'digits' && layer.sub[0] * layer.sub[1] > 1);
    if (!isTaken && codeMap === null) {
      const own = { tensor: layer.id, firstChannel: 0, endChannel: layer.output[0] };
      addLayer(context, { ...layer, place, evenFold: 1, names: name === null ? null : [own, name] });
      return layer.id;
    }
    if (!isTaken && codeMap !== null && name !== null && isReadByOne(context, layer.id)) {
      const epilogue = layer.epilogue.kind === 'codes' ? layer.epilogue : bug('codes');
      const before = epilogue.codeMap;
      const both = before === null ? codeMap : before.map((code) => codeMap[code] as number);
      addLayer(context, { ...layer, place, evenFold: 1, names: [name], epilogue: { ...epilogue, codeMap: both } });
      return layer.id;
    }
    const copy = copyLayer(node, { id: `${node.id}~${index}`, operand, isFlat: isFlatRead(context, node, port) });
    const epilogue = copy.epilogue.kind === 'codes' ? { ...copy.epilogue, codeMap } : copy.epilogue;
    addLayer(context, { ...copy, place, evenFold: 1, names: name === null ? null : [name], epilogue });
    return copy.id;
  });
  const layers = parts.map((part) => context.layers.get(part) ?? bug(`no part ${part}`));
  const fold = layers.reduce((multiple, layer) => leastMultiple(multiple, layer.sub[1]), request.fold ?? 1);
  const channels = layers.map((layer) => layer.output[0]);
  const halves = evenHalvesFor(channels, context.neurons);
  for (const layer of layers) addLayer(context, { ...layer, evenFold: fold, evenHalves: halves, isWhole: layer.isWhole && fold === 1 });
  const [, height, width] = node.shape;
  const all = kind === 'digits' ? (channels[0] as number) : channels.reduce((sum, count) => sum + count, 0);
  context.joints.set(id, { id, kind, parts, channels, shape: [all, height, width], fold, halves });
}

/** The same codes in a tensor of its own, flattened where `isFlat`. */
export function copyLayer(node: IntegerNode, { id, operand, isFlat }: { id: string; operand: Operand; isFlat: boolean }): GridLayer {
  const [channels, height, width] = operand.shape;
  const output = isFlat ? ([channels * height * width, 1, 1] as const) : operand.shape;
  return {
    ...PLAIN, id, isInner: true, node, source: operand.id, input: operand.shape, digits: operand.digits, topCode: operand.topCode, output,
    kernel: isFlat ? [height, width] : [1, 1], stride: [1, 1], top: 0, left: 0, padCode: 0, isWhole: isFlat || height * width === 1,
    eachWeight: isFlat ? throughFlatten(identityWeights, operand.shape) : identityWeights, epilogue: identityThresholds(output[0]),
  };
}

function isReadByOne(context: Context, id: string): boolean {
  if (context.outputs.has(id)) return false;
  const readers = context.live.flatMap((node) => node.inputs.filter((input) => input === id));
  return readers.length === 1;
}
