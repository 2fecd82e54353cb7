// Random changes to training pictures: moved, turned, zoomed and mirrored by one map for picture and labels, then brightened or darkened.
// The picture is read bilinearly, its border repeated; labels are taken from the nearest pixel, void outside where the set knows void.
import { seededRandom } from '../../compiler/source/seeded-random.ts';

/** Largest changes; 0 or false: none. */
export interface Augmentation {
  /** Pixels, each way. */
  readonly shift: number;
  /** Degrees, each way. */
  readonly rotate: number;
  /** Share of the size: 0.2 zooms by 1/1.2 to 1.2. */
  readonly zoom: number;
  /** Share of the height by which the top is slanted against the bottom, each way. */
  readonly shear: number;
  readonly flip: boolean;
  /** Share of the full range by which all pixels are moved, and by which contrast is changed, each way. */
  readonly brightness: number;
}

export const NO_AUGMENTATION: Augmentation = { shift: 0, rotate: 0, zoom: 0, shear: 0, flip: false, brightness: 0 };

export interface TrainPicture {
  /** Channel-major codes. */
  readonly codes: ArrayLike<number>;
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly top: number;
  /** Rows x columns of labels, or one label. */
  readonly labels: Uint8Array;
  readonly labelShape: readonly [height: number, width: number];
  /** What stands outside a moved label map; null repeats the border. */
  readonly ignored: number | null;
}

/** Source position of a target pixel, both counted from the middle in pixels: y' = yy*y + yx*x + y0, x' = xy*y + xx*x + x0. */
interface AffineMap {
  readonly yy: number;
  readonly yx: number;
  readonly y0: number;
  readonly xy: number;
  readonly xx: number;
  readonly x0: number;
}

export interface Change {
  readonly map: AffineMap | null;
  readonly gain: number;
  readonly offset: number;
}

/** The change of one picture: the same seed gives the same one. */
export function drawChange(limits: Augmentation, seed: number): Change {
  const random = seededRandom(seed);
  const spread = (limit: number): number => (random() * 2 - 1) * limit;
  const angle = (spread(limits.rotate) * Math.PI) / 180;
  const [zoomY, zoomX] = [(1 + limits.zoom) ** spread(1), (1 + limits.zoom) ** (spread(1) * 0.25)];
  const shear = spread(limits.shear);
  const [y0, x0] = [spread(limits.shift), spread(limits.shift)];
  const mirror = limits.flip && random() < 0.5 ? -1 : 1;
  const [gain, offset] = [1 + spread(limits.brightness), spread(limits.brightness)];
  const isStill = limits.shift + limits.rotate + limits.zoom + limits.shear === 0 && mirror === 1;
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const map = { yy: cosine * zoomY, yx: sine * zoomY * mirror, y0, xy: (shear - sine) * zoomY * zoomX, xx: cosine * zoomY * zoomX * mirror, x0 };
  return { map: isStill ? null : map, gain, offset };
}

/** Writes real values [H, W, channels] into `images` at `at`: scale * (code - zero) after the change. */
export function writePicture(picture: TrainPicture, change: Change, format: { readonly scale: number; readonly zero: number }, images: Float32Array, at: number): void {
  const { codes, shape: [channels, height, width], top } = picture;
  const { scale, zero } = format;
  const level = change.offset * top + (1 - change.gain) * (top / 2);
  const put = (pixel: number, channel: number, value: number): void => {
    images[at + pixel * channels + channel] = scale * (Math.min(top, Math.max(0, value * change.gain + level)) - zero);
  };
  const { map } = change;
  if (map === null) {
    for (let channel = 0; channel < channels; channel++) {
      for (let pixel = 0; pixel < height * width; pixel++) put(pixel, channel, codes[channel * height * width + pixel] as number);
    }
    return;
  }
  const [middleY, middleX] = [(height - 1) / 2, (width - 1) / 2];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sourceY = Math.min(height - 1, Math.max(0, map.yy * (y - middleY) + map.yx * (x - middleX) + map.y0 + middleY));
      const sourceX = Math.min(width - 1, Math.max(0, map.xy * (y - middleY) + map.xx * (x - middleX) + map.x0 + middleX));
      const [above, left] = [Math.floor(sourceY), Math.floor(sourceX)];
      const [below, right] = [Math.min(height - 1, above + 1), Math.min(width - 1, left + 1)];
      const [dy, dx] = [sourceY - above, sourceX - left];
      for (let channel = 0; channel < channels; channel++) {
        const plane = channel * height * width;
        const upper = (codes[plane + above * width + left] as number) * (1 - dx) + (codes[plane + above * width + right] as number) * dx;
        const lower = (codes[plane + below * width + left] as number) * (1 - dx) + (codes[plane + below * width + right] as number) * dx;
        put(y * width + x, channel, upper * (1 - dy) + lower * dy);
      }
    }
  }
}

/** Writes the labels of the changed picture into `labels` at `at`. A label map may be coarser than its picture. */
export function writeLabels(picture: TrainPicture, change: Change, labels: Uint8Array, at: number): void {
  const [height, width] = picture.labelShape;
  const { map } = change;
  if (map === null || height * width === 1) {
    labels.set(picture.labels, at);
    return;
  }
  const coarseY = picture.shape[1] / height;
  const coarseX = picture.shape[2] / width;
  const [middleY, middleX] = [(height - 1) / 2, (width - 1) / 2];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sourceY = Math.round(map.yy * (y - middleY) + (map.yx * (x - middleX) * coarseX) / coarseY + map.y0 / coarseY + middleY);
      const sourceX = Math.round((map.xy * (y - middleY) * coarseY) / coarseX + map.xx * (x - middleX) + map.x0 / coarseX + middleX);
      const isInside = sourceY >= 0 && sourceX >= 0 && sourceY < height && sourceX < width;
      const clampedY = Math.min(height - 1, Math.max(0, sourceY));
      const clampedX = Math.min(width - 1, Math.max(0, sourceX));
      labels[at + y * width + x] = isInside || picture.ignored === null ? (picture.labels[clampedY * width + clampedX] as number) : picture.ignored;
    }
  }
}
