// Checks what a file consists of: one network in the entry file, inputs, declarations once, no taken names.
import type { Report } from '../source/diagnostic.ts';
import type { Model, Network } from '../syntax/ast.ts';

/** The network of the entry file; reports where there is none or more than one. */
export function findNetwork(model: Model, report: Report): Network | undefined {
  const networks = model.items.filter((item) => item.kind === 'network');
  const [network, second] = networks;
  if (network === undefined) {
    const hint = 'add `network NAME { input ... }`; blocks and tables alone are for importing';
    report({ code: 'NF2008', severity: 'error', message: 'the file defines no network', span: model.span, hint });
  } else if (second !== undefined) {
    const message = `network \`${second.name.name}\` is the second of the file`;
    report({ code: 'NF2009', severity: 'error', message, span: second.name.span, label: `the first is \`${network.name.name}\``, hint: 'move it to a file of its own; share blocks with `import`' });
  }
  return network;
}

/** Declarations of a network: at least one input, weights and precision at most once. */
export function checkDeclarations(network: Network, report: Report): void {
  if (!network.items.some((item) => item.kind === 'input')) {
    report({ code: 'NF2014', severity: 'error', message: `network \`${network.name.name}\` has no input`, span: network.name.span, hint: 'add `input image: u8[1, 32, 32], scale 1/255`' });
  }
  const seen = new Map<string, number>();
  for (const item of network.items) {
    if (item.kind !== 'weights' && item.kind !== 'precision') continue;
    const line = seen.get(item.kind);
    if (line === undefined) seen.set(item.kind, item.span.line);
    else report({ code: 'NF2013', severity: 'error', message: `${item.kind} is declared twice`, span: item.span, label: `first on line ${line}`, hint: item.kind === 'weights' ? 'a network has one source of weights; merge the files' : 'say all of it in one line: `precision weights 6b, activations 3b`' });
  }
}
