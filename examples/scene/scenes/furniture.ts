// What stands on the footway: lamp posts, signs and traffic lights on poles, fences, and bins, which have no class.
import type { Chance } from './chance.ts';
import { type Rgb, type Stage, brighter, drawFace, drawWall } from './stage.ts';
import { fract } from './street.ts';

const STEEL: readonly Rgb[] = [[92, 96, 98], [60, 66, 64], [150, 152, 150]];

export function drawLamp(stage: Stage, x: number, z: number, chance: Chance): void {
  const height = chance.between(5, 8);
  const steel = chance.pick(STEEL);
  const arm = -Math.sign(x) * chance.between(0.8, 1.8);
  drawPost(stage, x, z, height, 0.09, steel);
  drawFace(stage, 'pole', z, { from: Math.min(x, x + arm), to: Math.max(x, x + arm) }, { from: height - 0.12, to: height + 0.02 }, () => steel);
  drawFace(stage, 'pole', z, { from: x + arm - 0.3, to: x + arm + 0.3 }, { from: height - 0.2, to: height + 0.02 }, () => [198, 198, 190]);
}

export function drawPost(stage: Stage, x: number, z: number, height: number, radius: number, colour: Rgb): void {
  drawFace(stage, 'pole', z, { from: x - radius, to: x + radius }, { from: 0, to: height }, (px, y) => brighter(colour, (y < 0.8 ? 0.85 : 1) * (1.15 - 0.35 * Math.abs((px - x) / radius))));
}

export function drawSign(stage: Stage, x: number, z: number, chance: Chance): void {
  const height = chance.between(2.3, 3.2);
  const radius = chance.between(0.3, 0.45);
  drawPost(stage, x, z, height, 0.05, chance.pick(STEEL));
  const kind = chance.pick(['limit', 'order', 'warning', 'board'] as const);
  const flank = { from: x - radius * (kind === 'board' ? 1.8 : 1), to: x + radius * (kind === 'board' ? 1.8 : 1) };
  drawFace(stage, 'sign_symbol', z, flank, { from: height - radius, to: height + radius }, (px, y) => signColour(kind, (px - x) / radius, (y - height) / radius));
}

function signColour(kind: 'limit' | 'order' | 'warning' | 'board', across: number, up: number): Rgb | null {
  const white: Rgb = [232, 232, 228];
  const red: Rgb = [190, 34, 40];
  const blue: Rgb = [38, 76, 158];
  if (kind === 'board') return Math.abs(up) > 0.88 || Math.abs(across) > 1.68 ? white : fract(up * 1.4) < 0.3 && Math.abs(across) < 1.2 ? white : [40, 104, 70];
  if (kind === 'warning') {
    const reach = (1 - up) / 2;
    if (Math.abs(across) > reach) return null;
    if (Math.abs(across) > reach - 0.22 || up < -0.78) return red;
    return Math.abs(across) < 0.1 && up < 0.2 ? [30, 30, 30] : white;
  }
  const radius = Math.hypot(across, up);
  if (radius > 1) return null;
  if (kind === 'order') return Math.abs(across) < 0.14 && Math.abs(up) < 0.6 ? white : blue;
  return radius > 0.72 ? red : Math.abs(up) < 0.35 && fract(across * 1.6 + 0.3) < 0.5 && Math.abs(across) < 0.5 ? [30, 30, 30] : white;
}

export function drawTrafficLight(stage: Stage, x: number, z: number, chance: Chance): void {
  drawPost(stage, x, z, 3.2, 0.07, [50, 52, 52]);
  const shown = chance.pick([0, 1, 2]);
  const lamps: readonly Rgb[] = [[60, 220, 110], [236, 170, 40], [236, 50, 40]];
  drawFace(stage, 'sign_symbol', z, { from: x - 0.2, to: x + 0.2 }, { from: 2.3, to: 3.4 }, (px, y) => {
    const place = Math.min(2, Math.floor((y - 2.3) / 0.367));
    const isLamp = Math.hypot(px - x, y - 2.3 - (place + 0.5) * 0.367) < 0.13;
    return !isLamp ? [28, 28, 30] : place === shown ? lamps[place] as Rgb : [58, 50, 46];
  });
}

/** Railings or boards along the street. */
export function drawFence(stage: Stage, x: number, near: number, far: number, chance: Chance): void {
  const height = chance.between(0.9, 1.7);
  const isRailing = chance.isLikely(0.5);
  const noise = chance.noise();
  const colour = isRailing ? chance.pick(STEEL) : chance.pick<Rgb>([[126, 96, 66], [150, 128, 98], [110, 104, 96]]);
  const spacing = isRailing ? 0.3 : 0.18;
  drawWall(stage, 'fence', x, { from: near, to: far }, { from: 0, to: height }, (z, y) => {
    const inBoard = fract(z / spacing);
    if (!isRailing) return brighter(colour, inBoard < 0.14 ? 0.6 : 0.8 + 0.35 * noise(Math.floor(z / spacing) * 3, y));
    const isRail = height - y < 0.12 || Math.abs(y - height * 0.25) < 0.06;
    return isRail ? brighter(colour, 1.15) : inBoard < 0.4 ? colour : brighter(colour, 0.5);
  });
}

/** A bin or a box of no class. */
export function drawBin(stage: Stage, x: number, z: number, chance: Chance): void {
  const [width, height] = [chance.between(0.25, 0.45), chance.between(0.9, 1.4)];
  const colour = chance.pick<Rgb>([[36, 66, 50], [40, 40, 44], [150, 40, 36], [96, 100, 100]]);
  drawFace(stage, 'unlabelled', z, { from: x - width, to: x + width }, { from: 0, to: height }, (px, y) => brighter(colour, (height - y < 0.15 ? 1.3 : 1) * (1.1 - 0.4 * Math.abs((px - x) / width))));
}
