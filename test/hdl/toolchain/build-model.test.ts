// SystemVerilog to a running WebAssembly model: port views, reset, initial blocks, messages, and the cache.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BuildStep, buildModel, modelKey } from '../../../hdl/cosim/build-model.ts';
import { readCached, writeCached } from '../../../hdl/cosim/cache.ts';
import { type Model, type PortView, portOf, reset, tick } from '../../../hdl/cosim/model.ts';
import { readFixtures } from '../fixtures/read-fixture.ts';

const BUILD_TIMEOUT_MS = 300_000;
const sources = readFixtures('fx_ports.sv');
const widths: readonly (readonly [string, number])[] = [
  ['bit', 1], ['byte', 8], ['half', 13], ['word', 32], ['long', 41], ['wide', 100],
];
let cacheDir: string;

beforeAll(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'nfc-build-model-'));
});
afterAll(() => rmSync(cacheDir, { recursive: true, force: true }));

describe('a model with one port of every storage size', () => {
  let model: Model;
  const steps: BuildStep[] = [];

  beforeAll(async () => {
    const parameters = new Map([['Step', 3]]);
    model = await buildModel({ sources, top: 'fx_ports', parameters, cacheDir, onProgress: (step) => steps.push(step) });
  }, BUILD_TIMEOUT_MS);

  test('ports have the views their widths ask for', () => {
    const kind = (name: string): string => portOf(model, name).view.constructor.name + portOf(model, name).view.length;
    expect(widths.map(([name]) => kind(`${name}_i`))).toEqual([
      'Uint8Array1', 'Uint8Array1', 'Uint16Array1', 'Uint32Array1', 'Uint32Array2', 'Uint32Array4',
    ]);
    expect(portOf(model, 'sum_o')).toMatchObject({ direction: 'out', widthBits: 104 });
    expect(() => portOf(model, 'nothing_i')).toThrow("the design has no port 'nothing_i'; it has clk_i");
  });

  test('registers and sums follow a model in big integers', () => {
    reset(model);
    const random = seededBits(7);
    for (let cycle = 0; cycle < 200; cycle++) {
      const inputs = widths.map(([, width]) => random(width));
      for (const [index, [name]] of widths.entries()) write(portOf(model, `${name}_i`).view, inputs[index] as bigint);
      tick(model);
      widths.forEach(([name, width], index) => {
        expect(read(portOf(model, `${name}_o`).view)).toBe(BigInt.asUintN(width, (inputs[index] as bigint) + 3n));
      });
      expect(read(portOf(model, 'sum_o').view)).toBe(inputs.reduce((sum, value) => sum + value, 0n));
    }
    reset(model);
    expect(read(portOf(model, 'wide_o').view)).toBe(0n);
  });

  test('a second build comes from the cache, and a damaged entry is rebuilt', async () => {
    expect(steps).toEqual(['verilate', 'compile', 'start']);
    const rebuild = async (): Promise<BuildStep[]> => {
      const taken: BuildStep[] = [];
      const parameters = new Map([['Step', 3]]);
      await buildModel({ sources, top: 'fx_ports', parameters, cacheDir, onProgress: (step) => taken.push(step) });
      return taken;
    };
    expect(await rebuild()).toEqual(['cached', 'start']);
    const entry = join(cacheDir, modelKey({ sources, top: 'fx_ports', parameters: new Map([['Step', 3]]) }));
    const content = readFileSync(entry);
    content[content.length >> 1] = (content[content.length >> 1] as number) ^ 1;
    writeFileSync(entry, content);
    expect(await rebuild()).toEqual(['verilate', 'compile', 'start']);
    expect(await rebuild()).toEqual(['cached', 'start']);
    expect(readdirSync(cacheDir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  }, BUILD_TIMEOUT_MS);
});

test('the key depends on sources, top and parameters', () => {
  const base = modelKey({ sources, top: 'fx_ports' });
  expect(modelKey({ sources, top: 'fx_ports', parameters: new Map([['Step', 2]]) })).not.toBe(base);
  expect(modelKey({ sources: readFixtures('read-fixture.ts'), top: 'fx_ports' })).not.toBe(base);
  expect(modelKey({ sources, top: 'other' })).not.toBe(base);
});

test('a cut-off or absent cache entry reads as absent', () => {
  writeCached(cacheDir, 'entry', new Uint8Array([1, 2, 3]));
  expect(readCached(cacheDir, 'entry')).toEqual(Buffer.from([1, 2, 3]));
  writeFileSync(join(cacheDir, 'entry'), readFileSync(join(cacheDir, 'entry')).subarray(0, 20));
  expect(readCached(cacheDir, 'entry')).toBeUndefined();
  expect(readCached(cacheDir, 'other')).toBeUndefined();
});

test('an initial $fatal reaches the caller with its text', async () => {
  const parameters = new Map([['Step', -1]]);
  await expect(buildModel({ sources, top: 'fx_ports', parameters, cacheDir })).rejects.toThrow(
    'fx_ports: Step is -1, it must not be negative',
  );
}, BUILD_TIMEOUT_MS);

test('refused sources name file and line', async () => {
  const broken = new Map([['broken.sv', 'module broken (input logic a_i, output logic b_o);\n  assign b_o = a_j;\nendmodule\n']]);
  await expect(buildModel({ sources: broken, top: 'broken' })).rejects.toThrow(/broken\.sv:2:16: .*a_j/);
});

function write(view: PortView, value: bigint): void {
  for (let word = 0; word < view.length; word++) view[word] = Number((value >> BigInt(32 * word)) & 0xffff_ffffn);
}

function read(view: PortView): bigint {
  return Array.from(view).reduce((sum, word, index) => sum + (BigInt(word) << BigInt(32 * index)), 0n);
}

/** Random integers of a given width in bits from a linear congruential generator. */
function seededBits(seed: number): (width: number) => bigint {
  let state = BigInt(seed);
  return (width) => {
    let value = 0n;
    for (let bits = 0; bits < width; bits += 32) {
      state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
      value = (value << 32n) | (state >> 32n);
    }
    return BigInt.asUintN(width, value);
  };
}
