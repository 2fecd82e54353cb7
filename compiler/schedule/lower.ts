// From the integer graph to grid layers. Flatten costs nothing, argmax joins the layer before it, pooling becomes a window of
// ones or an identity with a pool walk, a sum of squares becomes a few monotone copies and a weighted sum.
// Refuses what no tile can do yet; all refusals of a network are reported together.
import { nodeById } from '../ir/graph.ts';
import type { IntegerArgmax, IntegerConv, IntegerGraph, IntegerMaxPool, IntegerNode, IntegerRequantize, IntegerSumPool } from '../ir/integer-graph.ts';
import { bug, type Diagnostic, ModelError } from '../source/diagnostic.ts';
import type { GridLayer, GridNetwork } from './grid-layer.ts';
import { codesEpilogue, convWeights, depthwiseOnes, identityThresholds, identityWeights, throughFlatten } from './lower-parts.ts';
import { lowerSquares } from './lower-squares.ts';
import { diagnosticOf, type ScheduleCode } from './refuse.ts';

interface Context {
  readonly graph: IntegerGraph;
  readonly layers: Map<string, GridLayer>;
  readonly alias: Map<string, string>;
  readonly outputs: ReadonlySet<string>;
  readonly report: (code: ScheduleCode, node: IntegerNode, message: string, hint: string) => void;
}

/** Throws ModelError with every reason why the grid cannot run the graph. */
export function lowerToGrid(graph: IntegerGraph): GridNetwork {
  const diagnostics: Diagnostic[] = [];
  const alias = new Map<string, string>();
  const context: Context = {
    graph,
    layers: new Map(),
    alias,
    outputs: new Set(graph.outputs.map((output) => output.node)),
    report: (code, node, message, hint) => { diagnostics.push(diagnosticOf(code, { span: node.span, message, hint })); },
  };
  for (const node of liveNodes(graph)) lowerNode(context, node);
  if (diagnostics.length > 0) throw new ModelError(diagnostics);
  const resolve = (id: string): string => {
    const to = alias.get(id);
    return to === undefined ? id : resolve(to);
  };
  return { layers: [...context.layers.values()], resolve, outputs: new Set([...context.outputs].map(resolve)) };
}

/** Nodes that an output needs, in topological order. */
function liveNodes(graph: IntegerGraph): IntegerNode[] {
  const live = new Set(graph.outputs.map((output) => output.node));
  for (const node of [...graph.nodes].reverse()) if (live.has(node.id)) for (const id of node.inputs) live.add(id);
  return graph.nodes.filter((node) => live.has(node.id));
}

const NOT_YET = 'is not supported on the grid yet';

function lowerNode(context: Context, node: IntegerNode): void {
  switch (node.kind) {
    case 'input': return;
    case 'flatten': { context.alias.set(node.id, node.inputs[0] ?? bug(`flatten ${node.id} reads nothing`)); return; }
    case 'conv': lowerConv(context, node); return;
    case 'sum-pool': lowerSumPool(context, node); return;
    case 'max-pool': lowerMaxPool(context, node); return;
    case 'requantize': lowerRequantize(context, node); return;
    case 'argmax': lowerArgmax(context, node); return;
    case 'transposed-conv': context.report('NF4001', node, `transposed conv \`${node.name}\` ${NOT_YET}`, 'train with nearest upsampling left to the host, or use a plain conv'); return;
    case 'pair-table': context.report('NF4001', node, `\`${node.name}\`, which joins two tensors value by value, ${NOT_YET}`, 'leave out the skip connection, or run the two halves as two networks'); return;
    case 'concat': context.report('NF4001', node, `concat \`${node.name}\` ${NOT_YET}`, 'compute the maps of both branches in one conv with a connection table'); return;
    case 'upsample': context.report('NF4001', node, `upsample \`${node.name}\` ${NOT_YET}`, 'make the tensor before it an output and enlarge it on the host'); return;
  }
}

/** What a layer on `node` reads: the node behind any flatten, its digits, and whether a flatten stands between. */
function operandOf(context: Context, node: IntegerNode): { source: IntegerNode; digits: 1 | 2 | 3; topCode: number; flat: boolean } | null {
  let source = nodeById(context.graph, node.inputs[0] ?? bug(`${node.id} reads nothing`));
  const direct = source;
  while (source.kind === 'flatten') source = nodeById(context.graph, source.inputs[0] ?? bug(`${source.id} reads nothing`));
  const flat = direct !== source && source.shape[1] * source.shape[2] > 1;
  const format = source.format;
  if (format.kind === 'raw' && node.kind !== 'argmax') {
    context.report('NF4002', node, `\`${node.name}\` reads the raw sums of \`${source.name}\`, which is not supported on the grid yet`, `give \`${source.name}\` an activation, so that it yields codes`);
    return null;
  }
  if (format.kind === 'index') {
    context.report('NF4002', node, `\`${node.name}\` reads the index of \`${source.name}\``, 'make the index an output of the network');
    return null;
  }
  const bits = format.kind === 'wide' ? format.bits : 3;
  return { source, digits: Math.ceil(bits / 3) as 1 | 2 | 3, topCode: format.kind === 'wide' ? 2 ** bits - 1 : 7, flat };
}

function addLayer(context: Context, layer: GridLayer): void {
  context.layers.set(layer.id, layer);
}

const isWhole = (layer: Pick<GridLayer, 'input' | 'output' | 'kernel' | 'pool'>, padded: boolean): boolean =>
  layer.pool === null && !padded && layer.kernel[0] === layer.input[1] && layer.kernel[1] === layer.input[2] && layer.output[1] * layer.output[2] === 1;

const isPadded = (node: IntegerConv | IntegerSumPool | IntegerMaxPool): boolean =>
  node.padding.top + node.padding.left + node.padding.bottom + node.padding.right > 0;

function lowerConv(context: Context, node: IntegerConv): void {
  const operand = operandOf(context, node);
  if (operand === null) return;
  const { source, digits, topCode, flat } = operand;
  const isSmall = node.kernel[0] === 1 && node.kernel[1] === 1 && !isPadded(node);
  if (flat && !isSmall) { context.report('NF4001', node, `conv \`${node.name}\` with padding after flatten ${NOT_YET}`, 'use dense, or drop the flatten'); return; }
  const kernel = flat ? ([source.shape[1], source.shape[2]] as const) : node.kernel;
  const channels = flat ? source.shape[0] * source.shape[1] * source.shape[2] : source.shape[0];
  const weights = convWeights(node, channels);
  const raw = node.epilogue.kind === 'raw';
  const base = { input: source.shape, output: node.shape, kernel, pool: null };
  addLayer(context, {
    ...base, id: node.id, isInner: false, node, source: source.id, digits, topCode, stride: node.stride,
    top: node.padding.top, left: node.padding.left, padCode: node.padCode, isWhole: isWhole(base, isPadded(node)), trits: node.trits,
    eachWeight: flat ? throughFlatten(weights, source.shape) : weights,
    epilogue: node.epilogue.kind === 'raw'
      ? { kind: 'raw', bias: node.epilogue.bias, isEmitted: true, index: null }
      : codesEpilogue(node.epilogue),
  });
  if (raw && !context.outputs.has(node.id)) markUnread(context, node);
}

/** A raw layer that only argmax reads does not emit its sums. */
function markUnread(context: Context, node: IntegerConv): void {
  const names = new Set([node.id]);
  for (const other of context.graph.nodes) if (other.kind === 'flatten' && names.has(other.inputs[0] ?? '')) names.add(other.id);
  if ([...names].some((id) => context.outputs.has(id))) return;
  const layer = context.layers.get(node.id);
  if (layer?.epilogue.kind === 'raw') addLayer(context, { ...layer, epilogue: { ...layer.epilogue, isEmitted: false } });
}

function lowerSumPool(context: Context, node: IntegerSumPool): void {
  const operand = operandOf(context, node);
  if (operand === null) return;
  const { source, digits, topCode, flat } = operand;
  if (flat && node.kernel[0] * node.kernel[1] > 1) { context.report('NF4001', node, `pooling \`${node.name}\` after flatten ${NOT_YET}`, 'pool before the flatten'); return; }
  if (node.thresholdsByCount !== null && isPadded(node)) {
    context.report('NF4003', node, `average pooling \`${node.name}\` that leaves its padding out of the count ${NOT_YET}`, 'let the average count the padding, or pool without padding');
    return;
  }
  const area = node.kernel[0] * node.kernel[1];
  const epilogue = node.thresholdsByCount?.get(area) ?? node.epilogue;
  if (node.squares !== null) {
    const parts = lowerSquares(node, epilogue, source, digits, isPadded(node));
    if (parts === null) { context.report('NF4006', node, `pooling of squares \`${node.name}\` with padding ${NOT_YET}`, 'pool without padding, or let the input have zero point 0 (relu before it)'); return; }
    for (const layer of parts) addLayer(context, { ...layer, isWhole: isWhole(layer, isPadded(node)) });
    return;
  }
  const kernel = flat ? ([source.shape[1], source.shape[2]] as const) : node.kernel;
  const base = { input: source.shape, output: node.shape, kernel, pool: null };
  addLayer(context, {
    ...base, id: node.id, isInner: false, node, source: source.id, digits, topCode, stride: node.stride, top: node.padding.top, left: node.padding.left,
    padCode: node.padCode, isWhole: isWhole(base, isPadded(node)), trits: 1,
    eachWeight: flat ? throughFlatten(identityWeights, source.shape) : depthwiseOnes(node.kernel),
    epilogue: epilogue.kind === 'raw' ? { kind: 'raw', bias: epilogue.bias, isEmitted: true, index: null } : codesEpilogue(epilogue),
  });
}

function lowerMaxPool(context: Context, node: IntegerMaxPool): void {
  const operand = operandOf(context, node);
  if (operand === null) return;
  const { source, digits, topCode, flat } = operand;
  if (flat) { context.report('NF4001', node, `pooling \`${node.name}\` after flatten ${NOT_YET}`, 'pool before the flatten'); return; }
  if (digits > 1) { context.report('NF4001', node, `max pooling \`${node.name}\` of input values wider than 3 bits ${NOT_YET}`, 'put a conv or an activation before the pooling'); return; }
  const smallest = node.minimum.some((bit) => bit === 1);
  if (isPadded(node) && smallest && node.minimum.some((bit) => bit === 0)) {
    context.report('NF4004', node, `padded pooling \`${node.name}\` of maps with rising and falling curves together ${NOT_YET}`, 'pool without padding, or avoid negative batch-norm scales before it');
    return;
  }
  const channels = source.shape[0];
  addLayer(context, {
    id: node.id, isInner: false, node, source: source.id, input: source.shape, output: node.shape, digits, topCode, kernel: [1, 1], stride: [1, 1],
    top: node.padding.top, left: node.padding.left, padCode: smallest ? 7 : 0,
    pool: { rows: node.kernel[0], cols: node.kernel[1], strideY: node.stride[0], strideX: node.stride[1] },
    isWhole: false, trits: 1, eachWeight: identityWeights,
    epilogue: { ...identityThresholds(channels), poolMin: node.minimum },
  });
}

function lowerRequantize(context: Context, node: IntegerRequantize): void {
  const operand = operandOf(context, node);
  if (operand === null) return;
  const { source, digits, topCode, flat } = operand;
  const kernel = flat ? ([source.shape[1], source.shape[2]] as const) : ([1, 1] as const);
  const base = { input: source.shape, output: node.shape, kernel, pool: null };
  addLayer(context, {
    ...base, id: node.id, isInner: false, node, source: source.id, digits, topCode, stride: [1, 1], top: 0, left: 0, padCode: 0,
    isWhole: isWhole(base, false), trits: 1, eachWeight: flat ? throughFlatten(identityWeights, source.shape) : identityWeights,
    epilogue: node.epilogue.kind === 'raw' ? { kind: 'raw', bias: node.epilogue.bias, isEmitted: true, index: null } : codesEpilogue(node.epilogue),
  });
}

function lowerArgmax(context: Context, node: IntegerArgmax): void {
  const operand = operandOf(context, node);
  if (operand === null) return;
  const { source, digits, topCode, flat } = operand;
  const wide = 'let the network end with at most 16 maps, or take the argmax on the host';
  const before = context.layers.get(source.id);
  if (before?.epilogue.kind === 'raw') {
    if (flat) { context.report('NF4005', node, `argmax \`${node.name}\` over all pixels of the raw sums of \`${source.name}\` ${NOT_YET}`, wide); return; }
    if (before.output[0] > 16 && before.output[2] > 1) { context.report('NF4005', node, `argmax \`${node.name}\` over ${before.output[0]} maps in rows of ${before.output[2]} pixels ${NOT_YET}`, wide); return; }
    if (before.epilogue.index !== null) context.alias.set(node.id, before.epilogue.index);
    else addLayer(context, { ...before, epilogue: { ...before.epilogue, index: node.id } });
    return;
  }
  const kernel = flat ? ([source.shape[1], source.shape[2]] as const) : ([1, 1] as const);
  const maps = flat ? source.shape[0] * source.shape[1] * source.shape[2] : source.shape[0];
  const [, height, width] = flat ? ([0, 1, 1] as const) : source.shape;
  if (maps > 16 && width > 1) { context.report('NF4005', node, `argmax \`${node.name}\` over ${maps} maps in rows of ${width} pixels ${NOT_YET}`, wide); return; }
  const base = { input: source.shape, output: [maps, height, width] as const, kernel, pool: null };
  addLayer(context, {
    ...base, id: node.id, isInner: false, node, source: source.id, digits, topCode, stride: [1, 1], top: 0, left: 0, padCode: 0,
    isWhole: isWhole(base, false), trits: 1, eachWeight: flat ? throughFlatten(identityWeights, source.shape) : identityWeights,
    epilogue: { kind: 'raw', bias: new Int32Array(maps), isEmitted: false, index: node.id },
  });
}
