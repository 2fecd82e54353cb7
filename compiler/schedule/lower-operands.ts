// What a layer reads: an input, a layer, a joint, or the maps of a wide tensor, which are made when the first reader asks for them.
import { bug } from '../source/diagnostic.ts';
import type { IntegerMaxPool, IntegerNode, IntegerUpsample } from '../ir/integer-graph.ts';
import type { GridLayer } from './grid-layer.ts';
import { addLayer, baseCode, type Context, isFlatRead, type Operand, operandNode, PLAIN } from './lower-context.ts';
import { upsampleLayer } from './lower-cells.ts';
import { copyLayer } from './lower-joints.ts';
import { identityThresholds, identityWeights, throughFlatten } from './lower-parts.ts';
import { digitsOf, liftedEpilogue, liftedIdentity, liftedMaps, liftOf, repooled, topCodeOf } from './lower-wide.ts';

/** The operand at `port`; `padCode` is the code that the reader wants outside the image, null where it reads nothing there. Null, after a
 *  report, where the operand is no code. */
export function operandOf(context: Context, node: IntegerNode, padCode: number | null, port = 0): Operand | null {
  const source = operandNode(context, node, port);
  const { format } = source;
  if (format.kind === 'raw' || format.kind === 'index') {
    const what = format.kind === 'raw' ? 'raw sums' : 'index';
    context.report('NF4002', node, `\`${node.name}\` reads the ${what} of \`${source.name}\`; layers read codes`, `give \`${source.name}\` an activation, or make it an output of the network`);
    return null;
  }
  const isFlat = isFlatRead(context, node, port);
  if (format.kind === 'wide' && source.kind !== 'input') return { ...liftedOperand(context, source, baseCode(source, padCode)), isFlat };
  const topCode = topCodeOf(source);
  return { id: source.id, shape: source.shape, graphShape: source.shape, digits: digitsOf(topCode), topCode, lift: null, isFlat };
}

/** An operand that no flatten hides: a flattened one becomes a tensor of its own. */
export function imageOperand(context: Context, node: IntegerNode, padCode: number | null, port = 0): Operand | null {
  const operand = operandOf(context, node, padCode, port);
  if (operand === null || !operand.isFlat) return operand;
  const source = operandNode(context, node, port);
  const elements = operand.graphShape[0] * operand.graphShape[1] * operand.graphShape[2];
  if (operand.lift === null && operand.digits === 1) {
    const id = `${source.id}~flat`;
    if (!context.layers.has(id)) addLayer(context, copyLayer(node, { id, operand, isFlat: true }));
    return { ...operand, id, shape: [elements, 1, 1], graphShape: [elements, 1, 1], isFlat: false };
  }
  const base = operand.lift?.base ?? baseCode(source, padCode);
  const topCode = topCodeOf(source);
  const maps = liftedMaps(topCode, base);
  const id = `${source.id}~flat${base}`;
  const plain = throughFlatten(liftedIdentity(maps), operand.graphShape);
  if (!context.layers.has(id)) {
    addLayer(context, {
      ...copyLayer(node, { id, operand, isFlat: true }), output: [elements * maps, 1, 1], eachWeight: operand.lift === null ? plain : operand.lift.weights(plain), trits: 1,
      shift: operand.lift === null ? null : () => -base, epilogue: liftedEpilogue(topCode, base, elements, null),
    });
  }
  return { ...operand, id, shape: [elements * maps, 1, 1], graphShape: [elements, 1, 1], digits: 1, topCode: 7, lift: liftOf(topCode, base), isFlat: false };
}

/** The maps of a wide tensor around `base`. */
function liftedOperand(context: Context, source: IntegerNode, base: number): Operand {
  const topCode = topCodeOf(source);
  const maps = liftedMaps(topCode, base);
  const id = `${source.id}~${base}`;
  const [channels, height, width] = source.shape;
  if (!context.layers.has(id)) {
    if (source.kind === 'max-pool') liftedPool(context, source, id, base);
    else if (source.kind === 'upsample') liftedUpsample(context, source, id, base);
    else bug(`wide codes from ${source.kind} ${source.id}`);
  }
  return { id, shape: [channels * maps, height, width], graphShape: source.shape, digits: 1, topCode: 7, lift: liftOf(topCode, base), isFlat: false };
}

/** Maps of an input, without anything else. */
function liftedCopy(context: Context, node: IntegerNode, operand: Operand, base: number): Operand {
  const maps = liftedMaps(operand.topCode, base);
  const id = `${operand.id}~${base}`;
  const [channels, height, width] = operand.shape;
  const shape = [channels * maps, height, width] as const;
  if (!context.layers.has(id)) {
    addLayer(context, { ...copyLayer(node, { id, operand, isFlat: false }), output: shape, eachWeight: liftedIdentity(maps), epilogue: liftedEpilogue(operand.topCode, base, channels, null) });
  }
  return { id, shape, graphShape: operand.shape, digits: 1, topCode: 7, lift: liftOf(operand.topCode, base), isFlat: false };
}

export function asLifted(context: Context, node: IntegerNode, operand: Operand, base: number): Operand {
  return operand.digits === 1 ? operand : liftedCopy(context, node, operand, base);
}

function liftedUpsample(context: Context, node: IntegerUpsample, id: string, base: number): void {
  const operand = imageOperand(context, node, base) ?? bug(`${node.id} reads no codes`);
  const lifted = operand.lift === null ? liftedCopy(context, node, operand, base) : operand;
  addLayer(context, { ...upsampleLayer(node, lifted), id, isInner: true });
}

function liftedPool(context: Context, node: IntegerMaxPool, id: string, base: number): void {
  const operand = imageOperand(context, node, base) ?? bug(`${node.id} reads no codes`);
  const smallest = node.minimum.filter((bit) => bit === 1).length;
  const topCode = topCodeOf(node);
  const maps = liftedMaps(topCode, base);
  const [channels] = node.shape;
  if (operand.lift === null && (smallest === 0 || smallest === channels || !isPadded(node))) {
    const layer = poolLayer(node, operand, node.minimum);
    addLayer(context, {
      ...layer, id, isInner: true, output: [channels * maps, node.shape[1], node.shape[2]], padCode: smallest > 0 ? topCode : 0, eachWeight: liftedIdentity(maps),
      epilogue: liftedEpilogue(topCode, base, channels, node.minimum),
    });
    return;
  }
  const lifted = operand.lift === null ? liftedCopy(context, node, operand, base) : operand;
  addPool(context, node, lifted, id, repooled(topCode, base, channels, node.minimum));
}

export const isPadded = ({ padding }: Pick<IntegerMaxPool, 'padding'>): boolean => padding.top + padding.left + padding.bottom + padding.right > 0;

/** Max pooling of 3-bit codes under the name `id`. Where padding meets maps of both kinds, a copy turns those that take the smallest
 *  upside down, and pooling turns them back. */
export function addPool(context: Context, node: IntegerMaxPool, operand: Operand, id: string, minimum: Uint8Array): void {
  const isMixed = isPadded(node) && minimum.includes(1) && minimum.includes(0);
  const isInner = id !== node.id;
  if (!isMixed) {
    addLayer(context, { ...poolLayer(node, operand, minimum), id, isInner });
    return;
  }
  const copy = copyLayer(node, { id: `${id}~turned`, operand, isFlat: false });
  const turned = { ...identityThresholds(operand.shape[0]), falling: minimum };
  addLayer(context, { ...copy, epilogue: turned });
  addLayer(context, { ...poolLayer(node, { ...operand, id: copy.id }, new Uint8Array(minimum.length)), id, isInner, epilogue: { ...turned, poolMin: new Uint8Array(minimum.length) } });
}

function poolLayer(node: IntegerMaxPool, operand: Operand, minimum: Uint8Array): GridLayer {
  const [channels] = operand.shape;
  return {
    ...PLAIN, id: node.id, node, source: operand.id, input: operand.shape, digits: operand.digits, topCode: operand.topCode, output: [channels, node.shape[1], node.shape[2]],
    kernel: [1, 1], stride: [1, 1], top: node.padding.top, left: node.padding.left, padCode: minimum.includes(1) ? 7 : 0,
    pool: { rows: node.kernel[0], cols: node.kernel[1], strideY: node.stride[0], strideX: node.stride[1], sums: null }, eachWeight: identityWeights,
    epilogue: { ...identityThresholds(channels), poolMin: minimum },
  };
}
