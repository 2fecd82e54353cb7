// Makes the layers that slide a window: conv, transposed conv and the pools. Kernels must fit the padded input, groups
// and tables must fit the maps.
import { countOf } from '../source/suggest.ts';
import type { ConvNode, FloatNode, Padding, Pair, PoolNode, TransposedConvNode } from './float-graph.ts';
import type { Shape } from './graph.ts';
import { failCall, type LayerCall, needInteger, readInteger, readPadding, readPair } from './lower-args.ts';
import { knownSource } from './lower-context.ts';
import { addLayer } from './lower-host.ts';
import { biasOf, checkSize, firstOperand, precisionOf, refOf, showTensor } from './lower-params.ts';
import { samePadding, sameTransposed, windowCount } from './lower-shapes.ts';
import { type ConnectionTable, showValue } from './lower-values.ts';

interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly size: Pair;
}

function needKernel(call: LayerCall): Pair | undefined {
  if (call.options.has('kernel')) return readPair(call, 'kernel', [1, 1]);
  return failCall(call, 'NF2102', `${call.signature.name} needs a kernel`, call.place.span, `it is called as ${call.signature.example}`);
}

/** Kernel, stride and padding with the size they give, or undefined after a message. */
function readWindow(call: LayerCall, kernel: Pair, defaultStride: Pair): Window | undefined {
  const { shape } = firstOperand(call);
  const stride = readPair(call, 'stride', defaultStride);
  const wanted = readPadding(call);
  if (stride === undefined || wanted === undefined) return undefined;
  const input: Pair = [shape[1], shape[2]];
  const padding = wanted === 'same' ? samePadding(input, kernel, stride) : wanted;
  const size: Pair = [
    windowCount(shape[1], kernel[0], stride[0], padding.top + padding.bottom),
    windowCount(shape[2], kernel[1], stride[1], padding.left + padding.right),
  ];
  if (size[0] >= 1 && size[1] >= 1) return { kernel, stride, padding, size };
  const padded = `${shape[1] + padding.top + padding.bottom} x ${shape[2] + padding.left + padding.right}`;
  const message = `a ${kernel.join('x')} kernel does not fit ${showTensor(call, firstOperand(call))}`;
  const isPadded = padding.top + padding.bottom + padding.left + padding.right > 0;
  const label = `the input${isPadded ? ' with padding' : ''} is ${padded}`;
  return failCall(call, 'NF2202', message, call.options.get('kernel')?.span ?? call.place.span, 'use a smaller kernel, `same`, or `pad N`', label);
}

/** The table of a conv, checked against its input; null where there is none. */
function readTable(call: LayerCall): ConnectionTable | null | undefined {
  const option = call.options.get('table');
  if (option === undefined) return null;
  if (option.value.kind !== 'table') {
    return failCall(call, 'NF2106', `table of ${call.signature.name} is a table, found ${showValue(option.value)}`, option.span, 'define `table NAME { 0: 0 1  1: 1 2 }` and write `table NAME`');
  }
  const { table } = option.value;
  const input = firstOperand(call);
  const highest = table.rows.reduce((top, row) => row.reduce((most, map) => Math.max(most, map), top), 0);
  if (highest < input.shape[0]) return table;
  const source = knownSource(call.context, input);
  const message = `conv reads ${countOf(highest + 1, 'map')}, but \`${source.name}\` has ${input.shape[0]}`;
  const hint = `${source.name} (line ${source.span.line}) has ${input.shape[0] === 1 ? 'map 0 only' : `maps 0 to ${input.shape[0] - 1}`}; \`nfc check --shapes\` prints every shape`;
  return failCall(call, 'NF2104', message, option.span, hint, `this table names input map ${highest}`);
}

/** Number of groups, 1 by default and one per input map for `depthwise`. */
function readGroups(call: LayerCall, inputMaps: number): number | undefined {
  const option = call.options.get('groups');
  const depthwise = call.flags.get('depthwise');
  if (option !== undefined && depthwise !== undefined) return failCall(call, 'NF2108', '`depthwise` and `groups` exclude each other', depthwise, '`depthwise` means one group per input map');
  if (depthwise !== undefined) return inputMaps;
  return option === undefined ? 1 : readInteger(call, `groups of ${call.signature.name}`, option, 1, 2 ** 27);
}

function checkGroups(call: LayerCall, groups: number, inputMaps: number, maps: number): boolean {
  if (inputMaps % groups === 0 && maps % groups === 0) return true;
  const isInput = inputMaps % groups !== 0;
  const message = `${countOf(groups, 'group')} cannot split ${countOf(isInput ? inputMaps : maps, isInput ? 'input map' : 'output map')} evenly`;
  const span = call.options.get('groups')?.span ?? call.flags.get('depthwise') ?? call.place.span;
  const hint = isInput ? `choose a divisor of ${inputMaps}` : `make the maps a multiple of ${groups}`;
  failCall(call, 'NF2206', message, span, hint);
  return false;
}

export function makeConv(call: LayerCall): FloatNode | undefined {
  const input = firstOperand(call);
  const table = readTable(call);
  const groups = readGroups(call, input.shape[0]);
  const kernel = needKernel(call);
  const maps = readMaps(call, table ?? null);
  const precision = precisionOf(call);
  const hasBias = biasOf(call);
  if (table === undefined || groups === undefined || kernel === undefined || maps === undefined) return undefined;
  if (precision === undefined || hasBias === undefined) return undefined;
  if (table !== null && (call.options.has('groups') || call.flags.has('depthwise'))) {
    return failCall(call, 'NF2108', '`table` and groups exclude each other', call.options.get('table')?.span ?? call.place.span, 'write the groups as rows of the table');
  }
  if (table !== null && table.rows.length !== maps) {
    const name = table.name === null ? 'the table' : `table \`${table.name}\``;
    return failCall(call, 'NF2105', `${name} lists ${countOf(table.rows.length, 'output map')}, but conv has ${maps}`, call.options.get('table')?.span ?? call.place.span, `give the table one row per output map, 0 to ${maps - 1}`);
  }
  if (!checkGroups(call, groups, input.shape[0], maps)) return undefined;
  const window = readWindow(call, kernel, [1, 1]);
  if (window === undefined) return undefined;
  const shape: Shape = [maps, window.size[0], window.size[1]];
  const params = refOf(call, [maps, input.shape[0] / groups, kernel[0], kernel[1]]);
  if (params === undefined || !checkSize(call, shape)) return undefined;
  return addLayer<ConvNode>(call, {
    kind: 'conv',
    name: call.place.name,
    span: call.place.span,
    inputs: [input.id],
    shape,
    kernel,
    stride: window.stride,
    padding: window.padding,
    groups,
    table: table === null ? null : table.rows,
    hasBias,
    params,
    precision,
  });
}

/** Maps as given, else as the table or depthwise implies. */
function readMaps(call: LayerCall, table: ConnectionTable | null): number | undefined {
  if (!call.options.has('maps')) {
    if (table !== null) return table.rows.length;
    if (call.flags.has('depthwise')) return firstOperand(call).shape[0];
  }
  return needInteger(call, 'maps');
}

export function makeDeconv(call: LayerCall): FloatNode | undefined {
  const input = firstOperand(call);
  const groups = readGroups(call, input.shape[0]);
  const kernel = needKernel(call);
  const maps = readMaps(call, null);
  const stride = readPair(call, 'stride', [1, 1]);
  const wanted = readPadding(call);
  const extra = readPair(call, 'outpad', [0, 0], 0);
  const precision = precisionOf(call);
  const hasBias = biasOf(call);
  if (groups === undefined || kernel === undefined || maps === undefined || stride === undefined) return undefined;
  if (wanted === undefined || extra === undefined || precision === undefined || hasBias === undefined) return undefined;
  if (!checkGroups(call, groups, input.shape[0], maps)) return undefined;
  if (wanted === 'same' && call.options.has('outpad')) {
    return failCall(call, 'NF2108', '`same` and `outpad` exclude each other', call.options.get('outpad')?.span ?? call.place.span, '`same` multiplies the size by the stride exactly; use `pad` to choose yourself');
  }
  const { padding, outputPadding } = wanted === 'same' ? sameTransposed(kernel, stride) : { padding: wanted, outputPadding: extra };
  if (wanted !== 'same' && (extra[0] >= stride[0] || extra[1] >= stride[1])) {
    const span = call.options.get('outpad')?.span;
    if (span !== undefined) return failCall(call, 'NF2204', `outpad of deconv must be smaller than the stride ${stride.join('x')}, found ${extra.join('x')}`, span, 'use a larger stride or a smaller outpad');
  }
  const height = (input.shape[1] - 1) * stride[0] - padding.top - padding.bottom + kernel[0] + outputPadding[0];
  const width = (input.shape[2] - 1) * stride[1] - padding.left - padding.right + kernel[1] + outputPadding[1];
  if (height < 1 || width < 1) {
    return failCall(call, 'NF2204', `the padding of deconv leaves ${height} x ${width} elements`, call.options.get('pad')?.span ?? call.place.span, 'use a smaller `pad`');
  }
  const params = refOf(call, [input.shape[0], maps / groups, kernel[0], kernel[1]]);
  if (params === undefined || !checkSize(call, [maps, height, width])) return undefined;
  return addLayer<TransposedConvNode>(call, {
    kind: 'transposed-conv',
    name: call.place.name,
    span: call.place.span,
    inputs: [input.id],
    shape: [maps, height, width],
    kernel,
    stride,
    padding,
    outputPadding,
    groups,
    hasBias,
    params,
    precision,
  });
}

export function makePool(mode: PoolNode['mode']): (call: LayerCall) => FloatNode | undefined {
  return (call) => {
    const input = firstOperand(call);
    const globalSpan = call.flags.get('global');
    if (globalSpan !== undefined && (call.options.size > 0 || call.flags.size > 1)) {
      return failCall(call, 'NF2108', '`global` excludes other window options', globalSpan, `write ${call.signature.name}(global) alone`);
    }
    const kernel = globalSpan === undefined ? needKernel(call) : ([input.shape[1], input.shape[2]] as const);
    const countPadding = readCount(call);
    if (kernel === undefined || countPadding === undefined) return undefined;
    const window = readWindow(call, kernel, kernel);
    if (window === undefined) return undefined;
    const { padding } = window;
    if (Math.max(padding.top, padding.bottom) >= kernel[0] || Math.max(padding.left, padding.right) >= kernel[1]) {
      return failCall(call, 'NF2204', `pad of ${call.signature.name} must be smaller than the kernel ${kernel.join('x')}`, call.options.get('pad')?.span ?? call.place.span, 'otherwise a window would see padding alone');
    }
    return addLayer<PoolNode>(call, {
      kind: 'pool',
      name: call.place.name,
      span: call.place.span,
      inputs: [input.id],
      shape: [input.shape[0], window.size[0], window.size[1]],
      mode,
      kernel,
      stride: window.stride,
      padding,
      countPadding,
    });
  };
}

/** True where the call says `count padding`. */
function readCount(call: LayerCall): boolean | undefined {
  const option = call.options.get('count');
  if (option === undefined) return false;
  if (option.value.kind === 'word' && option.value.word === 'padding') return true;
  return failCall(call, 'NF2106', `\`count\` stands before \`padding\`, found ${showValue(option.value)}`, option.span, 'write `count padding`');
}
