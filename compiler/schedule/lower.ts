// From the integer graph to grid layers. Flatten costs nothing, argmax joins the layer before it, pooling becomes a window of
// ones or an identity with a pool walk, layers that enlarge make cells of several pixels, and layers of several operands read a joint.
// Refuses raw sums and indices that a layer reads; all refusals of a network are reported together.
import { nodeById } from '../ir/graph.ts';
import type { IntegerArgmax, IntegerConv, IntegerGraph, IntegerMaxPool, IntegerNode, IntegerRequantize, IntegerSumPool, IntegerTransposedConv, IntegerUpsample } from '../ir/integer-graph.ts';
import { bug, type Diagnostic, ModelError } from '../source/diagnostic.ts';
import { type EachWeight, type GridLayer, type GridNetwork, tensorOf } from './grid-layer.ts';
import { lowerUncounted } from './lower-average.ts';
import { enlarged, transposedLayer, upsampleLayer } from './lower-cells.ts';
import { addLayer, type Context, isFlatRead, type Operand, operandNode, PLAIN, sumOfWeights } from './lower-context.ts';
import { lowerConcat, lowerPairTable } from './lower-joints.ts';
import { addPool, imageOperand, isPadded, operandOf } from './lower-operands.ts';
import { codesEpilogue, convWeights, depthwiseOnes, identityWeights, throughFlatten } from './lower-parts.ts';
import { flattened, withoutCells } from './lower-raw.ts';
import { digitsOf, liftOf, topCodeOf } from './lower-wide.ts';
import { diagnosticOf } from './refuse.ts';

/** `neurons` of a group; `addsInside`: additions happen inside the conv before them, where they can. Throws ModelError with every reason why
 *  the grid cannot run the graph. */
export function lowerToGrid(graph: IntegerGraph, neurons: number, addsInside = true): GridNetwork {
  const diagnostics: Diagnostic[] = [];
  const alias = new Map<string, string>();
  const resolve = (id: string): string => {
    const to = alias.get(id);
    return to === undefined ? id : resolve(to);
  };
  const context: Context = {
    graph, layers: new Map(), joints: new Map(), alias, neurons, addsInside, live: liveNodes(graph),
    outputs: new Set(graph.outputs.map((output) => unflattened(graph, output.node))),
    report: (code, node, message, hint) => { diagnostics.push(diagnosticOf(code, { span: node.span, message, hint })); },
  };
  for (const node of context.live) lowerNode(context, node);
  if (diagnostics.length > 0) throw new ModelError(diagnostics);
  const outputs = new Set([...context.outputs].map(resolve));
  return { layers: emitting([...context.layers.values()], outputs), joints: context.joints, resolve, outputs };
}

/** Raw sums leave their tile only as outputs; a layer that gives neither those nor an index is not needed. */
function emitting(layers: readonly GridLayer[], outputs: ReadonlySet<string>): GridLayer[] {
  return layers.flatMap((layer) => {
    const { epilogue } = layer;
    if (epilogue.kind !== 'raw') return [layer];
    const isEmitted = outputs.has(tensorOf(layer)) && layer.id !== epilogue.index;
    return isEmitted || epilogue.index !== null ? [{ ...layer, epilogue: { ...epilogue, isEmitted } }] : [];
  });
}

function unflattened(graph: IntegerGraph, id: string): string {
  const node = nodeById(graph, id);
  return node.kind === 'flatten' ? unflattened(graph, node.inputs[0] ?? bug(`flatten ${id} reads nothing`)) : id;
}

/** Nodes that an output needs, in topological order. */
function liveNodes(graph: IntegerGraph): IntegerNode[] {
  const live = new Set(graph.outputs.map((output) => output.node));
  for (const node of [...graph.nodes].reverse()) if (live.has(node.id)) for (const id of node.inputs) live.add(id);
  return graph.nodes.filter((node) => live.has(node.id));
}

function lowerNode(context: Context, node: IntegerNode): void {
  switch (node.kind) {
    case 'input': if (context.outputs.has(node.id)) addInputOutput(context, node); return;
    case 'flatten': { context.alias.set(node.id, node.inputs[0] ?? bug(`flatten ${node.id} reads nothing`)); return; }
    case 'conv': lowerConv(context, node); return;
    case 'sum-pool': lowerSumPool(context, node); return;
    case 'max-pool': lowerMaxPool(context, node); return;
    case 'requantize': lowerRequantize(context, node); return;
    case 'argmax': lowerArgmax(context, node); return;
    case 'transposed-conv': lowerTransposed(context, node); return;
    case 'upsample': lowerUpsample(context, node); return;
    case 'pair-table': case 'concat': {
      const operands = node.inputs.map((_, port) => operandOf(context, node, null, port));
      if (operands.includes(null)) return;
      const at = (port: number): Operand => operands[port] ?? bug(`${node.id} has no operand ${port}`);
      if (node.kind === 'concat') lowerConcat(context, node, at, context.outputs.has(node.id));
      else lowerPairTable(context, node, at);
      return;
    }
  }
}

/** An input that is an output, too, is copied as sums, whatever its codes. */
function addInputOutput(context: Context, node: IntegerNode): void {
  const [channels, , width] = node.shape;
  const topCode = topCodeOf(node);
  addLayer(context, {
    ...PLAIN, id: `${node.id}~out`, node, source: node.id, input: node.shape, digits: digitsOf(topCode), topCode, output: node.shape, kernel: [1, 1], stride: [1, 1],
    top: 0, left: 0, padCode: 0, eachWeight: identityWeights, epilogue: rawEpilogue(new Int32Array(channels)), stripe: { tensor: node.id, first: 0, width, plain: null },
  });
}

const isWhole = (layer: Pick<GridLayer, 'input' | 'output' | 'kernel'>, padded: boolean): boolean =>
  !padded && layer.kernel[0] === layer.input[1] && layer.kernel[1] === layer.input[2] && layer.output[1] * layer.output[2] === 1;

const rawEpilogue = (bias: Int32Array): Extract<GridLayer['epilogue'], { kind: 'raw' }> => ({ kind: 'raw', bias, isEmitted: true, index: null });

type Reading = Pick<GridLayer, 'source' | 'input' | 'digits' | 'topCode' | 'eachWeight' | 'shift'>;

/** Weights in the coordinates of the graph become weights on what the operand is stored as. */
function reading(operand: Operand, weights: EachWeight): Reading {
  const { id, shape, digits, topCode, lift, isFlat } = operand;
  const placed = isFlat ? throughFlatten(weights, operand.graphShape) : weights;
  return {
    source: id, input: shape, digits, topCode, eachWeight: lift === null ? placed : lift.weights(placed),
    shift: lift === null ? null : (map, dv, dh) => -lift.base * sumOfWeights(weights, map, dv, dh),
  };
}

function lowerConv(context: Context, node: IntegerConv): void {
  const isSmall = node.kernel[0] === 1 && node.kernel[1] === 1 && !isPadded(node);
  const operand = isSmall ? operandOf(context, node, null) : imageOperand(context, node, node.padCode);
  if (operand === null) return;
  const [channels, height, width] = operand.graphShape;
  const kernel = operand.isFlat ? ([height, width] as const) : node.kernel;
  const base = { input: operand.shape, output: node.shape, kernel };
  addLayer(context, {
    ...PLAIN, ...base, id: node.id, node, ...reading(operand, convWeights(node, operand.isFlat ? channels * height * width : channels)), stride: operand.isFlat ? [1, 1] : node.stride,
    top: node.padding.top, left: node.padding.left, padCode: operand.lift === null ? node.padCode : 0, isWhole: isWhole(base, isPadded(node)), trits: node.trits,
    epilogue: node.epilogue.kind === 'raw' ? rawEpilogue(node.epilogue.bias) : codesEpilogue(node.epilogue),
  });
}

function lowerTransposed(context: Context, node: IntegerTransposedConv): void {
  const operand = imageOperand(context, node, node.inputZero);
  if (operand !== null) addLayer(context, transposedLayer(node, operand));
}

function lowerUpsample(context: Context, node: IntegerUpsample): void {
  const source = operandNode(context, node);
  const before = context.layers.get(source.id);
  if (before?.epilogue.kind === 'raw') {
    addLayer(context, enlarged(isFlatRead(context, node) ? flattened(before, node, node.id) : before, node));
    return;
  }
  if (node.format.kind === 'wide') {
    addWideOutput(context, node);
    return;
  }
  const operand = imageOperand(context, node, null);
  if (operand !== null) addLayer(context, upsampleLayer(node, operand));
}

/** Readers of a wide tensor read its maps; as an output it is a tensor of sums. */
function addWideOutput(context: Context, node: IntegerMaxPool | IntegerUpsample): void {
  if (!context.outputs.has(node.id)) return;
  const zero = node.format.kind === 'wide' ? node.format.zero : 0;
  const name = `${node.id}~out`;
  const reader: IntegerRequantize = { ...node, kind: 'requantize', id: name, name: node.name, inputs: [node.id], epilogue: { kind: 'raw', bias: new Int32Array(node.shape[0]) } };
  const operand = operandOf(context, reader, zero);
  if (operand === null) return;
  addLayer(context, {
    ...PLAIN, id: node.id, node, ...reading({ ...operand, lift: liftOf(topCodeOf(node), zero) }, identityWeights), output: node.shape, kernel: [1, 1], stride: [1, 1],
    top: 0, left: 0, padCode: 0, epilogue: rawEpilogue(new Int32Array(node.shape[0])),
  });
}

function lowerSumPool(context: Context, node: IntegerSumPool): void {
  const area = node.kernel[0] * node.kernel[1];
  const operand = area === 1 && !isPadded(node) ? operandOf(context, node, null) : imageOperand(context, node, node.padCode);
  if (operand === null) return;
  if (node.thresholdsByCount !== null && isPadded(node)) {
    lowerUncounted(context, node, operand);
    return;
  }
  const epilogue = node.thresholdsByCount?.get(area) ?? node.epilogue;
  const kernel = operand.isFlat ? ([operand.graphShape[1], operand.graphShape[2]] as const) : node.kernel;
  const base = { input: operand.shape, output: node.shape, kernel };
  addLayer(context, {
    ...PLAIN, ...base, id: node.id, node, ...reading(operand, operand.isFlat ? identityWeights : depthwiseOnes(node.kernel)), ...(node.squares === null ? {} : squaresOf(node, node.squares, operand)),
    stride: operand.isFlat ? [1, 1] : node.stride, top: node.padding.top, left: node.padding.left, padCode: operand.lift === null ? node.padCode : 0, isWhole: isWhole(base, isPadded(node)),
    epilogue: epilogue.kind === 'raw' ? rawEpilogue(epilogue.bias) : codesEpilogue(epilogue),
  });
}

/** Pooling of squares reads the codes as they are stored; the tile squares them. */
function squaresOf(node: IntegerSumPool, squares: Uint8Array, operand: Operand): Pick<GridLayer, 'square' | 'topCode'> {
  const zero = [0, 1, 2, 3, 4, 5, 6, 7].find((code) => squares.every((square, x) => square === (x - code) ** 2));
  if (zero === undefined || operand.digits !== 1 || operand.lift !== null) bug(`${node.id} sums no squares of 3-bit codes`);
  return { square: zero, topCode: Math.max(...squares) };
}

function lowerMaxPool(context: Context, node: IntegerMaxPool): void {
  if (node.format.kind === 'wide') {
    addWideOutput(context, node);
    return;
  }
  const operand = imageOperand(context, node, null);
  if (operand !== null) addPool(context, node, operand, node.id, node.minimum);
}

function lowerRequantize(context: Context, node: IntegerRequantize): void {
  const operand = operandOf(context, node, null);
  if (operand === null) return;
  addPointwise(context, node, operand, node.shape, node.epilogue.kind === 'raw' ? rawEpilogue(node.epilogue.bias) : codesEpilogue(node.epilogue));
}

function addPointwise(context: Context, node: IntegerNode, operand: Operand, output: GridLayer['output'], epilogue: GridLayer['epilogue']): void {
  const kernel = operand.isFlat ? ([operand.graphShape[1], operand.graphShape[2]] as const) : ([1, 1] as const);
  const base = { input: operand.shape, output, kernel };
  addLayer(context, {
    ...PLAIN, ...base, id: node.id, node, ...reading(operand, identityWeights), stride: [1, 1], top: 0, left: 0, padCode: 0, isWhole: isWhole(base, false), epilogue,
  });
}

function lowerArgmax(context: Context, node: IntegerArgmax): void {
  const source = operandNode(context, node);
  const before = context.layers.get(source.id);
  if (before?.epilogue.kind === 'raw' && source.format.kind === 'raw') {
    addIndex(context, node, before);
    return;
  }
  const operand = operandOf(context, node, null);
  if (operand === null) return;
  const [channels, height, width] = operand.graphShape;
  const output = operand.isFlat ? ([channels * height * width, 1, 1] as const) : operand.graphShape;
  addPointwise(context, node, operand, output, { ...rawEpilogue(new Int32Array(output[0])), index: node.id });
}

/** Lets a layer of raw sums find the largest, too; a layer whose pixels are no positions of its window is built again. */
function addIndex(context: Context, node: IntegerArgmax, before: GridLayer): void {
  const isFlat = isFlatRead(context, node);
  const id = `${before.id}${isFlat ? '~flat' : '~pixels'}`;
  const isPlain = !isFlat && before.sub[0] * before.sub[1] === 1;
  const layer = isPlain ? before : (context.layers.get(id) ?? { ...(isFlat ? flattened(before, node, id) : withoutCells(context, before, node, id)), isInner: true });
  if (layer.epilogue.kind !== 'raw') bug(`${layer.id} is not raw`);
  else if (layer.epilogue.index !== null) context.alias.set(node.id, layer.epilogue.index);
  else addLayer(context, { ...layer, epilogue: { ...layer.epilogue, index: node.id } });
}
