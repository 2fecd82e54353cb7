// Changes of training pictures: labels move with their pixels, nothing leaves the range, the same seed gives the same change.
import { describe, expect, it } from 'vitest';
import { readAugmentation } from '../../runtime/train/augment-option.ts';
import { type Augmentation, drawChange, NO_AUGMENTATION, type TrainPicture, writeLabels, writePicture } from '../../runtime/train/augment.ts';

const [HEIGHT, WIDTH] = [12, 16];
const FORMAT = { scale: 1, zero: 0 };

/** One bright rectangle, labelled 1; void is 9. */
function rectangle(): TrainPicture {
  const inside = (p: number): boolean => p % WIDTH > 4 && p % WIDTH < 12 && Math.floor(p / WIDTH) > 3 && Math.floor(p / WIDTH) < 9;
  return {
    codes: Uint8Array.from({ length: HEIGHT * WIDTH }, (_, p) => (inside(p) ? 200 : 20)), shape: [1, HEIGHT, WIDTH], top: 255,
    labels: Uint8Array.from({ length: HEIGHT * WIDTH }, (_, p) => (inside(p) ? 1 : 0)), labelShape: [HEIGHT, WIDTH], ignored: 9,
  };
}

function changed(limits: Augmentation, seed: number): { image: Float32Array; labels: Uint8Array } {
  const picture = rectangle();
  const change = drawChange(limits, seed);
  const [image, labels] = [new Float32Array(HEIGHT * WIDTH), new Uint8Array(HEIGHT * WIDTH)];
  writePicture(picture, change, FORMAT, image, 0);
  writeLabels(picture, change, labels, 0);
  return { image, labels };
}

describe('changes of training pictures', () => {
  it('without any leave picture and labels as they are', () => {
    const { image, labels } = changed(NO_AUGMENTATION, 3);
    expect([...image]).toEqual([...rectangle().codes as Uint8Array]);
    expect([...labels]).toEqual([...rectangle().labels]);
  });

  it.each(['shift=3', 'rotate=30', 'zoom=0.5', 'shear=0.3', 'flip'])('%s moves labels with their pixels', (text) => {
    for (let seed = 0; seed < 20; seed++) {
      const { image, labels } = changed(readAugmentation(text), seed);
      let agree = 0;
      let counted = 0;
      labels.forEach((label, p) => {
        if (label === 9) return;
        counted++;
        if ((label === 1) === ((image[p] as number) > 110)) agree++;
      });
      expect(counted).toBeGreaterThan(0.4 * labels.length);
      expect(agree / counted).toBeGreaterThan(0.97);
    }
  });

  it('of brightness stay within the range and leave labels alone', () => {
    const { image, labels } = changed(readAugmentation('brightness=1'), 5);
    expect(Math.min(...image)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...image)).toBeLessThanOrEqual(255);
    expect([...labels]).toEqual([...rectangle().labels]);
  });

  it('are the same for the same seed', () => {
    const limits = readAugmentation('shift=2,rotate=7,zoom=0.2,shear=0.1,flip,brightness=0.2');
    expect(drawChange(limits, 4)).toEqual(drawChange(limits, 4));
    expect(drawChange(limits, 4)).not.toEqual(drawChange(limits, 5));
  });
});
