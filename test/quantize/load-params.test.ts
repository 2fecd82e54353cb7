// Parameters from files and from seeds.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FloatGraph, FloatNode } from '../../compiler/ir/float-graph.ts';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import { loadParams } from '../../runtime/load-params.ts';
import { writeSafetensors } from '../../runtime/safetensors.ts';
import type { Tensor } from '../../runtime/tensor.ts';
import { buildGraph, TERNARY, tritPrecision } from '../support/graph-builder.ts';

let folder = '';
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'nfc-params-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fromFile(path: string): FloatGraph {
  const graph = buildGraph();
  const image = graph.input([1, 2, 2], undefined, 'image');
  graph.output(graph.threshold(graph.batchnorm(graph.conv(image, 2, { kernel: [1, 1], name: 'c' }))));
  const finished = graph.finish();
  const nodes = finished.nodes.map((node): FloatNode => ('params' in node ? { ...node, params: { ...node.params, source: { kind: 'file', path } } } : node));
  return { ...finished, nodes };
}

function save(name: string, tensors: Record<string, Tensor>): void {
  writeFileSync(join(folder, name), writeSafetensors(new Map(Object.entries(tensors))));
}

describe('parameters from a file', () => {
  it('keep integers as integers and floats as floats, by key and part', () => {
    save('a.safetensors', {
      'c.weight': { dtype: 'I8', shape: [2, 1, 1, 1], data: Int8Array.of(3, -4) },
      'c.bias': { dtype: 'I64', shape: [2], data: BigInt64Array.of(7n, -(2n ** 40n)) },
      'layer2.gamma': { dtype: 'F64', shape: [2], data: Float64Array.of(0.5, 2) },
      'layer2.running_mean': { dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) },
      'layer3.thresholds': { dtype: 'I32', shape: [2, 1], data: Int32Array.of(1, 2) },
      'unrelated': { dtype: 'F32', shape: [1], data: Float32Array.of(9) },
    });
    const params = loadParams(fromFile('a.safetensors'), folder);
    expect(params.get('c')).toEqual({ weight: { shape: [2, 1, 1, 1], data: Int32Array.of(3, -4) }, bias: { shape: [2], data: Int32Array.of(7, -(2 ** 31)) } });
    expect(params.get('layer2')).toEqual({ gamma: { shape: [2], data: Float32Array.of(0.5, 2) }, mean: { shape: [2], data: Float32Array.of(1, 2) } });
    expect(params.get('layer3')?.['thresholds']?.data).toEqual(Int32Array.of(1, 2));
  });

  it('take integers times scale before the real numbers beside them, and codes by the name of any layer', () => {
    save('both.safetensors', {
      'c.weight': { dtype: 'F32', shape: [2, 1, 1, 1], data: Float32Array.of(0.3, -0.9) },
      'c.integers': { dtype: 'I8', shape: [2, 1, 1, 1], data: Int8Array.of(1, -3) },
      'c.scale': { dtype: 'F32', shape: [2], data: Float32Array.of(0.25, 0.5) },
      'relu1.codes': { dtype: 'F32', shape: [2], data: Float32Array.of(0.5, 0) },
    });
    const params = loadParams(fromFile('both.safetensors'), folder);
    expect(params.get('c')?.['weight']).toEqual({ shape: [2, 1, 1, 1], data: Float32Array.of(0.25, -1.5) });
    expect(params.get('relu1')?.['codes']?.data).toEqual(Float32Array.of(0.5, 0));
  });

  it('are refused with the place in the model where the file is missing or damaged', () => {
    writeFileSync(join(folder, 'short.safetensors'), new Uint8Array(5));
    for (const [path, code, message] of [['none.safetensors', 'NF3020', /cannot read the weights file none\.safetensors.*ENOENT/], ['short.safetensors', 'NF3021', /short\.safetensors/]] as const) {
      let error: unknown;
      try { loadParams(fromFile(path), folder); } catch (reason) { error = reason; }
      if (!(error instanceof ModelError)) throw new Error(`${path} was read`);
      expect(error.diagnostics[0]).toMatchObject({ code, severity: 'error' });
      expect(error.diagnostics[0]?.message).toMatch(message);
      expect(error.diagnostics[0]?.hint).toBeTruthy();
    }
  });
});

describe('random parameters', () => {
  const build = (seed: number): FloatGraph => {
    const graph = buildGraph(seed);
    const image = graph.input([2, 6, 6], undefined, 'image');
    const shared = graph.conv(image, 2, { name: 'a', key: 'k', precision: TERNARY });
    graph.output(graph.batchnorm(graph.conv(shared, 2, { name: 'b', key: 'k', precision: TERNARY })));
    graph.output(graph.threshold(graph.conv(image, 3, { name: 'i', precision: tritPrecision(2) })));
    return graph.finish();
  };

  it('follow the seed and the key alone', () => {
    expect(loadParams(build(1))).toEqual(loadParams(build(1)));
    expect(loadParams(build(1)).get('k')).not.toEqual(loadParams(build(2)).get('k'));
    expect([...loadParams(build(1)).keys()]).toEqual(expect.arrayContaining(['k', 'i']));
  });

  it('stay on the grid of the precision, plain integers before given thresholds', () => {
    const params = loadParams(build(3));
    expect(new Set(Array.from(params.get('k')?.['weight']?.data ?? [], Math.abs)).size).toBeLessThanOrEqual(2);
    const integers = params.get('i')?.['weight']?.data ?? [];
    expect(integers).toBeInstanceOf(Int32Array);
    expect(Math.max(...integers)).toBeLessThanOrEqual(4);
    expect(Math.min(...integers)).toBeGreaterThanOrEqual(-4);
  });
});
