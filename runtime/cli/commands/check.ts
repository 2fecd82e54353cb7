// nfc check: parse and check a model, nothing more. With --shapes it prints every tensor's shape.
import { renderDiagnostics } from '../../../compiler/source/render.ts';
import type { Command, ExitCode } from '../command.ts';
import { diagnosticDocument } from '../report-error.ts';
import { renderTable } from '../table.ts';

interface Arguments {
  readonly model: string;
  readonly shapes: boolean;
}

export const check: Command<Arguments> = {
  usage: 'check <model>',
  summary: 'parse and check a model',
  options: (yargs) => yargs
    .positional('model', { type: 'string', demandOption: true, describe: 'model file (.nf)' })
    .option('shapes', { type: 'boolean', default: false, describe: 'print the shape of every tensor' }),
  run: async (args, context): Promise<ExitCode> => {
    const { loadModel } = await import('../../load-model.ts');
    const { graph, warnings } = loadModel(args.model, context.sources);
    if (warnings.length > 0) context.note(renderDiagnostics(warnings, context.sources));
    const rows = graph.nodes.map((node) => ({ name: node.name, kind: node.kind, shape: node.shape }));
    context.json({ model: graph.name, errors: 0, warnings: warnings.length, messages: warnings.map(diagnosticDocument), nodes: rows });
    if (args.shapes) context.say(renderTable(['tensor', 'kind', 'shape'], rows.map((row) => [row.name, row.kind, row.shape.join(' x ')])));
    else context.say(`${args.model}: ${graph.name}, ${rows.length} nodes, no errors`);
    return 0;
  },
};
