// Trees with leaves or bare, hedges, and strips of grass: all of class tree.
import { type Chance, layered } from './chance.ts';
import { type Rgb, type Stage, brighter, drawFace, drawGround, drawWall } from './stage.ts';

const GREENS: readonly Rgb[] = [[70, 98, 48], [54, 84, 44], [92, 110, 52], [110, 104, 48], [48, 70, 40]];

export function drawTree(stage: Stage, x: number, z: number, chance: Chance): void {
  const height = chance.between(4.5, 9);
  const crown = chance.between(1.6, 3);
  const noise = chance.noise();
  const isBare = chance.isLikely(0.25);
  const leaf = chance.pick(GREENS);
  const bark: Rgb = [74, 62, 52];
  const trunk = chance.between(0.12, 0.25);
  const lean = chance.between(-0.06, 0.06);
  const middle = height - crown * 1.1;
  drawFace(stage, 'tree', z, { from: x - 1, to: x + 1 }, { from: 0, to: middle }, (px, y) => {
    const offset = px - x - lean * y;
    return Math.abs(offset) < trunk * (1.3 - y / height) ? brighter(bark, 0.8 + 0.5 * noise(px * 8, y * 3) + (offset / trunk) * 0.2) : null;
  });
  drawFace(stage, 'tree', z, { from: x - crown * 1.4, to: x + crown * 1.4 }, { from: middle - crown * 1.3, to: height + crown * 0.4 }, (px, y) => {
    const [dx, dy] = [(px - x - lean * y) / crown, (y - middle) / (crown * 1.15)];
    const radius = Math.hypot(dx, dy) + 0.7 * (layered(noise, px * 1.3, y * 1.3, 3) - 0.5);
    if (radius > 1) return null;
    if (isBare) return Math.abs(layered(noise, px * 2.5, y * 1.6, 2) - 0.5) < 0.045 + 0.05 * (1 - radius) ? bark : null;
    if (noise(px * 6, y * 6) > 0.9) return null;
    return brighter(leaf, 0.45 + 0.9 * layered(noise, px * 4 + 9, y * 4, 3) + 0.25 * dy);
  });
}

/** A hedge along the street. */
export function drawHedge(stage: Stage, x: number, near: number, far: number, chance: Chance): void {
  const noise = chance.noise();
  const height = chance.between(1, 2.4);
  const green = chance.pick(GREENS);
  drawWall(stage, 'tree', x, { from: near, to: far }, { from: 0, to: height + 0.4 }, (z, y) =>
    y > height + 0.4 * layered(noise, z, y, 2) ? null : brighter(green, 0.5 + 0.7 * layered(noise, z * 5, y * 5, 3)));
}

export function drawGrass(stage: Stage, x: number, near: number, far: number, chance: Chance): void {
  const noise = chance.noise();
  const green: Rgb = [96, 116, 60];
  drawGround(stage, 'tree', x < 0 ? { from: -200, to: x } : { from: x, to: 200 }, { from: near, to: far }, (px, z) => brighter(green, 0.7 + 0.5 * layered(noise, px * 3, z * 3, 3)));
}

/** The end of the street: a line of far tree tops. */
export function drawFarTrees(stage: Stage, z: number, chance: Chance): void {
  const noise = chance.noise();
  const green = chance.pick(GREENS);
  const height = chance.between(5, 11);
  drawFace(stage, 'tree', z, { from: -200, to: 200 }, { from: 0, to: height * 1.4 }, (x, y) =>
    y > height * (0.6 + 0.7 * layered(noise, x * 0.12, 0, 4)) ? null : brighter(green, 0.6 + 0.6 * layered(noise, x * 0.8, y * 0.8, 3)));
}
