// nfc run: labels and classes from pictures, folders and videos, on the simulator and on the RTL, and pictures of labels.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, test } from 'vitest';
import { nfc, nfcJson, scratchFolder } from '../support/cli.ts';
import { y4mFile } from '../support/y4m-file.ts';

const [WIDTH, HEIGHT] = [10, 6];
const LABELS = `network Labels {
  input image: u8[3, ${HEIGHT}, ${WIDTH}], scale 1/255
  weights random(3)
  image |> conv(8 maps, 3x3, same) |> relu(range 1) |> output scores: conv(4 maps, 3x3, same)
  output labels = argmax(scores)
}
`;
const CLASSES = `network Classes {
  input image: u8[1, ${HEIGHT}, ${WIDTH}], scale 1/255
  weights random(4)
  image |> conv(4 maps, 3x3) |> relu(range 1) |> flatten |> output scores: dense(3)
  output class = argmax(scores)
}
`;
const frames = [0, 1, 2].map((frame) => Array.from({ length: (WIDTH * HEIGHT * 3) / 2 }, (_, i) => (37 * i + 91 * frame) & 255));
const video = y4mFile({ width: WIDTH, height: HEIGHT, kind: '420jpeg' }, frames);
const picture = PNG.sync.write(Object.assign(new PNG({ width: WIDTH, height: HEIGHT }), { data: Buffer.from(Array.from({ length: 4 * WIDTH * HEIGHT }, (_, i) => (i * 29) & 255)) }));
const palette = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]];
const folder = scratchFolder({
  'labels.nf': LABELS, 'classes.nf': CLASSES, 'camera.y4m': video, 'cut.y4m': video.slice(0, -7), 'many/a.png': picture, 'many/b.y4m': video,
  'meta.json': JSON.stringify({ classes: ['road', 'sky', 'tree', 'car'], palette }), 'three.json': JSON.stringify({ classes: ['one', 'two', 'three'] }),
});
afterAll(() => folder.dispose());
const run = (...args: string[]) => nfc(['run', ...args, '--target', 'sim-1x1'], folder.path);

interface Labelled { readonly pixels: number[]; readonly source: string; readonly simulatorAgrees: boolean }

describe('a labelling network', () => {
  test('says how much of a picture is what, and paints it', () => {
    const { code, stdout, stderr } = run('labels.nf', '--input', 'camera.y4m', '--classes', 'meta.json', '-o', 'out');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^camera\.y4m 0: labels = (road|sky|tree|car) \d+ %/);
    expect(stdout).toMatch(/wrote out: 3 pictures\n3 frames on simulated sim-1x1, equal to the integer reference/);
    expect(readdirSync(join(folder.path, 'out')).sort()).toEqual(['.nfc-output', 'camera-00000.png', 'camera-00001.png', 'camera-00002.png']);
    const { width, height } = PNG.sync.read(readFileSync(join(folder.path, 'out', 'camera-00000.png')));
    expect([width, height]).toEqual([WIDTH, HEIGHT]);
  });

  test('a picture of labels is half the picture and half the colours of the labels', () => {
    const { document } = nfcJson(['run', 'labels.nf', '--input', 'many/a.png', '--classes', 'meta.json', '-o', 'single', '--target', 'sim-1x1'], folder.path);
    const [result] = document['results'] as [Labelled];
    expect(result.pixels.reduce((sum, count) => sum + count, 0)).toBe(WIDTH * HEIGHT);
    const painted = PNG.sync.read(readFileSync(join(folder.path, 'single', 'a.png'))).data;
    const original = PNG.sync.read(picture).data;
    const counts = new Array<number>(4).fill(0);
    for (let place = 0; place < WIDTH * HEIGHT; place++) {
      const matches = palette.map((colour) => colour.every((value, part) => painted[4 * place + part] === ((original[4 * place + part] as number) + value) >> 1));
      expect(matches.filter((isMatch) => isMatch)).toHaveLength(1);
      (counts[matches.indexOf(true)] as number)++;
    }
    expect(counts).toEqual(result.pixels);
  });

  test('folders hold pictures and videos', () => {
    const { document, code } = nfcJson(['run', 'labels.nf', '--input', 'many', '--target', 'sim-1x1'], folder.path);
    expect([code, (document['results'] as Labelled[]).map(({ source }) => source)]).toEqual([0, ['many/a.png', 'many/b.y4m 0', 'many/b.y4m 1', 'many/b.y4m 2']]);
  });
});

describe('a classifying network', () => {
  test('the RTL gives what the simulator gives', () => {
    const results = ['simulator', 'rtl'].map((device) => nfcJson(['run', 'classes.nf', '--input', 'camera.y4m', '--classes', 'three.json', '--device', device, '--target', 'sim-1x1'], folder.path));
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    expect(results[1]?.document['results']).toEqual(results[0]?.document['results']);
    expect(results.map(({ document }) => document['device'])).toEqual(['simulated sim-1x1', 'sim-1x1 in Verilator']);
  });

  test('has nothing to paint', () => {
    expect(run('classes.nf', '--input', 'camera.y4m', '-o', 'none')).toMatchObject({ code: 2, stderr: expect.stringMatching(/labels no pixels/) });
  });
});

test.each([
  ['a truncated video', ['labels.nf', '--input', 'cut.y4m'], /cut\.y4m: ends within frame 2: 83 of 90 bytes/],
  ['a device that is not there', ['labels.nf', '--input', 'camera.y4m', '--device', 'board'], /there is no device board/],
  ['a board that is not there', ['labels.nf', '--input', 'camera.y4m', '--device', 'uio7:udmabuf7'], /udmabuf7.*does not exist/],
])('%s is told', (_, args, says) => {
  expect(run(...args)).toMatchObject({ code: 2, stderr: expect.stringMatching(says) });
});
