// Y4M: frames found and coloured as BT.601 says, every kind of samples that is taken, and files that end too early.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileFormatError } from '../../runtime/file-format-error.ts';
import { readY4m } from '../../runtime/y4m.ts';
import { y4mFile } from '../support/y4m-file.ts';

const pixelsOf = (planes: Uint8Array, pixels: number): number[][] => Array.from({ length: pixels }, (_, i) => [planes[i] as number, planes[pixels + i] as number, planes[2 * pixels + i] as number]);

// Colour bars of 100 % in limited range, as BT.601 tabulates them: Y, Cb, Cr, and red, green, blue.
const BARS = [
  [[235, 128, 128], [255, 255, 255]], [[210, 16, 146], [255, 255, 0]], [[170, 166, 16], [0, 255, 255]], [[145, 54, 34], [0, 255, 0]],
  [[106, 202, 222], [255, 0, 255]], [[81, 90, 240], [255, 0, 0]], [[41, 240, 110], [0, 0, 255]], [[16, 128, 128], [0, 0, 0]],
] as const;

test('colour bars come out as colours', () => {
  const planes = [0, 1, 2].flatMap((plane) => BARS.map(([yuv]) => yuv[plane] as number));
  const { planes: found } = readY4m(y4mFile({ width: 8, height: 1, kind: '444' }, [planes]), 'x').pictureOf(0, 3);
  pixelsOf(found, 8).forEach((pixel, i) => {
    pixel.forEach((value, part) => { expect(Math.abs(value - (BARS[i]?.[1][part] ?? -9)), `bar ${i}`).toBeLessThanOrEqual(2); });
  });
});

test('full range keeps black and white where they are, limited range stretches them', () => {
  const full = readY4m(y4mFile({ width: 3, height: 1, kind: 'mono', more: ' XCOLORRANGE=FULL' }, [[0, 100, 255]]), 'x');
  expect([...full.pictureOf(0, 1).planes]).toEqual([0, 100, 255]);
  const limited = readY4m(y4mFile({ width: 4, height: 1, kind: 'mono' }, [[0, 16, 235, 255]]), 'x');
  expect([...limited.pictureOf(0, 1).planes]).toEqual([0, 0, 255, 255]);
  expect([...limited.pictureOf(0, 3).planes]).toEqual([0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255]);
});

describe.each([['420jpeg', 2, 2], ['420mpeg2', 2, 2], ['420paldv', 2, 2], [undefined, 2, 2], ['422', 2, 1], ['444', 1, 1]] as const)('kind %s', (kind, across, down) => {
  test('each pixel has the chroma that covers it, in odd sizes too', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }), fc.integer(), (width, height, seed) => {
      const [chromaWidth, chromaHeight] = [Math.ceil(width / across), Math.ceil(height / down)];
      const size = width * height + 2 * chromaWidth * chromaHeight;
      const frames = [0, 1].map((frame) => Array.from({ length: size }, (_, i) => (Math.imul(i + frame * size + 1, seed | 1) >>> 8) & 255));
      const video = readY4m(y4mFile({ width, height, ...(kind === undefined ? {} : { kind }), frameMore: ' Ip' }, frames), 'x');
      expect([video.count, video.width, video.height]).toEqual([2, width, height]);
      frames.forEach((frame, index) => {
        const pixels = pixelsOf(video.pictureOf(index, 3).planes, width * height);
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const chroma = width * height + Math.floor(y / down) * chromaWidth + Math.floor(x / across);
            const alone = readY4m(y4mFile({ width: 1, height: 1, kind: '444' }, [[frame[y * width + x] as number, frame[chroma] as number, frame[chroma + chromaWidth * chromaHeight] as number]]), 'x');
            expect(pixels[y * width + x]).toEqual([...alone.pictureOf(0, 3).planes]);
          }
        }
      });
    }), { numRuns: 20, seed: 1 });
  });
});

test('a file cut anywhere but between frames is refused', () => {
  const whole = y4mFile({ width: 4, height: 2 }, [0, 1, 2].map((value) => new Array<number>(12).fill(value)));
  const header = whole.indexOf(10) + 1;
  for (let bytes = 9; bytes < whole.length; bytes++) {
    const cut = whole.slice(0, bytes);
    if (bytes >= header && (bytes - header) % 18 === 0) expect(readY4m(cut, 'x').count).toBe((bytes - header) / 18);
    else expect(() => readY4m(cut, 'x.y4m')).toThrow(FileFormatError);
  }
  expect(() => readY4m(whole.slice(0, -5), 'x.y4m')).toThrow('x.y4m: ends within frame 2: 7 of 12 bytes');
});

test.each([
  ['C420p10', y4mFile({ width: 2, height: 2, kind: '420p10' }, []), /samples of kind C420p10/],
  ['no size', Buffer.from('YUV4MPEG2 F25:1\n'), /no width and height/],
  ['no frame line', Buffer.concat([y4mFile({ width: 2, height: 2 }, []), Buffer.from('FRIME\n123456')]), /no FRAME line at byte/],
])('%s is refused', (_, bytes, says) => {
  expect(() => readY4m(bytes, 'x.y4m')).toThrow(says);
});
