// Goldens of the passes on the dataflow graph: a typical case, an edge and a graph they leave alone.
import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../compiler/passes/canonicalize.ts';
import { expandAdd } from '../../compiler/passes/expand-add.ts';
import { removeDeadNodes } from '../../compiler/passes/remove-dead-nodes.ts';
import { buildGraph, type GraphBuilder } from '../support/graph-builder.ts';
import { printGraph } from '../support/print-graph.ts';

function start(): { graph: GraphBuilder; image: string } {
  const graph = buildGraph();
  return { graph, image: graph.input([2, 6, 6], undefined, 'image') };
}

describe('remove-dead-nodes', () => {
  it('drops what reaches no output', () => {
    const { graph, image } = start();
    const used = graph.conv(image, 3, { name: 'used' });
    graph.activation(graph.conv(used, 3, { name: 'unused' }), 'relu');
    graph.output(used);
    expect(printGraph(removeDeadNodes.run(graph.finish()))).toEqual(['input image()', 'conv used(image) 3x3', 'outputs out0=used']);
  });

  it('keeps an input that nobody reads', () => {
    const { graph, image } = start();
    graph.input([1, 1, 1], undefined, 'spare');
    graph.output(graph.conv(image, 1, { name: 'c' }));
    expect(printGraph(removeDeadNodes.run(graph.finish()))).toEqual(['input image()', 'input spare()', 'conv c(image) 3x3', 'outputs out0=c']);
  });

  it('leaves a graph without dead nodes alone', () => {
    const { graph, image } = start();
    graph.output(graph.conv(image, 1));
    const before = graph.finish();
    expect(removeDeadNodes.run(before)).toEqual(before);
  });
});

describe('canonicalize', () => {
  it('turns dense layers into convs of the whole image', () => {
    const { graph, image } = start();
    graph.output(graph.dense(graph.dense(graph.flatten(image), 5, { name: 'f1' }), 3, { name: 'f2' }));
    expect(printGraph(canonicalize.run(graph.finish()))).toEqual(['input image()', 'conv f1(image) 6x6', 'conv f2(f1) 1x1', 'outputs out0=f2']);
  });

  it('drops steps that change nothing, and moves outputs along', () => {
    const { graph, image } = start();
    const once = graph.activation(graph.conv(image, 2, { name: 'c' }), 'relu');
    const again = graph.activation(graph.activation(once, 'relu'), 'abs');
    graph.output(graph.upsample(graph.pool(graph.add(again), 'max', { kernel: [1, 1] }), [1, 1]));
    expect(printGraph(canonicalize.run(graph.finish()))).toEqual(['input image()', 'conv c(image) 3x3', 'activation relu2(c) relu', 'outputs out0=relu2']);
  });

  it('keeps a flatten that something else reads, relu after tanh, and a relu with a range of its own', () => {
    const { graph, image } = start();
    const flat = graph.flatten(image);
    graph.output(graph.dense(flat, 2, { name: 'f' }));
    graph.output(graph.activation(graph.activation(graph.activation(flat, 'tanh'), 'relu'), 'relu', 2));
    expect(printGraph(canonicalize.run(graph.finish()))).toEqual([
      'input image()', 'flatten flatten1(image)', 'conv f(image) 6x6', 'activation tanh3(flatten1) tanh', 'activation relu4(tanh3) relu',
      'activation relu5(relu4) relu', 'outputs out0=f out1=relu5',
    ]);
  });
});

describe('expand-add', () => {
  it('splits three operands into two adds, the last with the name', () => {
    const { graph, image } = start();
    const [a, b, c] = ['a', 'b', 'c'].map((name) => graph.conv(image, 2, { name })) as [string, string, string];
    graph.output(graph.add(a, b, c));
    expect(printGraph(expandAdd.run(graph.finish())).slice(4)).toEqual(['add add4.part1(a, b)', 'add add4(add4.part1, c)', 'outputs out0=add4']);
  });

  it('adds a value to itself', () => {
    const { graph, image } = start();
    graph.output(graph.add(image, image, image));
    expect(printGraph(expandAdd.run(graph.finish()))).toEqual(['input image()', 'add add1.part1(image, image)', 'add add1(add1.part1, image)', 'outputs out0=add1']);
  });

  it('leaves adds of two alone', () => {
    const { graph, image } = start();
    graph.output(graph.add(image, image));
    const before = graph.finish();
    expect(expandAdd.run(before)).toEqual(before);
  });
});
