// explore, --fps and --objective as a user runs them: on worker threads and without, the files they write, and their refusals.
import { estimateResources } from '../../compiler/target/resources.ts';
import { loadTarget } from '../../runtime/load-target.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nfc, nfcJson, PROJECT, scratchFolder } from '../support/cli.ts';

const MODEL = join(PROJECT, 'examples', 'lenet5', 'lenet5-ternary.nf');
const folder = scratchFolder();
afterAll(() => folder.dispose());

describe('nfc explore', () => {
  const output = join(folder.path, 'found');

  it('finds the same with one thread and with two, and writes a target that compiles', () => {
    const alone = nfcJson(['explore', MODEL, '--points', '5', '--jobs', '1']);
    const { document, code } = nfcJson(['explore', MODEL, '--points', '5', '--jobs', '2', '-o', output]);
    expect(code).toBe(0);
    expect({ ...document, output: null }).toEqual(alone.document);
    const points = document['points'] as Record<string, unknown>[];
    expect(points).toHaveLength(5);
    for (const key of ['rows', 'cols', 'edgeStreams', 'weightWidth', 'lut', 'bram36', 'dsp', 'fps', 'latencyCycles', 'energyPerFrameMj', 'isPareto', 'isEnergyPareto']) expect(points[0]).toHaveProperty(key);
    expect(JSON.parse(readFileSync(join(output, 'points.json'), 'utf8'))).toEqual(Object.fromEntries(Object.entries(document).filter(([key]) => key !== 'output')));
    expect(readFileSync(join(output, 'pareto.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    const best = nfcJson(['simulate', MODEL, '--target', join(output, 'best.json')]);
    expect(best.document['fps']).toBe(points[0]?.['fps']);
  });

  it('wants a device to bound the search, and a sensible number of points', () => {
    expect(nfc(['explore', MODEL, '--device', 'sim-2x2'])).toMatchObject({ code: 2, stderr: expect.stringContaining('names no device') as string });
    expect(nfc(['explore', MODEL, '--points', '0']).code).toBe(2);
  });
});

describe('--fps and --objective', () => {
  it('puts the chosen grid and the resources into report and JSON', () => {
    const output = join(folder.path, 'chosen');
    const { document, code } = nfcJson(['compile', MODEL, '--target', 'pynq-z2', '--fps', '100', '-o', output]);
    expect(code).toBe(0);
    const { bram36, dsp } = estimateResources({ ...loadTarget('pynq-z2'), rows: 1, cols: 1 });
    expect(document).toMatchObject({
      target: { rows: 1, cols: 1 }, chosen: { rows: 1, cols: 1, clockMHz: 100, wantedFps: 100, given: { rows: 2, cols: 2 } },
      resources: { bram36, dsp, fits: true, status: { bram36: 'counted', lut: 'estimated' } },
    });
    expect(JSON.parse(readFileSync(join(output, 'report.json'), 'utf8'))).toMatchObject({ chosen: document['chosen'], resources: document['resources'] });
    const again = nfcJson(['simulate', output, '--objective', 'latency']);
    expect(again.document).toMatchObject({ objective: { name: 'latency', latencyCycles: again.document['latencyCycles'] }, chosen: null });
  });

  it('says what was found where no grid is fast enough, and refuses what is no frame rate', () => {
    const { document, code } = nfcJson(['simulate', MODEL, '--target', 'pynq-z2', '--fps', '100000000']);
    expect(code).toBe(1);
    expect(document).toMatchObject({ error: 'model', messages: [{ code: 'NF4601', message: expect.stringMatching(/best of \d+ simulated is 2 x 2 tiles/) as string }] });
    expect(nfc(['simulate', MODEL, '--fps', '0']).code).toBe(2);
    expect(nfc(['compile', MODEL, '--fps', '10', '--objective', 'energy']).code).toBe(2);
  });
});
