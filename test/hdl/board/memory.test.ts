// Bridge and SDRAM controller against the model of an SDRAM: random bursts with stalls on every channel and host words in between give
// what a plain array gives, no rule of the SDRAM is broken, and streams use the bandwidth that the rows allow.
import { expect, test } from 'vitest';
import { buildModel } from '../../../hdl/cosim/build-model.ts';
import { type Model, portOf, reset } from '../../../hdl/cosim/model.ts';
import { createSdram, SDRAM_TIMING, type SdramTiming } from '../../../hdl/cosim/sdram.ts';
import { findTarget } from '../../../compiler/target/targets.ts';
import type { Target } from '../../../compiler/target/target.ts';
import { boardSources } from '../../../hdl/emit/read-rtl.ts';
import { modelCacheFolder } from '../../../runtime/project-folder.ts';
import { readFixtures } from '../fixtures/read-fixture.ts';

const MODULES = ['nf_select2.sv', 'nf_fifo.sv', 'nf_fifo2.sv', 'nf_axi_sdram.sv', 'nf_sdram.sv'];
const CLOCK_MHZ = 80;
const UNWRITTEN = 0xa5a5_a5a5_a5a5_a5a5n;

function sources(): Map<string, string> {
  const files = boardSources(findTarget('ulx3s-85f') as Target);
  return new Map([...MODULES.map((name): [string, string] => [name, files.get(name) as string]), ...readFixtures('fx_memory.sv')]);
}

const openModel = (latency: number): Promise<Model> =>
  buildModel({ sources: sources(), top: 'fx_memory', parameters: new Map([['Latency', latency]]), cacheDir: modelCacheFolder() });

interface Read {
  readonly word: number;
  readonly words: number;
}

interface Traffic {
  readonly reads: readonly Read[];
  readonly writes: readonly { readonly word: number; readonly data: readonly bigint[]; readonly strobes: readonly number[] }[];
  readonly host: readonly { readonly write: boolean; readonly word: number; readonly data: bigint }[];
  /** Bursts that begin when all writes are answered and the host is through. */
  readonly readsAfter: readonly Read[];
  /** True in cycles in which a channel waits. */
  readonly holds: () => boolean;
}

interface Outcome {
  readonly reads: readonly bigint[][];
  readonly host: readonly bigint[];
  readonly cycles: number;
  readonly answers: number;
  readonly violations: readonly string[];
}

/** Runs all traffic at once, each kind in its order, on an SDRAM that nobody has written. */
function runTraffic(model: Model, traffic: Traffic, maxCycles: number, timing: SdramTiming = SDRAM_TIMING): Outcome {
  const { writes, host, holds } = traffic;
  const reads = [...traffic.reads, ...traffic.readsAfter];
  const view = (name: string): Uint32Array | Uint8Array | Uint16Array => portOf(model, name).view;
  const wide = (name: string): BigUint64Array => {
    const { bytes } = portOf(model, name);
    return new BigUint64Array(bytes.buffer, bytes.byteOffset, 1);
  };
  const p = {
    clock: view('clk_i'), ready: view('ready_o'),
    arvalid: view('arvalid_i'), arready: view('arready_o'), araddr: view('araddr_i'), arlen: view('arlen_i'),
    rvalid: view('rvalid_o'), rready: view('rready_i'), rdata: wide('rdata_o'), rlast: view('rlast_o'),
    awvalid: view('awvalid_i'), awready: view('awready_o'), awaddr: view('awaddr_i'), awlen: view('awlen_i'),
    wvalid: view('wvalid_i'), wready: view('wready_o'), wdata: wide('wdata_i'), wstrb: view('wstrb_i'),
    bvalid: view('bvalid_o'), bready: view('bready_i'),
    hostValid: view('host_valid_i'), hostReady: view('host_ready_o'), hostWrite: view('host_write_i'), hostWord: view('host_word_i'), hostData: wide('host_data_i'),
    hostRead: view('host_read_o'), hostBack: wide('host_data_o'),
  };
  reset(model);
  const sdram = createSdram(model, timing, CLOCK_MHZ);
  const got: bigint[][] = reads.map(() => []);
  const fromHost: bigint[] = [];
  let now = 0, begin = -1, ar = 0, r = 0, aw = 0, w = 0, beat = 0, b = 0, h = 0, waitsForHost = false;
  const isWritten = (): boolean => b === writes.length && h === host.length && !waitsForHost;
  const isDone = (): boolean => r === reads.length && isWritten();
  for (; now < maxCycles && !isDone(); now++) {
    sdram.present(now);
    const isUp = p.ready[0] === 1;
    if (isUp && begin < 0) begin = now;
    // A valid that was shown stays.
    if (p.arvalid[0] === 0) p.arvalid[0] = Number(isUp && ar < (isWritten() ? reads.length : traffic.reads.length) && !holds());
    if (p.awvalid[0] === 0) p.awvalid[0] = Number(isUp && aw < writes.length && !holds());
    if (p.wvalid[0] === 0) p.wvalid[0] = Number(isUp && w < writes.length && !holds());
    if (p.hostValid[0] === 0) p.hostValid[0] = Number(isUp && h < host.length && !waitsForHost && !holds());
    p.rready[0] = Number(!holds());
    p.bready[0] = Number(!holds());
    const read = reads[ar];
    const address = writes[aw];
    const data = writes[w];
    const word = host[h];
    if (read !== undefined) { p.araddr[0] = 0x1000_0000 + 8 * read.word; p.arlen[0] = read.words - 1; }
    if (address !== undefined) { p.awaddr[0] = 0x1000_0000 + 8 * address.word; p.awlen[0] = address.data.length - 1; }
    if (data !== undefined) { p.wdata[0] = data.data[beat] as bigint; p.wstrb[0] = data.strobes[beat] as number; }
    if (word !== undefined) { p.hostWrite[0] = Number(word.write); p.hostWord[0] = word.word; p.hostData[0] = word.data; }
    p.clock[0] = 0;
    model.evaluate();
    sdram.advance(now);
    const moved = (valid: { readonly [0]: number }, ready: { readonly [0]: number }): boolean => valid[0] === 1 && ready[0] === 1;
    const took = {
      ar: moved(p.arvalid as never, p.arready as never), aw: moved(p.awvalid as never, p.awready as never), w: moved(p.wvalid as never, p.wready as never),
      r: moved(p.rvalid as never, p.rready as never), b: moved(p.bvalid as never, p.bready as never), host: moved(p.hostValid as never, p.hostReady as never),
    };
    if (took.r) {
      const list = got[r] as bigint[];
      list.push(p.rdata[0] as bigint);
      expect(p.rlast[0], `last of read ${r} at word ${list.length}`).toBe(Number(list.length === reads[r]?.words));
      if (p.rlast[0] === 1) r += 1;
    }
    if (p.hostRead[0] === 1) {
      fromHost.push(p.hostBack[0] as bigint);
      waitsForHost = false;
    }
    if (took.host) { waitsForHost = host[h]?.write === false; h += 1; }
    if (took.w) {
      beat += 1;
      if (beat === writes[w]?.data.length) { beat = 0; w += 1; }
    }
    if (took.b) b += 1;
    p.clock[0] = 1;
    model.evaluate();
    if (took.ar) { p.arvalid[0] = 0; ar += 1; }
    if (took.aw) { p.awvalid[0] = 0; aw += 1; }
    if (took.w) p.wvalid[0] = 0;
    if (took.host) p.hostValid[0] = 0;
  }
  return { reads: got, host: fromHost, cycles: now - begin, answers: b, violations: sdram.violations.texts };
}

function randomSource(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const random64 = (random: (below: number) => number): bigint => (BigInt(random(2 ** 32)) << 32n) | BigInt(random(2 ** 32));
const never = (): boolean => false;

test.each([[2, 1], [3, 2]])('random traffic with CAS latency %i is what an array gives', async (latency, seed) => {
  const random = randomSource(seed);
  const expected = new Map<number, bigint>();
  const place = (from: number, words: number): number => from + random(2 ** 20 - words);
  const writes = Array.from({ length: 60 }, () => {
    const words = 1 + random(16);
    const word = place(0, words);
    const data = Array.from({ length: words }, () => random64(random));
    const strobes = data.map(() => (random(3) === 0 ? random(256) : 255));
    data.forEach((value, i) => {
      const mask = Array.from({ length: 8 }, (_, byte) => (((strobes[i] as number) >> byte) & 1 ? 0xffn << BigInt(8 * byte) : 0n)).reduce((a, b) => a | b);
      expected.set(word + i, ((expected.get(word + i) ?? UNWRITTEN) & ~mask) | (value & mask));
    });
    return { word, data, strobes };
  });
  const host = Array.from({ length: 20 }, () => ({ write: true, word: place(3 * 2 ** 20, 1), data: random64(random) }));
  for (const { word, data } of host) expected.set(word, data);
  // Meanwhile reads of a part that nobody writes keep the other direction busy.
  const reads = Array.from({ length: 60 }, () => ({ word: place(2 ** 20, 16), words: 1 + random(16) }));
  const readsAfter = [...expected.keys()].map((word) => ({ word: Math.max(0, word - random(4)), words: 4 }));
  const outcome = runTraffic(await openModel(latency), { reads, writes, host, readsAfter, holds: () => random(3) === 0 }, 200_000);
  expect(outcome.violations).toEqual([]);
  expect(outcome.answers).toBe(writes.length);
  expect(outcome.reads).toEqual([...reads, ...readsAfter].map(({ word, words }) => Array.from({ length: words }, (_, i) => expected.get(word + i) ?? UNWRITTEN)));
});

test('the host reads what it wrote', async () => {
  const random = randomSource(5);
  const written = Array.from({ length: 10 }, (_, i) => ({ write: true, word: 1000 * i, data: random64(random) }));
  const host = [...written, ...written.map(({ word }) => ({ write: false, word, data: 0n }))];
  const outcome = runTraffic(await openModel(2), { reads: [], writes: [], host, readsAfter: [], holds: never }, 50_000);
  expect(outcome.violations).toEqual([]);
  expect(outcome.host).toEqual(written.map(({ data }) => data));
});

// A word takes four cycles on the pins. Rows of 1 KB, refreshes and the begin cost the rest.
test('a stream of reads, and one of writes, uses more than nine tenths of the pins', async () => {
  const bursts = Array.from({ length: 128 }, (_, i) => 16 * i);
  const words = 16 * bursts.length;
  const reading = runTraffic(await openModel(2), { reads: bursts.map((word) => ({ word, words: 16 })), writes: [], host: [], readsAfter: [], holds: never }, 50_000);
  const writes = bursts.map((word) => ({ word, data: Array.from({ length: 16 }, (_, i) => BigInt(word + i)), strobes: Array.from({ length: 16 }, () => 255) }));
  const writing = runTraffic(await openModel(2), { reads: [], writes, host: [], readsAfter: [], holds: never }, 50_000);
  for (const { cycles, violations } of [reading, writing]) {
    expect(violations).toEqual([]);
    expect((4 * words) / cycles).toBeGreaterThan(0.9);
  }
});

test('an SDRAM that is slower than the controller believes is told', async () => {
  const traffic = { reads: [{ word: 0, words: 4 }, { word: 2 ** 14, words: 4 }], writes: [], host: [], readsAfter: [], holds: never };
  const { violations } = runTraffic(await openModel(2), traffic, 50_000, { ...SDRAM_TIMING, rowToColumn: 40, rowPrecharge: 40 });
  expect(violations.join('\n')).toMatch(/access after activate: 2 cycles, 4 needed/);
  expect(violations.join('\n')).toMatch(/activate after precharge: 2 cycles, 4 needed/);
});
