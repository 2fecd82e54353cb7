// evaluate as a user runs it: the same on one thread and on two, the pictures it writes, and what it refuses.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import { makeRandom, randomBelow } from '../../runtime/random.ts';
import { writeNpy } from '../../runtime/npy.ts';
import { nfc, nfcJson, scratchFolder } from '../support/cli.ts';
import { labelledFolder, LABELLER } from '../support/labelled-folder.ts';

const CLASSIFIER = `network Classifier {
  input image: u8[1, 8, 8], scale 1/255
  weights random(4)
  precision weights 6b, activations 3b
  image |> c: conv(4 maps, 3x3) |> relu |> output scores: dense(3)
}
`;
const random = makeRandom(8);
const bytes = (count: number, below: number): Uint8Array => Uint8Array.from({ length: count }, () => randomBelow(random, below));
const folder = scratchFolder({
  'm.nf': LABELLER, 'c.nf': CLASSIFIER,
  ...Object.fromEntries(Object.entries(labelledFolder({ count: 20, height: 12, width: 16, classes: 5, seed: 6 })).map(([name, content]) => [`street/${name}`, content])),
  'digits/images.npy': writeNpy({ dtype: 'U8', shape: [90, 1, 8, 8], data: bytes(90 * 64, 256) }),
  'digits/labels.npy': writeNpy({ dtype: 'U8', shape: [90], data: bytes(90, 3) }),
  'digits/meta.json': '{"classes": ["cat", "dog/wolf", "2"]}',
});
afterAll(() => folder.dispose());

const untimed = (document: Record<string, unknown>): Record<string, unknown> => ({ ...document, seconds: 0 });

describe('nfc evaluate', () => {
  it('labels pixels alike on one thread and on two, and draws picture, label and prediction', () => {
    const alone = nfcJson(['evaluate', 'm.nf', '--data', 'street', '--float', '--jobs', '1', '--pictures', 'one'], folder.path);
    const { document, code } = nfcJson(['evaluate', 'm.nf', '--data', 'street', '--float', '--jobs', '2', '--pictures', 'two'], folder.path);
    expect([code, alone.code]).toEqual([0, 0]);
    expect(untimed(document)).toEqual(untimed(alone.document));
    expect(document).toMatchObject({ images: 20, simulatorAgrees: true, simulatorDiffers: 0, ignored: 5, accuracyInteger: document['pixelAccuracy'] });
    for (const key of ['accuracyFloat', 'meanIoU', 'meanIoUFloat']) expect(document[key]).toBeGreaterThan(0);
    const confusion = document['confusion'] as number[][];
    expect([confusion.length, confusion[5]]).toEqual([6, [0, 0, 0, 0, 0, 0]]);
    expect((document['iou'] as (number | null)[])[5]).toBeNull();
    const names = readdirSync(join(folder.path, 'one')).filter((name) => name.endsWith('.png'));
    expect(names).toHaveLength(20);
    for (const name of names) expect(readFileSync(join(folder.path, 'two', name)).equals(readFileSync(join(folder.path, 'one', name)))).toBe(true);
    const { width, height, data } = PNG.sync.read(readFileSync(join(folder.path, 'one', 'p7.png')));
    expect([width, height]).toEqual([3 * 16 + 4, 12]);
    const picture = PNG.sync.read(readFileSync(join(folder.path, 'street', 'test', 'img', 'p7.png')));
    expect([...data.subarray(0, 64)]).toEqual([...picture.data.subarray(0, 64)]);
  });

  it('shows the confusion of classes, and sheets of misread pictures by label and prediction', () => {
    const { document } = nfcJson(['evaluate', 'c.nf', '--data', 'digits', '--pictures', 'misread', '--jobs', '2'], folder.path);
    const confusion = document['confusion'] as number[][];
    expect(confusion.flat().reduce((sum, count) => sum + count)).toBe(90);
    expect(document).toMatchObject({ images: 90, task: 'classes', accuracyFloat: null, classes: ['cat', 'dog/wolf', '2'] });
    const names = ['0-cat', '1-dog-wolf', '2'];
    const expected = confusion.flatMap((row, label) => row.flatMap((count, prediction) => (count > 0 && label !== prediction ? [`${names[label]}-read-as-${names[prediction]}.png`] : [])));
    expect(expected.length).toBeGreaterThan(0);
    expect(readdirSync(join(folder.path, 'misread')).filter((name) => name.endsWith('.png')).sort()).toEqual(expected.sort());
    const { code, stdout } = nfc(['evaluate', 'c.nf', '--data', 'digits', '--images', '7', '--split', 'train'], folder.path);
    expect(code).toBe(0);
    expect(stdout).toMatch(/on 7 pictures[\s\S]*0 cat/);
  });

  it('refuses labels that the network does not give, foreign folders and damaged pictures, on any number of threads', () => {
    const run = (...args: string[]): ReturnType<typeof nfc> => nfc(['evaluate', ...args], folder.path);
    expect(run('m.nf', '--data', 'street', '--split', 'val')).toMatchObject({ code: 2, stderr: expect.stringMatching(/--split val/) as string });
    expect(run('m.nf', '--data', 'digits').code).toBe(2);
    expect(run('m.nf', '--data', 'street', '--pictures', 'street')).toMatchObject({ code: 2, stderr: expect.stringMatching(/did not write/) as string });
    writeFileSync(join(folder.path, 'small.nf'), LABELLER.replace('1x1)', '1x1, stride 2)'));
    expect(run('small.nf', '--data', 'street')).toMatchObject({ code: 2, stderr: expect.stringMatching(/labels no pixels of 16 x 12.*scores \[5, 6, 8\]/) as string });
    writeFileSync(join(folder.path, 'street', 'test', 'img', 'p13.png'), 'no picture');
    for (const jobs of ['1', '2']) {
      expect(run('m.nf', '--data', 'street', '--jobs', jobs, '--pictures', 'none')).toMatchObject({ code: 2, stderr: expect.stringMatching(/p13\.png: is neither a JPEG nor a PNG/) as string });
    }
    rmSync(join(folder.path, 'street', 'test', 'lab', 'p13.png'));
    expect(run('m.nf', '--data', 'street')).toMatchObject({ code: 2, stderr: expect.stringMatching(/p13\.png: is not there/) as string });
    expect(readdirSync(folder.path)).not.toContain('none');
  });
});
