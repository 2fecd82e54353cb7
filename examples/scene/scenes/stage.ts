// The picture under work, seen by a camera that looks along z: x to the right, y up, z away from it, in metres. Everything drawn is a
// piece of one of three kinds of plane, for which the point behind each pixel is a formula: the ground, walls along the street, and
// upright faces across it. Later drawing covers earlier drawing, so a scene is drawn from far to near.
import { CLASSES, type ClassName } from './classes.ts';

/** 0 to 255, not yet limited. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** The colour of a point, or null where nothing is. */
export type Shade = (across: number, up: number) => Rgb | null;

export interface Camera {
  readonly x: number;
  readonly height: number;
  /** Pixels; a thing of one metre at one metre is so large. */
  readonly focal: number;
  readonly centreX: number;
  readonly horizon: number;
}

export interface Stage {
  readonly width: number;
  readonly height: number;
  readonly camera: Camera;
  /** Three values a pixel, row by row. */
  readonly rgb: Float32Array;
  readonly labels: Uint8Array;
  /** Far things take this colour: by 1 - exp(-z / hazeDepth). */
  readonly haze: Rgb;
  readonly hazeDepth: number;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

const NEAREST = 1;

export function setPixel(stage: Stage, x: number, y: number, label: number, colour: Rgb, depth: number): void {
  const at = y * stage.width + x;
  const kept = Math.exp(-depth / stage.hazeDepth);
  for (let i = 0; i < 3; i++) stage.rgb[3 * at + i] = (colour[i] as number) * kept + (stage.haze[i] as number) * (1 - kept);
  stage.labels[at] = label;
}

/** An upright face at depth z; `shade` gets x and y. */
export function drawFace(stage: Stage, name: ClassName, z: number, x: Range, y: Range, shade: Shade): void {
  if (z < NEAREST) return;
  const { camera } = stage;
  const scale = camera.focal / z;
  const label = CLASSES.indexOf(name);
  const columns = pixels(camera.centreX + (x.from - camera.x) * scale, camera.centreX + (x.to - camera.x) * scale, stage.width);
  const rows = pixels(camera.horizon - (y.to - camera.height) * scale, camera.horizon - (y.from - camera.height) * scale, stage.height);
  for (let row = rows.from; row < rows.to; row++) {
    const up = camera.height - (row + 0.5 - camera.horizon) / scale;
    for (let column = columns.from; column < columns.to; column++) {
      const colour = shade(camera.x + (column + 0.5 - camera.centreX) / scale, up);
      if (colour !== null) setPixel(stage, column, row, label, colour, z);
    }
  }
}

/** A wall along the street at x; `shade` gets z and y. */
export function drawWall(stage: Stage, name: ClassName, x: number, z: Range, y: Range, shade: Shade): void {
  const { camera } = stage;
  const label = CLASSES.indexOf(name);
  const [near, far] = [Math.max(NEAREST, z.from), z.to];
  if (near >= far || x === camera.x) return;
  const ends = [near, far].map((depth) => camera.centreX + ((x - camera.x) * camera.focal) / depth).sort((a, b) => a - b);
  const columns = pixels(ends[0] as number, ends[1] as number, stage.width);
  for (let column = columns.from; column < columns.to; column++) {
    const depth = ((x - camera.x) * camera.focal) / (column + 0.5 - camera.centreX);
    const scale = camera.focal / depth;
    const rows = pixels(camera.horizon - (y.to - camera.height) * scale, camera.horizon - (y.from - camera.height) * scale, stage.height);
    for (let row = rows.from; row < rows.to; row++) {
      const colour = shade(depth, camera.height - (row + 0.5 - camera.horizon) / scale);
      if (colour !== null) setPixel(stage, column, row, label, colour, depth);
    }
  }
}

/** Part of the ground; `shade` gets x and z. */
export function drawGround(stage: Stage, name: ClassName, x: Range, z: Range, shade: Shade): void {
  eachGroundPixel(stage, x, z, (column, row, across, depth) => {
    const colour = shade(across, depth);
    if (colour !== null) setPixel(stage, column, row, CLASSES.indexOf(name), colour, depth);
  });
}

/** Darkens an oval on the ground to `light` of its brightness in the middle, less towards its rim. */
export function drawShadow(stage: Stage, x: Range, z: Range, light: number): void {
  const [middleX, middleZ] = [(x.from + x.to) / 2, (z.from + z.to) / 2];
  eachGroundPixel(stage, x, z, (column, row, across, depth) => {
    const distance = ((across - middleX) / (x.to - middleX)) ** 2 + ((depth - middleZ) / (z.to - middleZ)) ** 2;
    if (distance >= 1) return;
    const factor = 1 - (1 - light) * Math.min(1, 2 * (1 - distance));
    const at = 3 * (row * stage.width + column);
    for (let i = at; i < at + 3; i++) stage.rgb[i] = (stage.rgb[i] as number) * factor;
  });
}

function eachGroundPixel(stage: Stage, x: Range, z: Range, visit: (column: number, row: number, across: number, depth: number) => void): void {
  const { camera } = stage;
  const drop = camera.height * camera.focal;
  const rows = pixels(camera.horizon + drop / z.to, camera.horizon + drop / Math.max(z.from, NEAREST), stage.height);
  for (let row = rows.from; row < rows.to; row++) {
    const depth = drop / (row + 0.5 - camera.horizon);
    const scale = camera.focal / depth;
    const columns = pixels(camera.centreX + (x.from - camera.x) * scale, camera.centreX + (x.to - camera.x) * scale, stage.width);
    for (let column = columns.from; column < columns.to; column++) visit(column, row, camera.x + (column + 0.5 - camera.centreX) / scale, depth);
  }
}

/** The pixels whose middles lie between two places, within 0 to size. */
const pixels = (from: number, to: number, size: number): Range => ({ from: Math.max(0, Math.ceil(from - 0.5)), to: Math.min(size, Math.ceil(to - 0.5)) });

export const brighter = (colour: Rgb, factor: number): Rgb => [colour[0] * factor, colour[1] * factor, colour[2] * factor];

export const mixed = (first: Rgb, second: Rgb, share: number): Rgb =>
  [first[0] + (second[0] - first[0]) * share, first[1] + (second[1] - first[1]) * share, first[2] + (second[2] - first[2]) * share];
