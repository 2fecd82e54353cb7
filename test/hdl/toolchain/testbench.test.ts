// The memory model and the register master against a small DMA: latency, queues, bandwidth, stalls, faults and rules.
import { beforeAll, describe, expect, test } from 'vitest';
import type { BenchOptions, BenchResult, MemoryConfig } from '../../../hdl/cosim/bench-types.ts';
import { buildModelBytes } from '../../../hdl/cosim/build-model.ts';
import { startModel } from '../../../hdl/cosim/model.ts';
import { runBench } from '../../../hdl/cosim/testbench.ts';
import { BASE, DMA_SOURCES, FAST_MEMORY, jobOptions, MODE, numberedImage, startSteps } from './bench-support.ts';

const BUILD_TIMEOUT_MS = 300_000;
type Run = (options: BenchOptions) => Promise<BenchResult>;

/** Every run gets a fresh instance, so no run sees what another left in the design's memories. */
async function buildRunner(ports: number, bytesPerBeat: number): Promise<Run> {
  const parameters = new Map([['Ports', ports], ['BytesPerBeat', bytesPerBeat]]);
  const built = await buildModelBytes({ sources: DMA_SOURCES, top: 'fx_axi_dma', parameters });
  const module = await WebAssembly.compile(built.wasm);
  return async (options) => runBench(await startModel(module, built.ports), options);
}

describe('one port of 8 bytes', () => {
  let run: Run;
  beforeAll(async () => {
    run = await buildRunner(1, 8);
  }, BUILD_TIMEOUT_MS);
  const beatCycles = async (job: Parameters<typeof jobOptions>[0], memory: Partial<MemoryConfig>): Promise<number[]> => {
    const result = await run(jobOptions(job, { ...FAST_MEMORY, ...memory }));
    expect(result).toMatchObject({ errors: [], timedOut: false });
    return [...(result.probes[0]?.cycles ?? [])];
  };

  test('read beats come a latency after their address, one per cycle over burst borders', async () => {
    const job = { mode: MODE.read, bursts: 6, beats: 16 };
    const [near, far] = [await beatCycles(job, { readLatencyCycles: 20 }), await beatCycles(job, { readLatencyCycles: 50 })];
    expect(near).toHaveLength(96);
    expect(near.map((cycle, index) => cycle - index)).toEqual(Array(96).fill(near[0]));
    expect(far).toEqual(near.map((cycle) => cycle + 30));
  });

  test('eight bursts are in flight at most', async () => {
    const cycles = await beatCycles({ mode: MODE.read, bursts: 40, beats: 1 }, { readLatencyCycles: 40 });
    // A slot is free the cycle after its beat, and the next beat in it comes a latency later.
    expect(cycles.slice(8).map((cycle, index) => cycle - (cycles[index] as number))).toEqual(Array(32).fill(41));
  });

  test.each([[3, 1], [27, 10], [7, 3]])('bandwidth is %i/%i bytes per cycle', async (numerator, denominator) => {
    const cycles = await beatCycles({ mode: MODE.read, bursts: 60, beats: 16 }, { bandwidth: { numerator, denominator } });
    // The bucket lets a beat through while it is not in debt: replay it for a reader that always has a beat waiting.
    let tokens = 32 * denominator;
    let now = cycles[0] as number;
    const expected = cycles.map(() => {
      while (tokens < 0) {
        tokens = Math.min(32 * denominator, tokens + numerator);
        now += 1;
      }
      tokens = Math.min(32 * denominator, tokens + numerator) - 8 * denominator;
      now += 1;
      return now - 1;
    });
    expect(cycles).toEqual(expected);
    const seconds = (cycles.at(-1) as number) - (cycles[0] as number);
    expect((8 * 960) / seconds).toBeCloseTo(numerator / denominator, 1);
  });

  test('reads and writes share the bandwidth', async () => {
    const memory = { ...FAST_MEMORY, bandwidth: { numerator: 4, denominator: 1 } };
    const copy = await run(jobOptions({ mode: MODE.copy, bursts: 60, beats: 16 }, memory));
    const cycles = copy.probes[0]?.cycles as Uint32Array;
    const duration = (copy.writes.at(-1)?.cycle as number) - (cycles[0] as number);
    expect((2 * 8 * 960) / duration).toBeGreaterThan(3.9);
    expect((2 * 8 * 960 - 64) / duration).toBeLessThanOrEqual(4);
  });

  test('a write response comes a latency after the last beat', async () => {
    const interrupt = async (writeLatencyCycles: number): Promise<number> => {
      const result = await run(jobOptions({ mode: MODE.write, bursts: 1, beats: 4 }, { ...FAST_MEMORY, writeLatencyCycles }));
      return (result.steps[7]?.lastCycle as number) - (result.writes[3]?.cycle as number);
    };
    // Two registers lie between the response and the interrupt.
    expect([await interrupt(5), await interrupt(30), await interrupt(1)]).toEqual([7, 32, 3]);
  });

  test('a copy arrives whole, with its write beats in the log', async () => {
    const result = await run(jobOptions({ mode: MODE.copy, bursts: 20, beats: 16, source: 0x100, destination: 0x9000 }));
    const image = numberedImage(0x1_0000);
    const moved = image.slice(0x100, 0x100 + 20 * 128);
    image.set(moved, 0x9000);
    expect(Buffer.compare(result.memory, image)).toBe(0);
    expect(result.writes).toHaveLength(320);
    expect(result.writes[17]).toMatchObject({ port: 0, address: BASE + 0x9000 + 17 * 8, strobe: 255, data: moved.slice(136, 144) });
    expect(result.probes[0]?.values[0]).toBe((moved[0] as number) | ((moved[1] as number) << 8) | ((moved[2] as number) << 16));
    expect(result.steps.at(-1)).toMatchObject({ response: 'okay', data: 0 });
  });

  test('byte enables keep the other bytes', async () => {
    const result = await run(jobOptions({ mode: MODE.write, bursts: 1, beats: 2 }));
    const before = numberedImage(0x1_0000);
    expect([...result.memory.slice(0x8000, 0x8010)]).toEqual([0, before[0x8001], 0, ...before.slice(0x8003, 0x8008), 1, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('random stalls change the time, never the bytes', async () => {
    const job = { mode: MODE.copy, bursts: 20, beats: 16 } as const;
    const plain = await run(jobOptions(job));
    const seen = new Set([plain.cycles]);
    for (const seed of [1, 2, 3]) {
      const options = jobOptions(job, { ...FAST_MEMORY, stalls: { seed, level: 24 } });
      const stalled = await run(options);
      expect(stalled).toMatchObject({ errors: [], timedOut: false });
      expect(Buffer.compare(stalled.memory, plain.memory)).toBe(0);
      expect((await run(options)).cycles).toBe(stalled.cycles);
      seen.add(stalled.cycles);
    }
    expect(seen.size).toBe(4);
    expect(Math.min(...seen)).toBe(plain.cycles);
  });

  test('failed bursts answer with their response and move nothing', async () => {
    const bursts = [{ kind: 'write', index: 1, response: 'slverr' }] as const;
    const write = await run(jobOptions({ mode: MODE.write, bursts: 3, beats: 2 }, { ...FAST_MEMORY, faults: { bursts } }));
    expect(write.steps.at(-1)?.data).toBe(2);
    expect(write.memory.slice(0x8010, 0x8020)).toEqual(numberedImage(0x1_0000).slice(0x8010, 0x8020));
    const faults = { bursts: [{ kind: 'read', index: 2, response: 'decerr' }] as const };
    const read = await run(jobOptions({ mode: MODE.read, bursts: 3, beats: 2 }, { ...FAST_MEMORY, faults }));
    expect(read.steps.at(-1)?.data).toBe(2);
    expect([...(read.probes[0]?.values ?? [])].slice(4)).toEqual([0, 0]);
  });

  test('a silent memory leaves the design waiting until the limit', async () => {
    const options = jobOptions({ mode: MODE.copy, bursts: 100, beats: 16 }, { ...FAST_MEMORY, faults: { silentFromCycle: 200 } });
    const result = await run({ ...options, maxCycles: 1000 });
    expect(result).toMatchObject({ timedOut: true, cycles: 1000, errors: [] });
    expect(result.probes[0]?.cycles.at(-1)).toBeLessThan(200);
  });

  test('reset in the middle of a job: the next job runs as if it were the first', async () => {
    const job = { mode: MODE.copy, bursts: 10, beats: 16 } as const;
    const plain = await run(jobOptions(job));
    const options = jobOptions(job);
    const steps = [...startSteps({ ...job, bursts: 50 }), { kind: 'wait', cycles: 100 } as const, { kind: 'reset', cycles: 3 } as const, ...options.steps];
    const result = await run({ ...options, steps });
    expect(result).toMatchObject({ errors: [], timedOut: false });
    const duration = (list: BenchResult, count: number): number => (list.steps.at(-1)?.lastCycle as number) - (list.steps.at(-count)?.firstCycle as number);
    expect(duration(result, 9)).toBe(duration(plain, 9));
  });

  test('register transfers: poll waits for a bit, a bad address answers with an error', async () => {
    const options = jobOptions({ mode: MODE.read, bursts: 4, beats: 16 });
    const steps = [...options.steps.slice(0, 7), { kind: 'poll', address: 4, mask: 1, value: 0 }, { kind: 'write', address: 0x40, value: 1 }] as const;
    const result = await run({ ...options, steps });
    expect(result.steps[7]).toMatchObject({ data: 0, response: 'okay' });
    expect(result.steps[7]?.lastCycle).toBeGreaterThan(result.probes[0]?.cycles.at(-1) as number);
    expect(result.steps[8]?.response).toBe('slverr');
  });

  const crowded = { stalls: { seed: 5, level: 40 } };
  test.each([
    [1, MODE.read, 16, 'read address or its valid changed before ready'],
    [2, MODE.read, 16, 'read burst crosses a 4 KB border'],
    [0, MODE.read, 17, 'read burst is longer than the memory allows'],
    [3, MODE.read, 16, 'read address is not aligned to the data width'],
    [4, MODE.read, 16, 'read burst lies outside of the memory'],
    [5, MODE.write, 16, 'write address or its valid changed before ready'],
    [6, MODE.write, 16, 'wlast is not at the last beat of its burst'],
    [7, MODE.write, 16, 'write data, strobe, last or valid changed before ready'],
    [8, MODE.write, 16, 'write address or its valid changed before ready'],
  ])('mischief %i in mode %i with %i beats is reported', async (mischief, mode, beats, message) => {
    const options = jobOptions({ mode, bursts: 4, beats, mischief }, { ...FAST_MEMORY, ...crowded });
    const result = await run({ ...options, maxCycles: 2000 });
    expect(result.errors.join('\n')).toContain(message);
  });

  test('settings without a meaning and ports that do not fit are refused', async () => {
    const options = jobOptions({ mode: MODE.read, bursts: 1, beats: 1 });
    await expect(run({ ...options, memory: { ...FAST_MEMORY, ports: 2 } })).rejects.toThrow('m_axi_wdata_o has 64 bits; 2 ports of 8 bytes need 128');
    await expect(run({ ...options, base: 100, image: new Uint8Array(3) })).rejects.toThrow('image has 3 bytes, not a multiple of 16');
  });
});

test('two ports of 16 bytes move independent data through one bucket', async () => {
  const run = await buildRunner(2, 16);
  const memory: MemoryConfig = { ...FAST_MEMORY, ports: 2, bytesPerBeat: 16, bandwidth: { numerator: 6, denominator: 1 } };
  const job = { mode: MODE.copy, bursts: 8, beats: 16, portStride: 0x1000 } as const;
  const image = numberedImage(0x1_0000);
  for (const port of [0, 1]) image.copyWithin(0x8000 + port * 0x1000, port * 0x1000, port * 0x1000 + 8 * 256);
  for (const stalls of [undefined, { seed: 9, level: 20 }]) {
    const result = await run(jobOptions(job, stalls === undefined ? memory : { ...memory, stalls }));
    expect(result).toMatchObject({ errors: [], timedOut: false });
    expect(Buffer.compare(result.memory, image)).toBe(0);
    expect(result.probes.map((probe) => probe.cycles.length)).toEqual([128, 128]);
    expect(result.writes.filter((beat) => beat.port === 1)).toHaveLength(128);
  }
}, BUILD_TIMEOUT_MS);
