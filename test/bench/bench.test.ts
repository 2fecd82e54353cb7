// nfc bench: which rows a run has, what a row holds, and what the table and its exit code say when a network is refused.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BenchRow, benchRow } from '../../runtime/bench/bench-row.ts';
import { geometricMeans, renderBench } from '../../runtime/bench/bench-report.ts';
import { chooseJobs } from '../../runtime/bench/choose-workloads.ts';
import { suite } from '../../runtime/bench/suite.ts';
import { UsageError } from '../../runtime/usage-error.ts';
import { nfc, nfcJson, scratchFolder } from '../support/cli.ts';

const namesOf = (names: readonly string[], targets: readonly string[] = []): string[] =>
  chooseJobs(names, targets, new Map()).map(({ workload, target }) => `${workload.name}@${target}`);
const workload = (name: string) => suite.find((entry) => entry.name === name) as (typeof suite)[number];

describe('which rows', () => {
  test('all without names: W1 to W7 in three versions, seven networks, one of them on two targets', () => {
    const all = namesOf([]);
    expect(all).toHaveLength(3 * 7 + 6 + 2);
    expect(all.filter((name) => name.startsWith('unet'))).toEqual(['unet@neuflow-v6', 'unet@pynq-z2']);
  });

  test('names come in the order of the suite, once each; neuflow stands for its 21', () => {
    expect(namesOf(['kws', 'w2', 'kws'])).toEqual(['w2@neuflow-v6', 'kws@pynq-z2']);
    expect(namesOf(['neuflow'])).toHaveLength(21);
  });

  test('--target stands instead of the own targets', () => {
    expect(namesOf(['unet'], ['zcu104', 'zcu104'])).toEqual(['unet@zcu104']);
  });

  test('unknown workloads and targets are usage errors with a suggestion', () => {
    expect(() => namesOf(['resnet'])).toThrow(UsageError);
    expect(() => namesOf(['kws'], ['pynq'])).toThrow(UsageError);
  });
});

describe('one row', () => {
  test('a network that runs: simulated figures, all machines, the published figure it is held against', async () => {
    const { row } = await benchRow({ workload: workload('lenet5'), target: 'pynq-z2' });
    expect(row).toMatchObject({ workload: 'lenet5', weights: 'trained', mop: 2 * 326_520 / 1e6, failure: null, reference: { system: 'ANNA', fps: 1000 }, bar: null, isReached: null });
    expect(row.figures?.fps).toBeCloseTo(1e8 / (row.figures?.cycles ?? 0), 6);
    expect(row.ratio).toBeCloseTo((row.figures?.fps ?? 0) / 1000, 9);
    expect(row.baselines.map(({ machine }) => machine)).toEqual(['neuflow', 'neuflow-asic', 'anna', 'net32k', 'dsp32c']);
  });

  test('a network that a target refuses: the code in the row, baselines all the same', async () => {
    const { row } = await benchRow({ workload: { ...workload('w1'), file: '../test/bench/too-wide.nf' }, target: 'sim-1x1' });
    expect(row).toMatchObject({ figures: null, ratio: null, isReached: false, failure: { code: 'NF4101' } });
    expect(row.failure?.place).toMatch(/too-wide\.nf:\d+:\d+$/);
    expect(row.baselines[0]?.fps).toBeGreaterThan(0);
  });
});

const ratioRow = (name: string, ratio: number | null): BenchRow => ({
  workload: name, version: 'ternary', target: 't', weights: 'random', mop: 1, figures: null, lut: null, baselines: [], published: [], reference: null,
  ratio, bar: null, isReached: null, failure: ratio === null ? { code: 'NF4101', message: 'too wide', place: null } : null,
});

describe('means', () => {
  test('are geometric, and reached only by all seven together', () => {
    const seven = [8, 64, 36, 36, 128, 36, 36].map((ratio, i) => ratioRow(`w${i + 1}`, ratio));
    expect(geometricMeans(seven)).toMatchObject([{ version: 'ternary', counted: 7, rows: 7, smallest: 8, bar: 36, isReached: true }]);
    expect(geometricMeans(seven)[0]?.ratio).toBeCloseTo((8 * 64 * 36 ** 4 * 128) ** (1 / 7), 9);
    expect(geometricMeans([...seven.slice(1), ratioRow('w1', null)])).toMatchObject([{ counted: 6, rows: 7, isReached: false }]);
    expect(geometricMeans([ratioRow('w1', 2), ratioRow('w2', 8)])).toMatchObject([{ counted: 2, rows: 2, isReached: null }]);
  });

  test('the table shows a refusal by its code in place of the cycles', () => {
    const rows = [ratioRow('w1', null)];
    const lines = renderBench(rows, geometricMeans(rows)).split('\n');
    expect(lines[2]).toMatch(/^w1 +t +random +1\.0 +NF4101 /);
    expect(lines[3]).toMatch(/^mean, ternary +t +0 of 1 /);
  });
});

describe('the command', () => {
  test('prints one table, with progress on stderr', () => {
    const { code, stdout, stderr } = nfc(['bench', 'lenet5', 'kws']);
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(0, 4).map((line) => line.split(' ')[0])).toEqual(['workload', '-----------'.slice(0, 8), 'kws', 'lenet5']);
    expect(stderr).toMatch(/2 of 2: /);
  });

  test('--json has the rows in order and the sources of every constant', () => {
    const { code, document } = nfcJson(['bench', 'lenet5', '--target', 'sim-2x2']);
    expect(code).toBe(0);
    expect(document).toMatchObject({ failures: 0, means: [], rows: [{ workload: 'lenet5', target: 'sim-2x2', failure: null }] });
    for (const machine of document['machines'] as { constants: Record<string, { status: string; source: string }> }[]) {
      for (const constant of Object.values(machine.constants)) expect(['read', 'derived', 'recalled']).toContain(constant.status);
    }
  });

  test('a refused network does not end the run, and makes the exit code 1', () => {
    // Room for LeNet-5, but not for the weights of the other.
    const scratch = scratchFolder({ 'tiny.json': JSON.stringify({ from: 'sim-2x2', name: 'tiny', memory: { bytes: 147456 } }) });
    const { code, stdout, stderr } = nfc(['bench', 'lenet5', 'kws', '--target', join(scratch.path, 'tiny.json')]);
    scratch.dispose();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^kws +\S+tiny\.json +random +0\.5 +NF4201 /m);
    expect(stdout).toMatch(/^lenet5 +\S+tiny\.json +trained +0\.7 +[\d,]+ /m);
    expect(stderr).toMatch(/kws on \S+tiny\.json, NF4201: .*kws\.nf:\d+:\d+/);
  });

  test('unknown workloads are a usage error', () => {
    expect(nfc(['bench', 'lenet']).code).toBe(2);
  });
});
