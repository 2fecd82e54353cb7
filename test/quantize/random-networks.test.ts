// Random networks through passes, quantizer and both references: the integer network stays near the real one, and an integer network
// is the real one.
import { describe, expect, it } from 'vitest';
import type { IntegerGraph, IntegerInput, IntegerTensor } from '../../compiler/ir/integer-graph.ts';
import { type FloatFrame, syntheticFrames } from '../../compiler/quantize/calibrate.ts';
import { quantize } from '../../compiler/quantize/quantize.ts';
import { evaluateFloat } from '../../compiler/reference/float.ts';
import { evaluateInteger, quantizeInput } from '../../compiler/reference/integer.ts';
import { loadParams } from '../../runtime/load-params.ts';
import { randomGraph } from '../support/random-graph.ts';

function toIntegers(graph: IntegerGraph, frame: FloatFrame): Map<string, IntegerTensor> {
  const inputs = graph.nodes.filter((node): node is IntegerInput => node.kind === 'input');
  return new Map(inputs.map((node) => [node.name, quantizeInput(node, frame.get(node.name) ?? [])]));
}

/** Root mean square of the difference, relative to the spread of the real values. */
function relativeError(real: Float32Array, tensor: IntegerTensor, scale: number, zero: number): number {
  const mean = real.reduce((sum, value) => sum + value, 0) / real.length;
  let error = 0;
  let spread = 0;
  real.forEach((value, i) => {
    error += (value - scale * ((tensor.data[i] ?? 0) - zero)) ** 2;
    spread += (value - mean) ** 2;
  });
  return Math.sqrt(error / Math.max(spread, 1e-3 * real.length));
}

describe('random networks', () => {
  it('stay near their real values', async () => {
    const errors: number[] = [];
    for (let seed = 1; seed <= 80; seed++) {
      const graph = randomGraph(seed);
      const params = loadParams(graph, '');
      const frames = syntheticFrames(graph, seed, 3);
      const { graph: integers } = await quantize(graph, params, frames);
      const frame = frames[0] as FloatFrame;
      const real = await evaluateFloat(graph, params, frame);
      const coded = evaluateInteger(integers, toIntegers(integers, frame));
      for (const [i, output] of integers.outputs.entries()) {
        const node = integers.nodes.find((candidate) => candidate.id === output.node);
        const tensor = coded.get(output.node);
        const wanted = real.get(graph.outputs[i]?.node ?? '');
        if (!node || !tensor || !wanted) throw new Error(`seed ${seed}: output ${output.name} is missing`);
        expect(tensor.data.length, `seed ${seed}`).toBe(wanted.length);
        if (node.format.kind === 'index') continue;
        errors.push(relativeError(wanted, tensor, node.format.scale, node.format.kind === 'raw' ? 0 : node.format.zero));
      }
    }
    errors.sort((a, b) => a - b);
    // Three bits a layer leave a good part of the spread uncertain; a wrong zero point or scale would leave nothing of it.
    expect(errors[Math.floor(errors.length / 2)]).toBeLessThan(0.3);
    expect(errors[Math.floor(errors.length * 0.8)]).toBeLessThan(0.7);
  });

  it('equal their real values where they are integer networks', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const graph = randomGraph(seed, { operators: 'integer' });
      const params = loadParams(graph, '');
      const [frame] = syntheticFrames(graph, seed, 1);
      const { graph: integers } = await quantize(graph, params, []);
      const real = await evaluateFloat(graph, params, frame as FloatFrame);
      const coded = evaluateInteger(integers, toIntegers(integers, frame as FloatFrame));
      for (const node of integers.nodes) {
        const wanted = real.get(node.id);
        if (node.kind === 'input' || node.format.kind === 'raw' || wanted === undefined) continue;
        const zero = node.format.kind === 'codes' ? node.format.zero : 0;
        if (node.kind === 'conv' && !graph.nodes.some((other) => other.id === node.id && other.kind === 'threshold')) continue;
        expect(Array.from(coded.get(node.id)?.data ?? [], (code) => code - zero), `seed ${seed} ${node.name}`).toEqual(Array.from(wanted));
      }
    }
  });
});
