// The networks of the suite: each is free of errors, laid out, of the size it claims to be, and its small version is the same network.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatModel } from '../../compiler/format.ts';
import type { FloatGraph } from '../../compiler/ir/float-graph.ts';
import { layerWork, totalMultiplyAdds } from '../../runtime/bench/baselines/layer-work.ts';
import { suite } from '../../runtime/bench/suite.ts';
import { loadModel } from '../../runtime/load-model.ts';
import { projectFile } from '../../runtime/project-folder.ts';
import { PROJECT } from '../support/cli.ts';

const FOLDERS = ['neuflow', 'cnv', 'resnet8', 'dscnn', 'vww', 'kws', 'unet'];
const FILES = FOLDERS.flatMap((folder) => readdirSync(projectFile('examples', folder)).filter((file) => file.endsWith('.nf')).map((file) => `${folder}/${file}`));
const MODELS = FILES.filter((file) => file !== 'neuflow/tables.nf');

const load = (file: string): FloatGraph => loadModel(projectFile('examples', ...file.split('/')), new Map()).graph;
const weightsIn = (graph: FloatGraph): number =>
  layerWork(graph).reduce((sum, layer) => sum + (layer.kind === 'weighted' ? layer.kernel[0] * layer.kernel[1] * layer.sources.reduce((count, row) => count + row.length, 0) : 0), 0);

describe('every model of the suite', () => {
  test.each(MODELS)('%s has neither errors nor warnings', (file) => {
    expect(loadModel(projectFile('examples', ...file.split('/')), new Map()).warnings).toEqual([]);
  });

  test.each(FILES)('%s is laid out as nfc fmt does', (file) => {
    const text = readFileSync(projectFile('examples', ...file.split('/')), 'utf8');
    expect(formatModel(text)).toEqual({ text, diagnostics: [] });
  });

  test('each workload has its file', () => {
    expect(suite.map(({ file }) => file).filter((file) => !MODELS.includes(file))).toEqual(['lenet5/lenet5.nf']);
  });
});

describe('sizes', () => {
  test.each([
    ['cnv/cnv.nf', 59_461_376, 1_542_848],
    ['resnet8/resnet8.nf', 12_501_632, 77_360],
    ['dscnn/dscnn.nf', 2_656_768, 22_016],
    ['vww/vww.nf', 7_489_664, 208_112],
    ['kws/kws.nf', 259_584, 259_584],
  ])('%s has %i multiply-adds and %i weights', (file, macs, weights) => {
    const graph = load(file);
    expect([totalMultiplyAdds(graph), weightsIn(graph)]).toEqual([macs, weights]);
  });

  test('the encoder-decoder stays under half a billion multiply-adds', () => {
    expect(totalMultiplyAdds(load('unet/unet.nf'))).toBeLessThan(0.5e9);
  });
});

describe('small versions', () => {
  const pairs = MODELS.flatMap((file): [string, string][] => {
    const [folder = '', name = ''] = file.split('/');
    if (name === 'small.nf') return [[file, `${folder}/${folder}.nf`]];
    return name.endsWith('-small.nf') ? [[file, file.replace('-small', '')]] : [];
  });

  test('there is one of each network that can be smaller', () => {
    expect(pairs.map(([, file]) => file).sort()).toEqual([
      'dscnn/dscnn.nf', ...Array.from({ length: 7 }, (_, i) => `neuflow/w${i + 1}.nf`), 'resnet8/resnet8.nf', 'unet/unet.nf', 'vww/vww.nf',
    ]);
  });

  test.each(pairs)('%s has the layers and maps of %s, and at least a quarter of its pixels', (small, full) => {
    const [a, b] = [load(small), load(full)];
    const describeNode = (graph: FloatGraph): string[] => graph.nodes.map((node) => `${node.name} ${node.kind} ${node.inputs.join(' ')} ${node.shape[0]}`);
    expect(describeNode(a)).toEqual(describeNode(b));
    const pixels = (graph: FloatGraph): number => graph.nodes.reduce((sum, node) => sum + (node.kind === 'input' ? node.shape[1] * node.shape[2] : 0), 0);
    expect(pixels(a) / pixels(b)).toBeGreaterThanOrEqual(0.25);
    expect(pixels(a)).toBeLessThan(pixels(b));
  });
});

test('the generator writes the same bytes again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nfc-suite-'));
  const run = spawnSync(process.execPath, [join(PROJECT, 'dist', 'scripts', 'make-suite.js'), folder], { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file), 'utf8')).toBe(readFileSync(projectFile('examples', 'neuflow', file), 'utf8'));
  expect(readdirSync(folder)).toHaveLength(22);
  rmSync(folder, { recursive: true });
});
