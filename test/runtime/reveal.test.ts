// Tensors that tiles keep inside become outputs of a second program: all of them, or as many as the target takes, with a reason for the rest.
import { beforeAll, describe, expect, test } from 'vitest';
import type { IntegerGraph } from '../../compiler/ir/integer-graph.ts';
import type { Program } from '../../compiler/program/program.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import type { Target } from '../../compiler/target/target.ts';
import { chooseFrames } from '../../runtime/choose-frames.ts';
import { memoryBytes } from '../../runtime/memory-image.ts';
import { compileFile } from '../../runtime/network.ts';
import { reveal } from '../../runtime/reveal.ts';
import { verify } from '../../runtime/verify.ts';
import { verifyTensors } from '../../runtime/verify-tensors.ts';

const model = new URL('../../examples/lenet5/lenet5.nf', import.meta.url).pathname;
const target = findTarget('sim-2x2') as Target;
const FRAMES = 2;
const MANY = 6;
const INSIDE = ['c1', 'c3'];

let integer: IntegerGraph;
let program: Program;
beforeAll(async () => { ({ integer, program } = await compileFile({ model, target: target.name, calibrate: [], sources: new Map() })); });

const withMemory = (bytes: number): Target => ({ ...target, memory: { ...target.memory, bytes } });
const bytesWith = (names: readonly string[]): number => memoryBytes(reveal(integer, target, names, FRAMES).program as Program, FRAMES);

describe('reveal', () => {
  test('makes them outputs beside those of the network', () => {
    const { program: second, reasons } = reveal(integer, target, INSIDE, FRAMES);
    expect(second?.outputs.map(({ name }) => name)).toEqual([...program.outputs.map(({ name }) => name), ...INSIDE]);
    expect(reasons.size).toBe(0);
  });

  test('takes what the memory holds and says what it does not', () => {
    expect(bytesWith(INSIDE)).toBeGreaterThan(bytesWith(['c3']));
    const { program: second, reasons } = reveal(integer, withMemory(bytesWith(['c3'])), ['c3', 'c1'], FRAMES);
    expect(second?.outputs.map(({ name }) => name)).toEqual([...program.outputs.map(({ name }) => name), 'c3']);
    expect([...reasons]).toEqual([['c1', '2 frames with it do not fit the memory of sim-2x2']]);
  });

  test('gives none where the target takes none', () => {
    const { program: second, reasons } = reveal(integer, withMemory(4096), INSIDE, FRAMES);
    expect(second).toBeNull();
    expect([...reasons.keys()]).toEqual(INSIDE);
    expect(reasons.get('c1')).toMatch(/^NF4201: /);
  });
});

describe('verifyTensors', () => {
  const request = (count = FRAMES) => {
    const { frames } = chooseFrames(program, { files: [], count, fallback: count, seed: 1 });
    return { program, integer, frames, bench: null, stallSeed: null };
  };

  test('adds what the second program shows to the first', async () => {
    const first = await verify(request());
    const both = await verifyTensors(request());
    expect(first.tensorsInside).toEqual(INSIDE);
    expect(both).toMatchObject({ equal: true, tensorsInside: [], insideReasons: {}, tensorsCompared: first.tensorsCompared + INSIDE.length, simulatorCycles: first.simulatorCycles });
    expect(both.revealed).toMatchObject({ tensors: INSIDE, equal: true, valueMismatches: 0 });
    expect(both.valuesCompared).toBe(first.valuesCompared + (both.revealed?.valuesCompared ?? 0));
  });

  test('is equal only where both programs are', async () => {
    // The first program is as it was; the network that the second is made of, and the reference of both, have other weights.
    const nodes = integer.nodes.map((node) => (node.kind === 'conv' ? { ...node, weights: node.weights.map((weight) => -weight) } : node));
    const result = await verifyTensors({ ...request(), integer: { ...integer, nodes } });
    expect(result).toMatchObject({ equal: false, revealed: { equal: true, valueMismatches: 0 } });
    expect(result.valueMismatches).toBeGreaterThan(0);
  });

  test('says why a tensor stays inside', async () => {
    const small = { ...program, target: withMemory(memoryBytes(program, MANY)) };
    const result = await verifyTensors({ ...request(MANY), program: small });
    expect(result).toMatchObject({ equal: true, revealed: null, tensorsInside: INSIDE, simulatorCycles: expect.any(Number) });
    expect(Object.entries(result.insideReasons)).toEqual(INSIDE.map((name) => [name, `${MANY} frames with it do not fit the memory of sim-2x2`]));
  });
});
