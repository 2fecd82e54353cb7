// Layers that run on the host, in real numbers: `dense(10, on host)`. They come last: a layer of the host reads layers of the machine or of
// the host, and a layer of the machine never reads one of the host. Argmax runs where its operand does.
import { type FloatNode, isOnHost } from './float-graph.ts';
import type { LayerCall } from './lower-args.ts';
import { addNode, fail, knownSource } from './lower-context.ts';
import { showValue } from './lower-values.ts';

/** Options that say how the machine stores numbers. */
const MACHINE_OPTIONS = ['weights', 'range'];

function isForHost({ options, operands, signature }: LayerCall): boolean {
  return options.has('on') || (signature.name === 'argmax' && operands.some(isOnHost));
}

/** Adds the node of a bound call, for the machine or the host. */
export function addLayer<N extends Exclude<FloatNode, { kind: 'input' }>>(call: LayerCall, node: Omit<N, 'id'>): N {
  return addNode<N>(call.context, call.instance, isForHost(call) ? { ...node, onHost: true } : node);
}

/** Whether the call may run where it says, with these operands and options; reports otherwise. */
export function checkHost(call: LayerCall): boolean {
  const { context, instance, options, operands, place, signature } = call;
  const bad = (code: string, message: string, span: typeof place.span, hint: string): boolean => {
    fail(context, instance, { code, message, span, hint });
    return false;
  };
  const option = options.get('on');
  if (option !== undefined && !(option.value.kind === 'word' && option.value.word === 'host')) {
    return bad('NF2106', `\`on\` stands before \`host\`, found ${showValue(option.value)}`, option.span, 'write `on host`');
  }
  if (isForHost(call)) {
    const input = operands.find((operand) => operand.kind === 'input');
    if (input !== undefined) return bad('NF2215', `${signature.name} on the host reads the input \`${input.name}\``, place.span, 'put a layer of the machine before it, or leave out `on host`');
    const odd = MACHINE_OPTIONS.find((name) => options.has(name));
    if (odd === undefined) return true;
    return bad('NF2108', `\`${odd}\` is for layers of the machine; the host computes in real numbers`, options.get(odd)?.span ?? place.span, `leave out \`${odd}\` or \`on host\``);
  }
  const host = operands.find(isOnHost);
  if (host === undefined) return true;
  const { name } = knownSource(context, host);
  return bad('NF2214', `${signature.name} runs on the machine, but reads \`${name}\`, which runs on the host`, place.span, `add \`on host\` to this ${signature.name} and to the layers after it, or let \`${name}\` run on the machine`);
}
