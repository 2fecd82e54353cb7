// nfc check: parse and check a model, nothing more. With --shapes it prints every tensor's shape, with --weights it checks that a file has
// all the numbers.
import { isOnHost } from '../../../compiler/ir/float-graph.ts';
import { renderDiagnostics } from '../../../compiler/source/render.ts';
import type { LoadedModel } from '../../load-model.ts';
import type { Command, Context, ExitCode } from '../command.ts';
import { type WeightArguments, withWeights } from '../model-options.ts';
import { diagnosticDocument } from '../report-error.ts';
import { renderTable } from '../table.ts';

interface Arguments extends WeightArguments {
  readonly model: string;
  readonly shapes: boolean;
}

export const check: Command<Arguments> = {
  usage: 'check <model>',
  summary: 'parse and check a model',
  options: (yargs) => withWeights(yargs)
    .positional('model', { type: 'string', demandOption: true, describe: 'model file (.nf)' })
    .option('shapes', { type: 'boolean', default: false, describe: 'print the shape of every tensor' }),
  run: async (args, context): Promise<ExitCode> => {
    const { graph, warnings } = args.weights === undefined ? (await import('../../load-model.ts')).loadModel(args.model, context.sources) : await checkWeights(args, context);
    if (warnings.length > 0) context.note(renderDiagnostics(warnings, context.sources));
    const rows = graph.nodes.map((node) => ({ name: node.name, kind: node.kind, shape: node.shape, isOnHost: isOnHost(node) }));
    context.json({ model: graph.name, errors: 0, warnings: warnings.length, messages: warnings.map(diagnosticDocument), nodes: rows });
    if (args.shapes) context.say(renderTable(['tensor', 'kind', 'shape'], rows.map((row) => [row.name, `${row.kind}${row.isOnHost ? ', on host' : ''}`, row.shape.join(' x ')])));
    else context.say(`${args.model}: ${graph.name}, ${rows.length} nodes, no errors`);
    return 0;
  },
};

async function checkWeights({ model, weights }: Arguments, { sources }: Context): Promise<LoadedModel> {
  const [{ loadModelWithParams }, { checkParams }, { splitHost }] = await Promise.all([import('../../network.ts'), import('../../../compiler/quantize/quantize.ts'), import('../../../compiler/ir/split-host.ts')]);
  const { graph, params, warnings } = loadModelWithParams({ model, weights, sources });
  const { machine, tail } = splitHost(graph, params);
  for (const part of tail === null ? [machine] : [machine, tail.graph]) checkParams(part, params);
  return { graph, warnings };
}
