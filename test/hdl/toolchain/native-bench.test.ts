// The native bench against the WebAssembly one: the same result to the last word, on every kind of run. Where a machine
// lacks Verilator or a compiler, the refusal must say so instead.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BenchOptions, MemoryConfig } from '../../../hdl/cosim/bench-types.ts';
import { type BuildStep, buildModelBytes } from '../../../hdl/cosim/build-model.ts';
import { startModel } from '../../../hdl/cosim/model.ts';
import { buildNativeBench, findNativeTools, isIntactProgram } from '../../../hdl/cosim/native-bench.ts';
import { runBench } from '../../../hdl/cosim/testbench.ts';
import { DMA_SOURCES, FAST_MEMORY, jobOptions, MODE, startSteps } from './bench-support.ts';

const BUILD_TIMEOUT_MS = 300_000;
const parameters = new Map([['Ports', 2]]);
const two: MemoryConfig = { ...FAST_MEMORY, ports: 2, bandwidth: { numerator: 27, denominator: 10 } };
const copy = { mode: MODE.copy, bursts: 10, beats: 16, portStride: 0x1000 } as const;
const cases: Record<string, BenchOptions> = {
  'no stalls': jobOptions(copy, two),
  'without a log': { ...jobOptions(copy, two), logWrites: false },
  stalls: jobOptions(copy, { ...two, stalls: { seed: 77, level: 30 } }),
  'byte enables': jobOptions({ ...copy, mode: MODE.write }, two),
  faults: jobOptions(copy, { ...two, faults: { bursts: [{ kind: 'read', index: 3, response: 'decerr' }, { kind: 'write', index: 5, response: 'slverr' }] } }),
  'silent memory': { ...jobOptions(copy, { ...two, faults: { silentFromCycle: 150 } }), maxCycles: 700 },
  'reset in mid-job': {
    ...jobOptions(copy, two),
    steps: [...startSteps(copy), { kind: 'wait', cycles: 90 }, { kind: 'reset', cycles: 3 }, ...startSteps({ ...copy, mode: MODE.read }), { kind: 'poll', address: 4, mask: 1, value: 0 }],
  },
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((mischief) => {
    const job = { ...copy, mode: mischief < 5 ? MODE.read : MODE.write, mischief };
    return [`mischief ${mischief}`, { ...jobOptions(job, { ...two, stalls: { seed: 5, level: 40 } }), maxCycles: 1500 }];
  })),
};
let cacheDir: string;

beforeAll(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'nfc-native-test-'));
});
afterAll(() => rmSync(cacheDir, { recursive: true, force: true }));

test('native and WebAssembly benches agree, or the missing tool is named', async () => {
  const tools = findNativeTools();
  const steps: BuildStep[] = [];
  const options = { sources: DMA_SOURCES, top: 'fx_axi_dma', parameters, cacheDir, onProgress: (step: BuildStep) => steps.push(step) };
  if ('missing' in tools) {
    await expect(buildNativeBench(options)).rejects.toThrow(`the native model needs ${tools.missing} on PATH`);
    return;
  }
  const native = await buildNativeBench(options);
  const built = await buildModelBytes({ sources: DMA_SOURCES, top: 'fx_axi_dma', parameters });
  const module = await WebAssembly.compile(built.wasm);
  for (const [name, job] of Object.entries(cases)) {
    const expected = runBench(await startModel(module, built.ports), job);
    const { result, loopSeconds } = await native.measure(job);
    expect({ name, ...result }).toEqual({ name, ...expected });
    expect(loopSeconds).toBeGreaterThan(0);
  }
  await expect(native.run(jobOptions(copy, FAST_MEMORY))).rejects.toThrow('m_axi_wdata_o has 128 bits; 1 ports of 8 bytes need 64');
  expect(steps).toEqual(['verilate', 'compile']);
  await buildNativeBench(options);
  expect(steps.at(-1)).toBe('cached');
  const program = join(cacheDir, readdirSync(cacheDir).find((name) => name.endsWith('.exe')) as string);
  expect(isIntactProgram(program)).toBe(true);
  writeFileSync(program, 'damaged', { mode: 0o755 });
  expect(isIntactProgram(program)).toBe(false);
}, BUILD_TIMEOUT_MS);

test('sources that Verilator refuses are refused natively too', async () => {
  const tools = findNativeTools();
  const message = 'missing' in tools ? tools.missing : /broken\.sv:2/;
  const broken = new Map([['broken.sv', 'module broken (output logic a_o);\n  assign a_o = nothing;\nendmodule\n']]);
  await expect(buildNativeBench({ sources: broken, top: 'broken' })).rejects.toThrow(message);
});
