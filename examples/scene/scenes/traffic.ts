// Cars as boxes with the outline of a car on their sides, bicyclists and pedestrians as flat figures.
import type { Chance } from './chance.ts';
import { type Rgb, type Shade, type Stage, brighter, drawFace, drawShadow, drawWall } from './stage.ts';
import type { Weather } from './weather.ts';

const PAINTS: readonly Rgb[] = [[168, 28, 30], [30, 44, 92], [28, 28, 32], [178, 182, 186], [224, 224, 222], [96, 102, 108], [42, 82, 62], [150, 132, 96], [66, 104, 158]];
const CLOTHES: readonly Rgb[] = [[44, 48, 66], [120, 40, 42], [64, 74, 58], [30, 30, 34], [170, 162, 150], [56, 88, 128], [186, 148, 60], [110, 84, 66]];
const SKIN: readonly Rgb[] = [[206, 164, 138], [150, 108, 82], [98, 68, 52]];

/** `z` is the near end. Oncoming cars show their headlights. */
export function drawCar(stage: Stage, x: number, z: number, isOncoming: boolean, weather: Weather, chance: Chance): void {
  const paint = chance.pick(PAINTS);
  const isVan = chance.isLikely(0.2);
  const [half, height, length] = [isVan ? 0.95 : 0.86, isVan ? 2.1 : chance.between(1.4, 1.6), isVan ? 4.8 : chance.between(3.8, 4.6)];
  drawShadow(stage, { from: x - half * 1.25, to: x + half * 1.25 }, { from: z - 0.5, to: z + length + 0.3 }, weather.shadow);
  const side = x < stage.camera.x ? half : -half;
  const light = side > 0 ? weather.right : weather.left;
  drawWall(stage, 'car', x + side, { from: z, to: z + length }, { from: 0, to: height }, carSide(z, length, height, brighter(paint, light), isVan));
  drawFace(stage, 'car', z, { from: x - half, to: x + half }, { from: 0.12, to: height }, carEnd(x, half, height, brighter(paint, weather.face), isOncoming));
}

function carSide(near: number, length: number, height: number, paint: Rgb, isVan: boolean): Shade {
  const waist = height * 0.6;
  return (z, y) => {
    const along = (z - near) / length;
    const inWheel = Math.min(Math.hypot((along - 0.2) * length, y - 0.32), Math.hypot((along - 0.8) * length, y - 0.32));
    if (inWheel < 0.32) return inWheel < 0.18 ? [128, 130, 132] : [24, 24, 26];
    if (y < 0.22) return null;
    if (y < waist) return brighter(paint, y < 0.5 ? 0.7 : 1);
    const slope = (y - waist) / (height - waist);
    const [rear, front] = isVan ? [0.02, 0.9 - 0.1 * slope] : [0.04 + 0.12 * slope, 0.74 - 0.2 * slope];
    if (along < rear || along > front) return null;
    const isGlass = slope > 0.12 && slope < 0.82 && along > rear + 0.04 && along < front - 0.04 && Math.abs(along - 0.42) > 0.02 && (!isVan || along > 0.6);
    return isGlass ? [44, 50, 58] : paint;
  };
}

function carEnd(x: number, half: number, height: number, paint: Rgb, isOncoming: boolean): Shade {
  const waist = height * 0.6;
  return (px, y) => {
    const across = Math.abs(px - x) / half;
    if (y < 0.35) return across > 0.68 && across < 0.96 ? [22, 22, 24] : y > 0.22 && across < 0.96 ? [34, 34, 36] : null;
    if (y > waist) {
      const slope = (y - waist) / (height - waist);
      if (across > 1 - 0.28 * slope) return null;
      if (slope < 0.8 && across < 0.84 - 0.28 * slope) return [52 + 60 * slope, 58 + 62 * slope, 68 + 62 * slope];
      return brighter(paint, slope > 0.88 ? 1.2 : 0.92);
    }
    if (across > 0.98) return null;
    if (y < 0.5) return [44, 44, 46];
    if (across > 0.7 && y > waist - 0.34 && y < waist - 0.12) return isOncoming ? [240, 238, 220] : [196, 30, 28];
    if (across < 0.3 && y > 0.54 && y < 0.68) return isOncoming ? [230, 230, 226] : [222, 190, 60];
    return brighter(paint, 0.8 + 0.25 * (y / waist));
  };
}

export function drawPedestrian(stage: Stage, x: number, z: number, weather: Weather, chance: Chance): void {
  const figure = chooseFigure(chance);
  drawShadow(stage, { from: x - 0.4, to: x + 0.4 }, { from: z - 0.2, to: z + 0.5 }, weather.shadow);
  drawFace(stage, 'pedestrian', z, { from: x - 0.5, to: x + 0.5 }, { from: 0, to: figure.height }, (px, y) => person(figure, (px - x) * (1.75 / figure.height), y * (1.75 / figure.height), weather.face));
}

interface Figure {
  readonly height: number;
  readonly coat: Rgb;
  readonly legs: Rgb;
  readonly skin: Rgb;
  readonly hair: Rgb;
  /** Half the distance of the feet. */
  readonly step: number;
  readonly width: number;
}

const chooseFigure = (chance: Chance): Figure => ({
  height: chance.between(1.5, 1.9), coat: chance.pick(CLOTHES), legs: chance.pick(CLOTHES), skin: chance.pick(SKIN),
  hair: chance.pick<Rgb>([[40, 30, 26], [96, 70, 44], [150, 140, 128]]), step: chance.between(0.04, 0.24), width: chance.between(0.19, 0.26),
});

/** A person 1.75 m tall; `across` from the middle and `up` from the ground, in metres. */
function person(figure: Figure, across: number, up: number, light: number): Rgb | null {
  const side = Math.abs(across);
  if (up > 1.47) {
    const head = Math.hypot(across, (up - 1.6) * 0.85);
    return head > 0.13 ? null : brighter(up > 1.65 ? figure.hair : figure.skin, light);
  }
  if (up > 0.8) {
    const arms = figure.width + 0.09;
    if (side < figure.width * (up > 1.38 ? 0.7 : 1)) return brighter(figure.coat, light * (0.9 + 0.3 * (up - 0.8)));
    return side < arms && up < 1.36 ? brighter(up < 0.9 ? figure.skin : figure.coat, light * 0.8) : null;
  }
  const knee = figure.step * (1 - up / 0.8);
  const leg = Math.min(Math.abs(across - 0.08 - knee), Math.abs(across + 0.08 + knee));
  return leg < 0.085 ? brighter(up < 0.09 ? [36, 32, 30] : figure.legs, light) : null;
}

/** Seen from behind or in front: rider above wheels; seen across the street from the side: two wheels. */
export function drawBicyclist(stage: Stage, x: number, z: number, weather: Weather, chance: Chance): void {
  const figure = chooseFigure(chance);
  const frame = chance.pick(PAINTS);
  const isAcross = chance.isLikely(0.3);
  drawShadow(stage, { from: x - 0.6, to: x + 0.6 }, { from: z - 0.3, to: z + 1.2 }, weather.shadow);
  drawFace(stage, 'bicyclist', z, { from: x - 0.95, to: x + 0.95 }, { from: 0, to: 1.85 }, (px, y) => {
    const across = px - x;
    const body = person({ ...figure, step: 0.03 }, y > 1 && isAcross ? across - 0.25 * (y - 1) : across, y - 0.1, weather.face);
    if (body !== null && y > 0.45) return body;
    return isAcross ? bicycleSide(across, y, frame) : bicycleEnd(across, y, frame);
  });
}

function bicycleSide(across: number, y: number, frame: Rgb): Rgb | null {
  const wheel = Math.min(Math.hypot(across - 0.52, y - 0.34), Math.hypot(across + 0.52, y - 0.34));
  if (wheel < 0.34 && wheel > 0.27) return [26, 26, 28];
  if (Math.abs(y - 0.72) < 0.035 && Math.abs(across) < 0.42) return frame;
  return Math.abs(Math.abs(across) - 0.52 + (y - 0.34) * 0.3) < 0.035 && y > 0.34 && y < 0.95 ? frame : null;
}

function bicycleEnd(across: number, y: number, frame: Rgb): Rgb | null {
  const side = Math.abs(across);
  if (side < 0.05 && y < 0.68) return [24, 24, 26];
  if (side < 0.045 && y < 1) return frame;
  return side < 0.3 && Math.abs(y - 1) < 0.035 ? [40, 40, 42] : null;
}
