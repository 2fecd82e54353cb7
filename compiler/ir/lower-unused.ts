// Leaves out what reaches no output: a warning for each layer whose result nobody reads, an error for an unused input.
import type { FloatNode } from './float-graph.ts';
import { type Context, fail, type Instance } from './lower-context.ts';

/** The nodes that some output needs, in order. */
export function removeUnused(context: Context, instance: Instance): readonly FloatNode[] {
  const byId = new Map(context.nodes.map((node) => [node.id, node]));
  const needed = new Set<string>();
  const open = context.outputs.map((output) => output.node);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (needed.has(id)) continue;
    needed.add(id);
    open.push(...(byId.get(id)?.inputs ?? []));
  }
  const read = new Set(context.nodes.flatMap((node) => node.inputs));
  for (const node of context.nodes) {
    if (needed.has(node.id)) continue;
    if (node.kind === 'input') {
      fail(context, instance, { code: 'NF2016', message: `input \`${node.name}\` reaches no output`, span: node.span, hint: 'use it in a pipeline that ends in an output, or remove it' });
    } else if (!read.has(node.id)) {
      context.report({
        code: 'NF2015',
        severity: 'warning',
        message: `the result of \`${node.name}\` is not used`,
        span: node.span,
        hint: 'feed it to another layer, or make it an output: `|> output NAME: layer(...)`',
      });
    }
  }
  return context.nodes.filter((node) => needed.has(node.id));
}
