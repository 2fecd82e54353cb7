// A small labelled set with pictures and label pictures, from a seed, and a network that labels its pixels.
import { PNG } from 'pngjs';
import { makeRandom, randomBelow } from '../../runtime/random.ts';
import { palettePng } from './palette-png.ts';

/** Labels the pixels of pictures of 16 x 12 with one of five classes. */
export const LABELLER = `network Labeller {
  input image: u8[3, 12, 16], scale 1/255
  weights random(3)
  precision weights ternary, activations 3b
  image |> a: conv(8 maps, 3x3, same) |> relu |> output scores: conv(5 maps, 1x1)
  output labels = argmax(scores)
}
`;

export interface LabelledFolder {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly classes: number;
  readonly seed: number;
}

/** Files of a test split, pictures p0, p1, ...; a tenth or so of the pixels is void, which has the label after the last class. */
export function labelledFolder({ count, height, width, classes, seed }: LabelledFolder): Record<string, Uint8Array | string> {
  const random = makeRandom(seed);
  const names = Array.from({ length: count }, (_, index) => `p${index}`);
  const labels = Array.from({ length: classes }, (_, label) => `c${label}`);
  const files: Record<string, Uint8Array | string> = {
    'meta.json': JSON.stringify({ classes: [...labels, 'void'], palette: [...labels, 'void'].map((_, label) => [40 * label, 255 - 40 * label, 9]), void: classes }),
    'test.txt': `${names.join('\n')}\n`,
  };
  for (const name of names) {
    const picture = new PNG({ width, height });
    picture.data.forEach((_, i) => { picture.data[i] = i % 4 === 3 ? 255 : randomBelow(random, 256); });
    files[`test/img/${name}.png`] = PNG.sync.write(picture);
    files[`test/lab/${name}.png`] = palettePng(width, height, 4, Array.from({ length: width * height }, () => (randomBelow(random, 10) === 0 ? classes : randomBelow(random, classes))));
  }
  return files;
}
