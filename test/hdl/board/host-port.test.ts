// The host's protocol over a serial line, host and hardware against each other: memory and registers arrive and come back, refused
// registers, lost bytes and strange bytes are noticed, and a command that was cut off does not disturb the next one.
import { beforeAll, expect, test } from 'vitest';
import { buildModel } from '../../../hdl/cosim/build-model.ts';
import { type Model, portOf, reset } from '../../../hdl/cosim/model.ts';
import { createSerialLine, type SerialLine } from '../../../hdl/cosim/serial-line.ts';
import { findTarget } from '../../../compiler/target/targets.ts';
import type { Target } from '../../../compiler/target/target.ts';
import { boardSources } from '../../../hdl/emit/read-rtl.ts';
import { modelCacheFolder } from '../../../runtime/project-folder.ts';
import type { DevicePort } from '../../../runtime/device/device-port.ts';
import { type SerialEnd, serialPort } from '../../../runtime/device/serial-port.ts';

const MODULES = ['nf_uart_rx.sv', 'nf_uart_tx.sv', 'nf_crc32.sv', 'nf_host_port.sv'];
const DIVISOR = 5;
const SILENCE_BITS = 12;
const BYTE_CYCLES = 10 * DIVISOR;
const ID = 0x4e464331;

type Exchange = SerialEnd['exchange'];

interface Bench {
  readonly exchange: Exchange;
  readonly line: SerialLine;
  readonly run: (cycles: number) => void;
  readonly memory: Map<number, bigint>;
  readonly registers: Map<number, number>;
  readonly hasForgotten: () => boolean;
}

let build: () => Promise<Model>;
beforeAll(() => {
  const files = boardSources(findTarget('ulx3s-85f') as Target);
  const sources = new Map(MODULES.map((name): [string, string] => [name, files.get(name) as string]));
  build = () => buildModel({ sources, top: 'nf_host_port', parameters: new Map([['Divisor', DIVISOR], ['SilenceBits', SILENCE_BITS]]), cacheDir: modelCacheFolder() });
});

/** Words and registers behind the port; both take some cycles, registers from 0x100 on are refused. */
async function openPort(): Promise<Bench> {
  const model = await build();
  const view = (name: string) => portOf(model, name).view;
  const wide = (name: string): BigUint64Array => {
    const { bytes } = portOf(model, name);
    return new BigUint64Array(bytes.buffer, bytes.byteOffset, 1);
  };
  view('rx_i')[0] = 1;
  reset(model);
  const line = createSerialLine(model, DIVISOR);
  const memory = new Map<number, bigint>();
  const registers = new Map([[0x34, ID]]);
  const p = {
    valid: view('word_valid_o'), ready: view('word_ready_i'), write: view('word_write_o'), address: view('word_address_o'), out: wide('word_data_o'),
    read: view('word_read_i'), in: wide('word_data_i'), awvalid: view('awvalid_o'), awready: view('awready_i'), wvalid: view('wvalid_o'), wready: view('wready_i'),
    bvalid: view('bvalid_i'), bresp: view('bresp_i'), arvalid: view('arvalid_o'), arready: view('arready_i'), rvalid: view('rvalid_i'), rdata: view('rdata_i'),
    rresp: view('rresp_i'), register: view('register_o'), wdata: view('wdata_o'), clock: view('clk_i'),
  };
  let now = 0, due = -1, value = 0n, awTaken = false, wTaken = false;
  const step = (): void => {
    line.present();
    p.ready[0] = Number(now % 3 === 0);
    p.read[0] = Number(due === now);
    if (due === now) p.in[0] = value;
    const isRefused = (p.register[0] as number) >= 0x100;
    p.awready[0] = Number(now % 2 === 0);
    p.wready[0] = Number(now % 4 === 1);
    p.bvalid[0] = Number(awTaken && wTaken);
    p.bresp[0] = isRefused ? 2 : 0;
    p.arready[0] = Number(now % 2 === 1);
    p.clock[0] = 0;
    model.evaluate();
    line.advance();
    if (p.bvalid[0] === 1) awTaken = wTaken = false;
    if (p.valid[0] === 1 && p.ready[0] === 1) {
      const address = p.address[0] as number;
      if (p.write[0] === 1) memory.set(address, p.out[0] as bigint);
      else { value = memory.get(address) ?? 0n; due = now + 7; }
    }
    if (p.awvalid[0] === 1 && p.awready[0] === 1) awTaken = true;
    if (p.wvalid[0] === 1 && p.wready[0] === 1) {
      wTaken = true;
      if (!isRefused) registers.set(p.register[0] as number, p.wdata[0] as number);
    }
    const isRead = p.arvalid[0] === 1 && p.arready[0] === 1;
    p.clock[0] = 1;
    model.evaluate();
    p.rvalid[0] = Number(isRead);
    if (isRead) {
      p.rdata[0] = registers.get(p.register[0] as number) ?? 0;
      p.rresp[0] = isRefused ? 3 : 0;
    }
    now += 1;
  };
  const run = (cycles: number): void => { for (let cycle = 0; cycle < cycles; cycle++) step(); };
  const exchange: Exchange = (command, answerBytes) => {
    line.send(command);
    run((command.length + answerBytes + 8) * BYTE_CYCLES);
    return line.take();
  };
  return { exchange, line, run, memory, registers, hasForgotten: () => view('forgot_o')[0] === 1 };
}

const portAt = (exchange: Exchange): DevicePort =>
  serialPort('bench', { base: 0x1000_0000, bytes: 2 ** 25 }, { exchange, now: () => 0, pause: async () => undefined, close: () => undefined });

test('memory and registers arrive, and come back', async () => {
  const bench = await openPort();
  const host = portAt(bench.exchange);
  const words = Uint32Array.from({ length: 40 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 0);
  host.writeMemory(0x1000_0040, words);
  expect(bench.memory.get(8)).toBe((BigInt(words[1] as number) << 32n) | BigInt(words[0] as number));
  expect(bench.memory.size).toBe(20);
  const back = new Uint32Array(40);
  host.readMemory(0x1000_0040, back);
  expect(back).toEqual(words);
  host.write32(0x18, 0xdead_beef);
  expect(bench.registers.get(0x18)).toBe(0xdead_beef);
  expect(host.read32(0x18)).toBe(0xdead_beef);
  host.writeMemory(0x1000_0000, new Uint32Array(0));
  expect(host.read32(0x34)).toBe(ID);
});

test('a refused register is told, in both directions', async () => {
  const host = portAt((await openPort()).exchange);
  expect(() => host.write32(0x100, 1)).toThrow(/refuses register 0x100 \(response 2\)/);
  expect(() => host.read32(0x104)).toThrow(/refuses register 0x104 \(response 3\)/);
  expect(host.read32(0x34)).toBe(ID);
});

test('what is no command is skipped, and a command cut off is forgotten', async () => {
  const bench = await openPort();
  const host = portAt(bench.exchange);
  bench.line.send(Uint8Array.of(0, 0xff, 0x41));
  bench.run(4 * BYTE_CYCLES);
  expect(host.read32(0x34)).toBe(ID);
  expect(bench.hasForgotten()).toBe(false);
  for (const cut of [[0x57, 1, 2, 3], [0x57, 0, 0, 0, 0x10, 2, 0, 0, 0, 9, 9, 9]]) {
    bench.line.send(Uint8Array.from(cut));
    bench.run(cut.length * BYTE_CYCLES + 2 ** SILENCE_BITS + BYTE_CYCLES);
    expect(bench.hasForgotten()).toBe(true);
    expect(bench.line.take().length).toBe(0);
    expect(host.read32(0x34)).toBe(ID);
  }
});

test('the host notices a changed byte, either way', async () => {
  const bench = await openPort();
  const host = portAt(bench.exchange);
  const changed = (place: number): Exchange => (command, answerBytes) => {
    const answer = bench.exchange(command, answerBytes);
    return answer.map((byte, i) => (i === place ? byte ^ 16 : byte));
  };
  for (const place of [0, 3, 4, 8]) expect(() => portAt(changed(place)).read32(0x34)).toThrow(/checksum/);
  const sent: Exchange = (command, answerBytes) => bench.exchange(command.map((byte, i) => (i === 2 ? byte ^ 1 : byte)), answerBytes);
  expect(() => portAt(sent).read32(0x34)).toThrow(/checksum/);
  const short: Exchange = (command, answerBytes) => bench.exchange(command, answerBytes).subarray(1);
  expect(() => portAt(short).read32(0x34)).toThrow(/8 of 9 bytes came back/);
  expect(host.read32(0x34)).toBe(ID);
});
