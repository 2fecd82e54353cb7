// From the large drawing to the picture a camera would give: mean of each block of pixels, exposure, tint, contrast, darker corners and
// noise; and the label that most pixels of a block have.
import type { Chance } from './chance.ts';
import { CLASSES } from './classes.ts';
import type { Stage } from './stage.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue a pixel, row by row. */
  readonly rgb: Uint8Array;
  readonly labels: Uint8Array;
}

export function develop(stage: Stage, block: number, chance: Chance): Picture {
  const [width, height] = [stage.width / block, stage.height / block];
  const rgb = new Uint8Array(3 * width * height);
  const labels = new Uint8Array(width * height);
  const exposure = chance.between(0.75, 1.2);
  const gamma = chance.between(0.9, 1.25);
  const tint = [chance.between(0.95, 1.05), 1, chance.between(0.94, 1.06)] as const;
  const vignette = chance.between(0, 0.25);
  const grain = chance.between(1, 5);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      labels[at] = commonLabel(stage, block, x, y);
      const corner = 1 - vignette * (((2 * x) / width - 1) ** 2 + ((2 * y) / height - 1) ** 2) / 2;
      const brightNoise = grain * bell(chance);
      for (let channel = 0; channel < 3; channel++) {
        const light = (blockMean(stage, block, x, y, channel) / 255) * exposure * corner * (tint[channel] as number);
        rgb[3 * at + channel] = Math.max(0, Math.min(255, Math.round(255 * Math.max(0, light) ** gamma + brightNoise + (grain / 2) * bell(chance))));
      }
    }
  }
  return { width, height, rgb, labels };
}

function blockMean(stage: Stage, block: number, x: number, y: number, channel: number): number {
  let sum = 0;
  for (let dy = 0; dy < block; dy++) {
    for (let dx = 0; dx < block; dx++) sum += stage.rgb[3 * ((y * block + dy) * stage.width + x * block + dx) + channel] as number;
  }
  return sum / (block * block);
}

function commonLabel(stage: Stage, block: number, x: number, y: number): number {
  const counts = new Uint8Array(CLASSES.length);
  for (let dy = 0; dy < block; dy++) {
    for (let dx = 0; dx < block; dx++) {
      const label = stage.labels[(y * block + dy) * stage.width + x * block + dx] as number;
      counts[label] = (counts[label] as number) + 1;
    }
  }
  return counts.indexOf(Math.max(...counts));
}

/** About normal: mean 0, deviation 1. */
const bell = (chance: Chance): number => (chance.between(-1, 1) + chance.between(-1, 1) + chance.between(-1, 1));
