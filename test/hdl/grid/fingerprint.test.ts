// The fingerprint of register GRID: published values of FNV-1a, one number for each built-in grid, the same for targets that differ in
// nothing that programs depend on.
import { expect, test } from 'vitest';
import { fnv1a } from '../../../compiler/source/fnv.ts';
import type { Target } from '../../../compiler/target/target.ts';
import { findTarget, MAX_SIDE, targetNames } from '../../../compiler/target/targets.ts';
import { emitTop } from '../../../hdl/emit/emit.ts';
import { gridFingerprint, targetOfFingerprint } from '../../../hdl/emit/grid-fingerprint.ts';

const sides = Array.from({ length: MAX_SIDE }, (_, index) => index + 1);
const names = [...new Set([...targetNames, ...sides.flatMap((rows) => sides.map((cols) => `sim-${rows}x${cols}`))])];
const targets = names.map((name) => findTarget(name) as Target);

test.each([['', 0x811c9dc5], ['a', 0xe40c292c], ['foobar', 0xbf9cf968]])('FNV-1a of "%s"', (text, value) => {
  expect(fnv1a(text)).toBe(value);
});

test('every built-in grid has its own, which leads back to its name', () => {
  expect(targets.map((target) => targetOfFingerprint(gridFingerprint(target)))).toEqual(names);
  expect(targetOfFingerprint(0)).toBeNull();
});

test('every number of the grid counts; clock, device, latencies and the place of memory do not', () => {
  for (const target of targets.slice(0, targetNames.length)) {
    const { tile, memory } = target;
    const own = gridFingerprint(target);
    for (const key of Object.keys(tile) as (keyof typeof tile)[]) expect([key, gridFingerprint({ ...target, tile: { ...tile, [key]: 2 * tile[key] } }) === own]).toEqual([key, false]);
    for (const key of ['ports', 'axiBytes', 'maxBurst'] as const) expect([key, gridFingerprint({ ...target, memory: { ...memory, [key]: 2 * memory[key] } }) === own]).toEqual([key, false]);
    expect(gridFingerprint({ ...target, rows: target.cols + 1, cols: target.rows })).not.toBe(own);
    expect(gridFingerprint({ ...target, name: 'mine', clockMHz: 1, device: null, memory: { ...memory, base: 0, bytes: 4096, readLatency: 1, bandwidth: { num: 1, den: 1 } } })).toBe(own);
  }
});

test('the emitted package gives it to the hardware', () => {
  for (const target of targets.slice(0, targetNames.length)) {
    const emitted = emitTop(target);
    expect(emitted.get('nf_target_pkg.sv')).toContain(`  localparam int Fingerprint = 32'h${gridFingerprint(target).toString(16).padStart(8, '0')};\n`);
    expect(emitted.get('nf_grid.sv')).toContain('.Fingerprint(nf_target_pkg::Fingerprint)');
  }
});
