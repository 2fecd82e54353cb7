// What the language knows by itself: the built-in layers with their arguments, the functions on numbers and shapes, and
// the words that stand for a choice. One row per layer; checks, lowering and documentation all read this table.

/** How a layer is called. `slots` are filled by numbers without a name, in order; `sizeSlot` by a size such as 5x5. */
export interface LayerSignature {
  readonly name: string;
  /** Smallest and largest number of tensors read. */
  readonly operands: readonly [least: number, most: number];
  readonly slots: readonly string[];
  readonly sizeSlot: string | null;
  /** Options with a value, without the slots. */
  readonly options: readonly string[];
  /** Words that stand alone. */
  readonly flags: readonly string[];
  readonly example: string;
}

const layer = (
  name: string,
  example: string,
  parts: Partial<Omit<LayerSignature, 'name' | 'example'>> = {},
): LayerSignature => ({ name, example, operands: [1, 1], slots: [], sizeSlot: null, options: [], flags: [], ...parts });

const pool = { slots: ['kernel'], sizeSlot: 'kernel', flags: ['same', 'valid', 'global'] } as const;
const weighted = ['weights', 'key', 'no', 'on'] as const;
const most = Number.MAX_SAFE_INTEGER;

const rows: readonly LayerSignature[] = [
  layer('conv', 'conv(6 maps, 5x5, stride 1, pad 2)', {
    slots: ['maps', 'kernel'],
    sizeSlot: 'kernel',
    options: ['stride', 'pad', 'groups', 'table', ...weighted],
    flags: ['same', 'valid', 'depthwise'],
  }),
  layer('deconv', 'deconv(8 maps, 4x4, stride 2, pad 1)', {
    slots: ['maps', 'kernel'],
    sizeSlot: 'kernel',
    options: ['stride', 'pad', 'outpad', 'groups', ...weighted],
    flags: ['same', 'valid', 'depthwise'],
  }),
  layer('dense', 'dense(10)', { slots: ['units'], options: [...weighted] }),
  layer('maxpool', 'maxpool(2x2)', { ...pool, options: ['stride', 'pad', 'on'] }),
  layer('avgpool', 'avgpool(2x2)', { ...pool, options: ['stride', 'pad', 'count', 'on'] }),
  layer('sumpool', 'sumpool(2x2)', { ...pool, options: ['stride', 'pad', 'on'] }),
  layer('l2pool', 'l2pool(2x2)', { ...pool, options: ['stride', 'pad', 'on'] }),
  layer('batchnorm', 'batchnorm(epsilon 1e-5)', { options: ['epsilon', 'key', 'on'] }),
  layer('relu', 'relu', { options: ['range', 'on'] }),
  layer('hardtanh', 'hardtanh', { options: ['range', 'on'] }),
  layer('tanh', 'tanh', { options: ['range', 'on'] }),
  layer('abs', 'abs', { options: ['range', 'on'] }),
  layer('sigmoid', 'sigmoid', { options: ['range', 'on'] }),
  layer('sqrt', 'sqrt', { options: ['range', 'on'] }),
  layer('threshold', 'threshold(base -1)', { options: ['base', 'key'] }),
  layer('add', 'add(a, b)', { operands: [2, most], options: ['on'] }),
  layer('concat', 'concat(a, b)', { operands: [2, most], options: ['on'] }),
  layer('upsample', 'upsample(2)', { slots: ['factor'], sizeSlot: 'factor', options: ['on'] }),
  layer('flatten', 'flatten', { options: ['on'] }),
  layer('argmax', 'argmax(logits)'),
];

export const layers: ReadonlyMap<string, LayerSignature> = new Map(rows.map((entry) => [entry.name, entry]));

/** Functions that give a number: of numbers, or of a tensor's shape. */
export const numberFunctions: ReadonlyMap<string, { readonly arity: readonly [number, number]; readonly of: 'number' | 'tensor' }> = new Map([
  ['floor', { arity: [1, 1], of: 'number' }],
  ['ceil', { arity: [1, 1], of: 'number' }],
  ['min', { arity: [2, 8], of: 'number' }],
  ['max', { arity: [2, 8], of: 'number' }],
  ['maps', { arity: [1, 1], of: 'tensor' }],
  ['height', { arity: [1, 1], of: 'tensor' }],
  ['width', { arity: [1, 1], of: 'tensor' }],
] as const);

/** Words that mean themselves where no value has their name. */
export const words: ReadonlySet<string> = new Set(['same', 'valid', 'ternary', 'depthwise', 'global', 'bias', 'padding', 'host']);

/** Units after a number: what counts, and what makes a precision. */
export const unitWordsOf = { counts: new Set(['map', 'maps', 'unit', 'units']), trits: new Set(['trit', 'trits']) };

/** Every name an option of this layer may be given under. */
export function optionNames(signature: LayerSignature): readonly string[] {
  return [...signature.slots, ...signature.options];
}

export const isBuiltin = (name: string): boolean => layers.has(name) || numberFunctions.has(name);
