// The pipeline as a whole: the registry is a chain, every pass keeps the invariants and, on the dataflow graph, the values.
import { describe, expect, it } from 'vitest';
import type { FloatNode } from '../../compiler/ir/float-graph.ts';
import { allPasses, dataflowPasses } from '../../compiler/pipeline/registry.ts';
import { runPasses } from '../../compiler/pipeline/run.ts';
import { verifyGraph } from '../../compiler/pipeline/verify.ts';
import { syntheticFrames } from '../../compiler/quantize/calibrate.ts';
import { evaluateFloat } from '../../compiler/reference/float.ts';
import { loadParams } from '../../runtime/load-params.ts';
import { buildGraph } from '../support/graph-builder.ts';
import { randomGraph } from '../support/random-graph.ts';

describe('pipeline', () => {
  it('is a chain of stages with names of their own', () => {
    let stage: string = 'dataflow';
    for (const pass of allPasses) {
      expect(pass.requires, pass.name).toBe(stage);
      expect(pass.summary.length).toBeGreaterThan(10);
      stage = pass.ensures;
    }
    expect(stage).toBe('layers');
    expect(new Set(allPasses.map((pass) => pass.name)).size).toBe(allPasses.length);
  });

  it('shows every step to an observer, in order', () => {
    const seen: string[] = [];
    runPasses(randomGraph(5), (name) => seen.push(name));
    expect(seen).toEqual(allPasses.map((pass) => pass.name));
  });

  it('gives the same layers for the same graph', () => {
    for (let seed = 1; seed <= 20; seed++) expect(runPasses(randomGraph(seed))).toEqual(runPasses(randomGraph(seed)));
  });

  it('keeps the values of random networks on the dataflow graph', async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const graph = randomGraph(seed);
      const params = loadParams(graph, '');
      const frame = syntheticFrames(graph, seed, 1)[0] ?? new Map();
      const wanted = await evaluateFloat(graph, params, frame);
      const short = dataflowPasses.reduce((current, pass) => pass.run(current), graph);
      const found = await evaluateFloat(short, params, frame);
      graph.outputs.forEach((output, i) => {
        const values = found.get(short.outputs[i]?.node ?? '') ?? new Float32Array(0);
        for (const [at, value] of (wanted.get(output.node) ?? new Float32Array(1)).entries()) expect(values[at], `seed ${seed}`).toBeCloseTo(value, 3);
      });
    }
  });
});

describe('verify', () => {
  const chain = (): FloatNode[] => {
    const graph = buildGraph();
    graph.output(graph.activation(graph.conv(graph.input([1, 4, 4], undefined, 'image'), 2, { name: 'c' }), 'relu'));
    return [...graph.finish().nodes];
  };
  const check = (nodes: readonly FloatNode[]): void => verifyGraph({ name: 'T', span: nodes[0]?.span ?? { file: '', start: 0, end: 0, line: 1, column: 1 }, nodes, outputs: [] }, 'test');

  it('accepts a sound graph', () => {
    expect(() => check(chain())).not.toThrow();
  });

  it('names what is wrong with a broken one', () => {
    const [image, conv, relu] = chain() as [FloatNode, FloatNode, FloatNode];
    expect(() => check([image, relu])).toThrow(/relu2 .* reads a node that does not come before it/);
    expect(() => check([image, { ...conv, name: 'image' }])).toThrow(/repeats a name/);
    expect(() => check([image, { ...conv, id: image.id }])).toThrow(/repeats an id/);
    expect(() => check([image, { ...conv, shape: [2, 3, 2] }])).toThrow(/has shape 2x3x2, but its operands give 2x2x2/);
    expect(() => check([image, { ...conv, inputs: [] }])).toThrow(/has 0 operands/);
    expect(() => check([{ ...image, shape: [0, 4, 4] }])).toThrow(/has shape 0x4x4/);
  });
});
