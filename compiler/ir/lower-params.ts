// What layers with numbers have in common: where the numbers come from, their precision, whether there is a bias, and
// the limits on sizes. Layers that share a key must agree on the shape of their weights.
import type { FloatNode, ParamRef, Precision } from './float-graph.ts';
import { bug } from '../source/diagnostic.ts';
import type { Shape } from './graph.ts';
import { failCall, type LayerCall, readPrecision } from './lower-args.ts';
import { knownSource, MAX_ELEMENTS } from './lower-context.ts';
import { showShape, showValue } from './lower-values.ts';

export function firstOperand(call: LayerCall): FloatNode {
  return call.operands[0] ?? bug(`${call.signature.name} without operand`);
}

/** `` `s2` (6 x 14 x 14, line 8) `` for messages about a tensor. */
export function showTensor(call: LayerCall, node: FloatNode): string {
  const source = knownSource(call.context, node);
  return `\`${source.name}\` (${showShape(node.shape)}, line ${source.span.line})`;
}

/** Precision of this layer, else of the network. */
export function precisionOf(call: LayerCall): Precision | undefined {
  const option = call.options.get('weights');
  return option === undefined ? call.context.precision : readPrecision(call, option);
}

/** False where the call says `no bias`. */
export function biasOf(call: LayerCall): boolean | undefined {
  const option = call.options.get('no');
  if (option === undefined) return true;
  if (option.value.kind === 'word' && option.value.word === 'bias') return false;
  return failCall(call, 'NF2106', `\`no\` stands before \`bias\`, found ${showValue(option.value)}`, option.span, 'write `no bias`');
}

/** Where the numbers of this layer come from, after comparing `weightShape` with other layers of the same key. */
export function refOf(call: LayerCall, weightShape: readonly number[]): ParamRef | undefined {
  const { context, place, options, signature } = call;
  const option = options.get('key');
  if (option !== undefined && option.value.kind !== 'text') {
    return failCall(call, 'NF2106', `key of ${signature.name} is text, found ${showValue(option.value)}`, option.span, 'write key "NAME" as in the weights file');
  }
  const key = option?.value.kind === 'text' ? option.value.value : place.key;
  const size = weightShape.reduce((product, part) => product * part, 1);
  if (size > MAX_ELEMENTS) {
    return failCall(call, 'NF2207', `${signature.name} would have ${size.toLocaleString('en-US')} weights (${weightShape.join(' x ')})`, place.span, 'at most 2^27 (134,217,728) are possible; use fewer maps, a smaller kernel or groups');
  }
  const shape = weightShape.join(' x ');
  const slot = `${key}:${signature.name}`;
  const earlier = context.keyShapes.get(slot);
  if (earlier !== undefined && earlier.shape !== shape) {
    return failCall(call, 'NF2211', `the weights \`${key}\` are ${shape} here, but ${earlier.shape} on line ${earlier.span.line}`, place.span, 'a shared layer must see the same number of input maps everywhere; give this layer a key of its own otherwise');
  }
  if (earlier === undefined) context.keyShapes.set(slot, { shape, span: place.span });
  if (context.weightsSource === undefined) {
    return failCall(call, 'NF2011', `${signature.name} has weights, but the network does not say where they come from`, place.span, 'add `weights "FILE.safetensors"` or, for a trial, `weights random(1)` to the network');
  }
  return { key, source: context.weightsSource, span: place.span };
}

/** Reports a tensor beyond the limit. */
export function checkSize(call: LayerCall, shape: Shape): boolean {
  if (shape[0] * shape[1] * shape[2] <= MAX_ELEMENTS) return true;
  failCall(call, 'NF2207', `the result of ${call.signature.name} would be ${showShape(shape)}`, call.place.span, 'a tensor holds at most 2^27 (134,217,728) elements');
  return false;
}
