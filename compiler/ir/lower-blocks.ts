// Binds the arguments of a block call to its parameters: by name where named, the rest in order. Reports missing,
// unknown, repeated and left-over arguments.
import type { Span } from '../source/span.ts';
import { listNames, nearestName } from '../source/suggest.ts';
import type { Block } from '../syntax/ast.ts';
import { type Context, fail, type Instance } from './lower-context.ts';
import { type EvaluatedArg, poison, type Value } from './lower-values.ts';

/** How a block is called, for help texts: `Residual(x, maps, stride = ...)`. */
export function showBlock(block: Block): string {
  const parameters = block.parameters.map(({ name, defaultValue }) => (defaultValue === null ? name.name : `${name.name} = ...`));
  return `${block.name.name}(${parameters.join(', ')})`;
}

/** Values of the parameters that the call gives or should give; parameters left to their default are absent. */
export function bindParameters(
  context: Context,
  instance: Instance,
  block: Block,
  args: readonly EvaluatedArg[],
  span: Span,
): Map<string, Value> {
  const bound = new Map<string, Value>();
  const title = block.name.name;
  const names = block.parameters.map((parameter) => parameter.name.name);
  const hint = `it is defined as ${showBlock(block)}`;
  for (const { arg, value } of args) {
    if (arg.name === null) continue;
    const { name, span: at } = arg.name;
    if (!names.includes(name)) {
      const near = nearestName(name, names);
      const advice = near === undefined ? (names.length === 0 ? 'it has no parameters' : `it has ${listNames(names)}`) : `did you mean \`${near}\`?`;
      fail(context, instance, { code: 'NF2101', message: `block \`${title}\` has no parameter \`${name}\``, span: at, hint: advice });
    } else if (bound.has(name)) {
      fail(context, instance, { code: 'NF2107', message: `\`${name}\` is given twice for \`${title}\``, span: at, hint: 'keep one of the two' });
    } else bound.set(name, value);
  }
  const open = names.filter((name) => !bound.has(name));
  const positional = args.filter(({ arg }) => arg.name === null);
  positional.forEach(({ arg, value }, index) => {
    const name = open[index];
    if (name !== undefined) bound.set(name, value);
    else if (index === open.length) {
      const message = `block \`${title}\` has ${names.length} parameter${names.length === 1 ? '' : 's'}, but ${args.length} arguments are given`;
      fail(context, instance, { code: 'NF2103', message, span: arg.span, hint });
    }
  });
  for (const { name, defaultValue } of block.parameters) {
    if (bound.has(name.name) || defaultValue !== null) continue;
    fail(context, instance, { code: 'NF2102', message: `block \`${title}\` needs \`${name.name}\``, span, hint });
    bound.set(name.name, poison);
  }
  return bound;
}
