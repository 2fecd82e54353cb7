// Which board or part a target is exported for, and what is refused with what words.
import { expect, it } from 'vitest';
import { findTarget } from '../../compiler/target/targets.ts';
import type { Target } from '../../compiler/target/target.ts';
import { BOARDS, choosePlatform, type PlatformOptions } from '../../hdl/export/boards.ts';
import { nfc, scratchFolder } from '../support/cli.ts';

const named = (name: string): Target => findTarget(name) as Target;
const chosen = (target: Target, options: PlatformOptions = {}): string => {
  const platform = choosePlatform(target, options);
  return 'problem' in platform ? `refused: ${platform.problem}; ${platform.hint}` : `${platform.board?.name ?? 'bare'} ${platform.part} ${platform.family}`;
};

it.each([
  ['pynq-z2', {}, 'pynq-z2 xc7z020clg400-1 xc7'],
  ['zcu104', {}, 'zcu104 xczu7ev-ffvc1156-2-e xcup'],
  ['sim-2x2', {}, 'pynq-z2 xc7z020clg400-1 xc7'],
  ['sim-2x2', { board: 'zcu104' }, 'zcu104 xczu7ev-ffvc1156-2-e xcup'],
  ['pynq-z2', { part: 'xc7z020clg400-1' }, 'bare xc7z020clg400-1 xc7'],
  ['neuflow-v6', { part: 'XC7K325TFFG900-2' }, 'bare xc7k325tffg900-2 xc7'],
  ['neuflow-v6', { part: 'xcku5p-ffvb676-2-e' }, 'bare xcku5p-ffvb676-2-e xcup'],
  ['ulx3s-85f', { part: 'xc7a100tcsg324-1' }, 'bare xc7a100tcsg324-1 xc7'],
] as const)('%s with %o', (name, options, expected) => {
  expect(chosen(named(name), options)).toBe(expected);
});

it.each([
  ['neuflow-v6', {}, /made for XC6VLX240T, which Vivado does not know; .*--part xc7k325tffg900-2/],
  ['ulx3s-85f', {}, /made for LFE5U-85F, which Vivado does not know; .*--part/],
  ['neuflow-v6', { board: 'ml605' }, /ML605 carries a Virtex-6 .*; .*--part xc7k325tffg900-2/],
  ['neuflow-v6', { part: 'xc6vlx240tff1156-1' }, /no part that Vivado knows: it begins with the 7 series; .*--part/],
  ['pynq-z2', { part: 'xc7z020' }, /part xc7z020 lacks package and speed grade/],
  ['pynq-z2', { board: 'zcu104' }, /target pynq-z2 is made for XC7Z020, board zcu104 carries XCZU7EV; export without --board/],
  ['zcu104', { board: 'pynq-z2' }, /target zcu104 is made for XCZU7EV, board pynq-z2 carries XC7Z020/],
  ['pynq-z2', { board: 'zedboard' }, /board zedboard is not known; known boards: pynq-z2, zcu104/],
  ['pynq-z2', { board: 'pynq-z2', part: 'xc7z020clg400-1' }, /--board and --part exclude each other/],
] as const)('%s with %o is refused', (name, options, message) => {
  expect(chosen(named(name), options)).toMatch(message);
});

it('holds a target without a device against the ports and the memory of a board', () => {
  const { memory, ...rest } = named('sim-2x2');
  const withMemory = (change: Partial<Target['memory']>): Target => ({ ...rest, memory: { ...memory, ...change } });
  const onPynq = (change: Partial<Target['memory']>): string => chosen(withMemory(change), { board: 'pynq-z2' });
  expect(onPynq({ ports: 5 })).toMatch(/5 memory ports, the processor of pynq-z2 has 4/);
  expect(onPynq({ axiBytes: 16 })).toMatch(/memory ports of 128 bits, those of pynq-z2 have 64/);
  expect(onPynq({ maxBurst: 32 })).toMatch(/bursts of 32 words, the ports of pynq-z2 take 16/);
  expect(onPynq({ bytes: 2 ** 29 })).toMatch(/memory up to address 0x30000000, pynq-z2 ends at 0x20000000/);
  expect(chosen(withMemory({ axiBytes: 16 }))).toMatch(/no board suits target sim-2x2; .*--board .*--part/);
});

it('takes the part of a target file as it is, where it is complete', () => {
  const device = { part: 'xc7a200tfbg676-2', lut: 1, ff: 1, bram36: 1, dsp: 1 };
  expect(chosen({ ...named('sim-2x2'), device })).toBe('bare xc7a200tfbg676-2 xc7');
  expect(chosen({ ...named('sim-2x2'), device: { ...device, part: 'XC7A200T' } })).toMatch(/part XC7A200T lacks package and speed grade/);
});

it('suits the named target of each board', () => {
  for (const { name, device } of BOARDS) expect(named(name).device?.part).toBe(device);
});

it('refuses on the command line with exit code 2', () => {
  const folder = scratchFolder({ 'm.nf': 'network Tiny {\n  input x: u8[1, 8, 8], scale 1/255\n  weights random(1)\n  precision weights ternary, activations 3b\n  x |> output y: dense(3)\n}\n' });
  try {
    expect(nfc(['compile', 'm.nf', '--target', 'neuflow-v6', '-o', 'out'], folder.path).code).toBe(0);
    const refused = nfc(['export', 'out', '--to', 'vivado', '-o', 'project'], folder.path);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/error: target neuflow-v6 is made for XC6VLX240T.*\n.*help: .*--part/);
  } finally {
    folder.dispose();
  }
});
