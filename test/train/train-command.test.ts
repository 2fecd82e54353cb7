// nfc train as a user runs it: on a tiny set of two kinds of stripes, which any network learns.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../compiler/source/seeded-random.ts';
import { writeNpy } from '../../runtime/npy.ts';
import { readSafetensors } from '../../runtime/safetensors.ts';
import { nfc, nfcJson, PROJECT, scratchFolder } from '../support/cli.ts';

const MODEL = `network Stripes {
  input image: u8[1, 8, 8], scale 1/255
  weights "stripes.safetensors"
  precision weights ternary
  image |> conv(8 maps, 3x3, no bias) |> batchnorm |> relu |> conv(8 maps, 3x3, weights 6b) |> tanh |> logits: dense(2)
  output label = argmax(logits)
}
`;

const PIXELS_MODEL = `network Halves {
  input image: u8[1, 8, 8], scale 1/255
  weights "halves.safetensors"
  a = image |> conv(6 maps, 3x3, stride 2, same, no bias) |> batchnorm |> relu(range 2)
  b = image |> conv(4 maps, 3x3, same) |> relu
  concat(a |> upsample(2), b) |> logits: conv(2 maps, 1x1)
  output labels = argmax(logits)
}
`;

/** Upright or level stripes with noise; label maps mark the bright pixels. */
function stripes(count: number, seed: number): { images: Uint8Array; labels: Uint8Array; pixels: Uint8Array } {
  const random = seededRandom(seed);
  const [images, labels, pixels] = [new Uint8Array(count * 64), new Uint8Array(count), new Uint8Array(count * 64)];
  for (let i = 0; i < count; i++) {
    labels[i] = i % 2;
    const phase = Math.floor(random() * 4);
    for (let p = 0; p < 64; p++) {
      const along = i % 2 === 0 ? p % 8 : Math.floor(p / 8);
      const isBright = (along + phase) % 4 < 2;
      images[i * 64 + p] = Math.floor((isBright ? 150 : 50) + random() * 50);
      pixels[i * 64 + p] = isBright ? 1 : 0;
    }
  }
  return { images, labels, pixels };
}

function setFiles(count: number, seed: number, split: string): Record<string, Uint8Array> {
  const { images, labels, pixels } = stripes(count, seed);
  const npy = (shape: number[], data: Uint8Array): Uint8Array => writeNpy({ dtype: 'U8', shape, data });
  return {
    [`set/${split}/images.npy`]: npy([count, 1, 8, 8], images), [`set/${split}/labels.npy`]: npy([count], labels),
    [`maps/${split}/images.npy`]: npy([count, 1, 8, 8], images), [`maps/${split}/labels.npy`]: npy([count, 8, 8], pixels),
  };
}

const folder = scratchFolder({ 'stripes.nf': MODEL, 'halves.nf': PIXELS_MODEL, ...setFiles(64, 1, 'train'), ...setFiles(20, 2, 'test') });
afterAll(folder.dispose);
const at = (name: string): string => join(folder.path, name);
const rest = ['--real-epochs', '2', '--augment', 'shift=1,brightness=0.1'];
const LENET = join(PROJECT, 'examples', 'lenet5', 'lenet5.safetensors');
const settings = [...rest, '--epochs', '6', '--batch', '16', '--rate', '0.01'];

describe('nfc train', () => {
  it('learns, and the file it writes is the network it measured', () => {
    const { code, stderr, document } = nfcJson(['train', at('stripes.nf'), '--data', at('set'), ...rest, '--epochs', '12', '--batch', '16', '--rate', '0.01']);
    expect(stderr).toContain('epoch 12/12 (codes)');
    expect(code).toBe(0);
    const records = document['records'] as { test: { accuracy: number } }[];
    const measured = nfcJson(['evaluate', at('stripes.nf'), '--data', at('set'), '--target', 'sim-1x1']).document;
    expect(measured).toMatchObject({ images: 20, accuracyInteger: records.at(-1)?.test.accuracy, simulatorAgrees: true });
    expect(measured['accuracyInteger']).toBeGreaterThan(0.9);
    expect(JSON.parse(readFileSync(at('stripes.training.json'), 'utf8'))).toMatchObject({ model: 'Stripes', weights: 'stripes.safetensors', trainImages: 64 });
    expect(existsSync(at('stripes.safetensors.checkpoint'))).toBe(false);
  }, 60_000);

  it('leaves a layer on the host in real numbers', () => {
    const model = scratchFolder({ 'm.nf': MODEL.replace('dense(2)', 'dense(2, on host)') });
    const { document } = nfcJson(['train', 'm.nf', '--data', at('set'), ...rest, '--epochs', '12', '--batch', '16', '--rate', '0.01'], model.path);
    const records = document['records'] as { test: { accuracy: number } }[];
    const tensors = readSafetensors(readFileSync(join(model.path, 'stripes.safetensors')), 'stripes.safetensors');
    expect([...tensors.keys()].filter((name) => name.endsWith('.integers'))).toEqual(['conv1.integers', 'conv2.integers']);
    const measured = nfcJson(['evaluate', 'm.nf', '--data', at('set'), '--target', 'sim-1x1'], model.path).document;
    expect(measured).toMatchObject({ accuracyInteger: records.at(-1)?.test.accuracy, simulatorAgrees: true });
    model.dispose();
  }, 60_000);

  it('labels pixels', () => {
    const { document } = nfcJson(['train', at('halves.nf'), '--data', at('maps'), ...rest, '--class-weights', 'balanced', '--epochs', '20', '--batch', '4', '--rate', '0.01']);
    const records = document['records'] as { test: { accuracy: number; meanIoU: number } }[];
    expect(records.at(-1)?.test.accuracy).toBeGreaterThan(0.9);
  }, 60_000);

  it('gives the same bytes for the same seed on one thread and on two, and after a kill', async () => {
    const run = (out: string, ...more: string[]): Buffer => {
      const { code, stderr } = nfc(['train', at('stripes.nf'), '--data', at('set'), ...settings, '-o', at(out), ...more]);
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      return readFileSync(at(out));
    };
    const whole = run('new/folder/a.safetensors', '--jobs', '2');
    expect(run('b.safetensors', '--jobs', '1').equals(whole)).toBe(true);
    expect(run('c.safetensors', '--seed', '2').equals(whole)).toBe(false);
    await killAfterEpoch(4, ['train', at('stripes.nf'), '--data', at('set'), ...settings, '-o', at('d.safetensors')]);
    expect(existsSync(at('d.safetensors'))).toBe(false);
    expect(run('d.safetensors', '--resume').equals(whole)).toBe(true);
  }, 120_000);

  it.each([
    ['a network that tells too few classes apart', MODEL.replace('dense(2)', 'dense(1)'), [], 2, /the set has 2 classes, but the network tells 1 apart/],
    ['an integer network', MODEL.replace('|> tanh', '|> threshold'), [], 1, /given thresholds/],
    ['labels of another size', MODEL, ['--data', 'maps'], 2, /labels .* are 8 x 8, but the network gives out scores for 1 x 1/],
    ['an unknown change', MODEL, ['--augment', 'spin=3'], 2, /--augment knows no 'spin=3'/],
    ['more real epochs than epochs', MODEL, ['--real-epochs', '9'], 2, /--real-epochs is 9/],
    ['weights that are not there', MODEL, ['--from', 'none.safetensors'], 2, /none\.safetensors does not exist/],
    ['weights of another network', MODEL, ['--from', LENET], 2, /lack conv1\.weight/],
    ['data that are not there', MODEL, ['--data', 'nowhere'], 2, /nowhere/],
  ])('refuses %s', (_title, text, more, expected, message) => {
    const wrong = scratchFolder({ 'm.nf': text });
    const paths = more.map((word) => (word === 'maps' ? at('maps') : word));
    const { code, stderr } = nfc(['train', 'm.nf', ...(more.includes('--data') ? [] : ['--data', at('set')]), '--epochs', '2', ...paths], wrong.path);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(expected);
    wrong.dispose();
  });

  it('does not resume a run with other settings', async () => {
    await killAfterEpoch(3, ['train', at('stripes.nf'), '--data', at('set'), ...settings, '-o', at('e.safetensors')]);
    const { code, stderr } = nfc(['train', at('stripes.nf'), '--data', at('set'), ...settings, '--seed', '5', '-o', at('e.safetensors'), '--resume']);
    expect(stderr).toMatch(/belongs to a run with other settings/);
    expect(code).toBe(2);
  }, 60_000);
});

/** Runs until the end of the given epoch is reported, then kills the process. */
function killAfterEpoch(epoch: number, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const run = spawn(process.execPath, [join(PROJECT, 'dist/runtime/cli/main.js'), ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let text = '';
    run.stderr.on('data', (part: Buffer) => {
      text += part.toString();
      if (text.includes(`epoch ${epoch}/`)) run.kill('SIGKILL');
    });
    run.on('error', reject);
    run.on('exit', (_code, signal) => (signal === 'SIGKILL' ? resolve() : reject(new Error(`ended by itself: ${text}`))));
  });
}
