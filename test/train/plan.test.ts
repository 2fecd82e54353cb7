// NF3014: what cannot be trained is refused at its place.
import { expect, it } from 'vitest';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import { planTraining } from '../../compiler/train/plan.ts';
import { buildGraph, type GraphBuilder } from '../support/graph-builder.ts';

const CASES: [string, RegExp, (g: GraphBuilder) => void][] = [
  ['two inputs', /has 2 inputs/, (g) => g.output(g.add(g.input([2, 3, 3]), g.input([2, 3, 3])))],
  ['given thresholds', /has given thresholds/, (g) => g.output(g.conv(g.threshold(g.conv(g.input([2, 5, 5]), 2)), 2))],
  ['no scores', /gives out no class/, (g) => g.output(g.conv(g.input([2, 3, 3]), 1))],
];

it.each(CASES)('refuses %s', (_name, message, build) => {
  const graph = buildGraph();
  build(graph);
  let error: unknown;
  try { planTraining(graph.finish()); } catch (reason) { error = reason; }
  if (!(error instanceof ModelError)) throw new Error('was not refused');
  expect(error.diagnostics[0]).toMatchObject({ code: 'NF3014', severity: 'error' });
  expect(error.diagnostics[0]?.message).toMatch(message);
});
