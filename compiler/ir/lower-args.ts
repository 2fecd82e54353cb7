// Binds the arguments of a built-in layer to its slots, options and flags, and reads numbers, pairs, paddings and
// precisions out of them. Every reader reports what does not fit and returns undefined then.
import type { Span } from '../source/span.ts';
import { listNames, nearestName } from '../source/suggest.ts';
import type { Arg } from '../syntax/ast.ts';
import { type LayerSignature, optionNames } from '../syntax/builtins.ts';
import type { FloatNode, Padding, Pair, Precision } from './float-graph.ts';
import { type Context, fail, type Instance, type Place } from './lower-context.ts';
import { type EvaluatedArg, precisionOfBits, precisionOfTrits, showValue, type Value } from './lower-values.ts';

export interface BoundOption {
  readonly value: Value;
  readonly span: Span;
}

/** A call of a built-in layer with its arguments sorted out. */
export interface LayerCall {
  readonly context: Context;
  readonly instance: Instance;
  readonly signature: LayerSignature;
  readonly place: Place;
  readonly operands: readonly FloatNode[];
  readonly options: ReadonlyMap<string, BoundOption>;
  readonly flags: ReadonlyMap<string, Span>;
}

/** Reports against a layer call; returns undefined, so that readers can return it. */
export function failCall(call: LayerCall, code: string, message: string, span: Span, hint: string, label?: string): undefined {
  fail(call.context, call.instance, { code, message, span, hint, ...(label === undefined ? {} : { label }) });
  return undefined;
}

const unitSlot: Readonly<Record<string, string>> = { map: 'maps', maps: 'maps', unit: 'units', units: 'units' };

/** Sorts arguments into operands, options and flags. Undefined where something was reported or is poison. */
export function bindLayerArgs(
  head: Pick<LayerCall, 'context' | 'instance' | 'signature' | 'place'>,
  piped: readonly EvaluatedArg[],
  args: readonly EvaluatedArg[],
): LayerCall | undefined {
  const { signature } = head;
  const operands: FloatNode[] = [];
  const options = new Map<string, BoundOption>();
  const flags = new Map<string, Span>();
  const call: LayerCall = { ...head, operands, options, flags };
  let isGood = true;
  const bad = (code: string, message: string, span: Span, hint: string): void => {
    failCall(call, code, message, span, hint);
    isGood = false;
  };
  const setOption = (name: string, value: Value, span: Span): void => {
    if (options.has(name)) bad('NF2107', `\`${name}\` is given twice for ${signature.name}`, span, 'keep one of the two');
    else options.set(name, { value, span });
  };
  for (const { arg, value } of [...piped, ...args]) {
    if (value.kind === 'poison') {
      isGood = false;
      continue;
    }
    const target = targetOf(signature, arg, value, options);
    if (target === 'operand' && value.kind === 'tensor') operands.push(value.node);
    else if (target === 'flag' && value.kind === 'word') {
      if (flags.has(value.word)) bad('NF2107', `\`${value.word}\` is given twice for ${signature.name}`, arg.span, 'keep one of the two');
      flags.set(value.word, arg.span);
    } else if (target === undefined) {
      const names = optionNames(signature);
      const near = value.kind === 'word' ? nearestName(value.word, [...names, ...signature.flags]) : undefined;
      const options = value.kind === 'word' && value.word === 'ternary' ? 'write `weights ternary`' : `it is called as ${signature.example}`;
      bad('NF2106', `${signature.name} has no place for ${showValue(value)}`, arg.span, near === undefined ? options : `did you mean \`${near}\`?`);
    } else setOption(target, value, arg.span);
  }
  if (!isGood) return undefined;
  return checkOperands(call) ? call : undefined;
}

/** Which slot, option, or operand an argument fills; undefined where none fits. */
function targetOf(signature: LayerSignature, arg: Arg, value: Value, options: ReadonlyMap<string, BoundOption>): string | undefined {
  if (arg.name !== null) return arg.name.name;
  if (arg.unit !== null && value.kind === 'number') {
    const slot = unitSlot[arg.unit.name];
    return slot !== undefined && signature.slots.includes(slot) ? slot : undefined;
  }
  if (value.kind === 'tensor') return 'operand';
  if (arg.value.kind === 'name' && optionNames(signature).includes(arg.value.name)) return arg.value.name;
  if (value.kind === 'word' && signature.flags.includes(value.word)) return 'flag';
  if (value.kind === 'table' && signature.options.includes('table')) return 'table';
  if (value.kind === 'size' && signature.sizeSlot !== null) return signature.sizeSlot;
  if (value.kind === 'number') return signature.slots.find((slot) => !options.has(slot));
  return undefined;
}

function checkOperands(call: LayerCall): boolean {
  const { signature, operands, place } = call;
  const [least, most] = signature.operands;
  if (operands.length < least || operands.length > most) {
    const wants = least === most ? (least === 1 ? 'one tensor' : `${least} tensors`) : 'two or more tensors';
    const found = operands.length === 0 ? 'none' : String(operands.length);
    const hint = least === 1 ? `write \`x |> ${signature.example}\`` : `write ${signature.example}`;
    failCall(call, 'NF2103', `${signature.name} reads ${wants}, found ${found}`, place.span, hint);
    return false;
  }
  const index = operands.find((operand) => operand.kind === 'argmax');
  if (index === undefined) return true;
  failCall(call, 'NF2210', `${signature.name} reads \`${index.name}\`, which is an index`, place.span, 'argmax ends a network: make it an output, and use the tensor before it here');
  return false;
}

/** Sizes and counts beyond this are refused; see also MAX_ELEMENTS. */
const LIMIT = 2 ** 27;

/** Checks that a value is a whole number from `least` to `most`. */
export function readInteger(
  call: Pick<LayerCall, 'context' | 'instance'>,
  what: string,
  option: BoundOption,
  least: number,
  most: number,
): number | undefined {
  const report = (code: string, message: string, hint: string): undefined => {
    fail(call.context, call.instance, { code, message, span: option.span, hint });
    return undefined;
  };
  const { value } = option;
  if (value.kind === 'poison') return undefined;
  if (value.kind !== 'number') return report('NF2106', `${what} is a number, found ${showValue(value)}`, 'give a whole number');
  if (!Number.isInteger(value.value)) return report('NF2203', `${what} must be a whole number, found ${value.value}`, 'use floor(...) or ceil(...) to round');
  if (value.value < least || value.value > most) {
    const limit = most === LIMIT ? '2^27' : String(most);
    const range = most !== LIMIT ? `${least} to ${limit}` : value.value < least ? `at least ${least}` : `at most ${limit}`;
    return report('NF2204', `${what} must be ${range}, found ${value.value}`, `choose a number from ${least} to ${limit}`);
  }
  return value.value;
}

/** A slot that must be given. */
export function needInteger(call: LayerCall, name: string, least = 1): number | undefined {
  const option = call.options.get(name);
  if (option !== undefined) return readInteger(call, `${name} of ${call.signature.name}`, option, least, LIMIT);
  return failCall(call, 'NF2102', `${call.signature.name} needs ${name}`, call.place.span, `it is called as ${call.signature.example}`);
}

/** `5x5` or `5` as rows and columns; `fallback` where the option is absent. */
export function readPair(call: LayerCall, name: string, fallback: Pair, least = 1): Pair | undefined {
  const option = call.options.get(name);
  if (option === undefined) return fallback;
  const what = `${name} of ${call.signature.name}`;
  if (option.value.kind === 'size') {
    const [rows, columns, ...rest] = option.value.parts;
    if (rows === undefined || columns === undefined || rest.length > 0) {
      return failCall(call, 'NF2106', `${what} has two sides, found ${showValue(option.value)}`, option.span, 'give rows x columns, as in 3x5');
    }
    const pair = [rows, columns].map((value) => readInteger(call, what, { value: { kind: 'number', value }, span: option.span }, least, LIMIT));
    const [first, second] = pair;
    return first === undefined || second === undefined ? undefined : [first, second];
  }
  const side = readInteger(call, what, option, least, LIMIT);
  return side === undefined ? undefined : [side, side];
}

/** The padding asked for: numbers, or the word `same`. */
export function readPadding(call: LayerCall): Padding | 'same' | undefined {
  const option = call.options.get('pad');
  const flag = ['same', 'valid'].filter((word) => call.flags.has(word));
  const second = flag[1];
  const clash = option !== undefined && flag.length > 0 ? flag[0] : second;
  if (clash !== undefined) {
    return failCall(call, 'NF2108', `${call.signature.name} has two paddings`, call.flags.get(clash) ?? call.place.span, 'keep one of `same`, `valid` and `pad`');
  }
  const word = option?.value.kind === 'word' ? option.value.word : flag[0];
  if (word === 'same') return 'same';
  if (word === 'valid' || (option === undefined && word === undefined)) return { top: 0, left: 0, bottom: 0, right: 0 };
  if (option === undefined) return undefined;
  const what = `pad of ${call.signature.name}`;
  const { value } = option;
  if (value.kind !== 'size' && value.kind !== 'number') {
    return failCall(call, 'NF2106', `${what} is a size, found ${showValue(value)}`, option.span, 'write `same`, `valid`, `pad 1`, `pad ROWSxCOLUMNS` or `pad TOPxLEFTxBOTTOMxRIGHT`');
  }
  const parts = value.kind === 'number' ? [value.value] : value.parts;
  if (parts.length !== 1 && parts.length !== 2 && parts.length !== 4) {
    return failCall(call, 'NF2106', `${what} has 1, 2 or 4 numbers, found ${showValue(value)}`, option.span, 'write `pad 1`, `pad ROWSxCOLUMNS` or `pad TOPxLEFTxBOTTOMxRIGHT`');
  }
  const sides: number[] = [];
  for (const part of parts) {
    const side = readInteger(call, what, { value: { kind: 'number', value: part }, span: option.span }, 0, LIMIT);
    if (side === undefined) return undefined;
    sides.push(side);
  }
  const [top = 0, left = top, bottom = top, right = left] = sides;
  return { top, left, bottom, right };
}

/** `ternary`, `2 trits`, `6b` as a range of weights. */
export function readPrecision(call: Pick<LayerCall, 'context' | 'instance'>, option: BoundOption): Precision | undefined {
  const { value, span } = option;
  if (value.kind === 'poison') return undefined;
  const found =
    value.kind === 'word' && value.word === 'ternary'
      ? precisionOfTrits(1)
      : value.kind === 'trits'
        ? precisionOfTrits(value.trits)
        : value.kind === 'bits'
          ? precisionOfBits(value.bits)
          : undefined;
  if (found !== undefined) return found;
  const isRange = value.kind === 'trits' || value.kind === 'bits';
  const message = isRange ? `weights of ${showValue(value)} are not possible` : `a weight precision was expected, found ${showValue(value)}`;
  const hint = `choose ${listNames(['ternary', '1 trit', '2 trits', '3 trits', '4 trits', '6b'], 'or')} (2b to 5b work too)`;
  fail(call.context, call.instance, { code: isRange ? 'NF2208' : 'NF2106', message, span, hint });
  return undefined;
}

/** A real number above zero. */
export function readPositive(call: LayerCall, name: string, fallback: number | null): number | null | undefined {
  const option = call.options.get(name);
  if (option === undefined) return fallback;
  const what = `${name} of ${call.signature.name}`;
  if (option.value.kind !== 'number') return failCall(call, 'NF2106', `${what} is a number, found ${showValue(option.value)}`, option.span, 'give a number');
  if (option.value.value > 0) return option.value.value;
  return failCall(call, 'NF2204', `${what} must be above zero, found ${option.value.value}`, option.span, 'give a number above zero');
}
