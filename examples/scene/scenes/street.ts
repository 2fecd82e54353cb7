// The ground: carriageway with markings and wear, kerbs, paved footways.
import { type Chance, layered } from './chance.ts';
import { type Rgb, type Stage, brighter, drawGround } from './stage.ts';

export interface Street {
  /** x of the kerbs and of the house fronts. */
  readonly leftKerb: number;
  readonly rightKerb: number;
  readonly leftFront: number;
  readonly rightFront: number;
  /** A side street crosses here, or null. */
  readonly crossing: number | null;
}

export const FAR = 110;
const CROSSING_WIDTH = 8;

export function chooseStreet(chance: Chance): Street {
  const half = chance.between(3.2, 5.5);
  return {
    leftKerb: -half,
    rightKerb: half,
    leftFront: -half - chance.between(1.6, 4),
    rightFront: half + chance.between(1.6, 4),
    crossing: chance.isLikely(0.4) ? chance.between(18, 50) : null,
  };
}

export const isInCrossing = (street: Street, z: number): boolean => street.crossing !== null && Math.abs(z - street.crossing) < CROSSING_WIDTH / 2;

export function drawStreet(stage: Stage, street: Street, chance: Chance): void {
  drawFootways(stage, street, chance);
  drawCarriageway(stage, street, chance);
}

function drawFootways(stage: Stage, street: Street, chance: Chance): void {
  const noise = chance.noise();
  const base = chance.between(110, 160);
  const slab = chance.between(0.5, 0.9);
  const warmth = chance.between(-4, 14);
  const everywhere = { from: -200, to: 200 };
  drawGround(stage, 'pavement', everywhere, { from: 1, to: 1000 }, (x, z) => {
    const fineness = 1 / (1 + z / 8);
    const joint = fract(x / slab) < 0.06 || fract(z / slab + (Math.floor(x / slab) % 2) / 2) < 0.06 ? 0.82 : 1;
    const tone = base * (0.86 + 0.28 * layered(noise, x * 1.5, z * 1.5, 3)) * (1 - (1 - joint) * fineness);
    return [tone + warmth, tone + warmth / 3, tone - warmth / 2];
  });
  for (const kerb of [street.leftKerb, street.rightKerb]) {
    drawGround(stage, 'pavement', { from: Math.min(kerb, kerb + Math.sign(kerb) * 0.18), to: Math.max(kerb, kerb + Math.sign(kerb) * 0.18) }, { from: 1, to: FAR }, () => [base + 32, base + 30, base + 26]);
  }
}

function drawCarriageway(stage: Stage, street: Street, chance: Chance): void {
  const marking = chooseMarkings(street, chance);
  const noise = chance.noise();
  const base = chance.between(62, 112);
  const blue = chance.between(-3, 8);
  const patch = { x: chance.between(street.leftKerb, 0), z: chance.between(5, 15), light: chance.between(0.78, 1.15) };
  const asphalt = (x: number, z: number): Rgb => {
    const grain = 0.9 + 0.2 * noise(x * 9, z * 9) / (1 + z / 20) + 0.16 * (layered(noise, x * 0.7, z * 0.25, 3) - 0.5);
    const isPatch = x > patch.x && x < patch.x + 2.2 && z > patch.z && z < patch.z + 5;
    const gutter = Math.min(x - street.leftKerb, street.rightKerb - x) < 0.3 && !isInCrossing(street, z) ? 0.85 : 1;
    const tone = base * grain * gutter * (isPatch ? patch.light : 1);
    return [tone, tone + blue / 3, tone + blue];
  };
  const paint = (x: number, z: number): Rgb => {
    const wear = noise(x * 7 + 50, z * 5);
    const marked = marking(x, z);
    return marked === null || wear > 0.86 ? asphalt(x, z) : brighter(marked, 0.8 + 0.25 * wear);
  };
  drawGround(stage, 'road', { from: street.leftKerb, to: street.rightKerb }, { from: 1, to: FAR }, paint);
  if (street.crossing !== null) {
    drawGround(stage, 'road', { from: -200, to: 200 }, { from: street.crossing - CROSSING_WIDTH / 2, to: street.crossing + CROSSING_WIDTH / 2 }, (x, z) => asphalt(x, z));
  }
}

/** White or yellow paint at a point, or null. */
function chooseMarkings(street: Street, chance: Chance): (x: number, z: number) => Rgb | null {
  const white: Rgb = [205, 205, 200];
  const yellow: Rgb = [205, 170, 60];
  const centre = chance.between(-0.3, 0.3);
  const dash = chance.pick([3, 4, 6]);
  const phase = chance.between(0, 1);
  const edge = chance.pick([null, yellow, white]);
  const zebra = chance.isLikely(0.3) ? chance.between(7, 24) : null;
  const stop = street.crossing === null ? null : street.crossing - CROSSING_WIDTH / 2 - 1.2;
  return (x, z) => {
    if (zebra !== null && z > zebra && z < zebra + 3) return fract(x / 1.1) < 0.5 ? white : null;
    if (stop !== null && z > stop && z < stop + 0.4 && x < centre) return white;
    if (Math.abs(x - centre) < 0.07 && fract(z / dash + phase) < 0.55) return white;
    const fromKerb = Math.min(x - street.leftKerb, street.rightKerb - x);
    if (edge !== null && Math.abs(fromKerb - 0.35) < 0.06) return edge;
    return null;
  };
}

export const fract = (value: number): number => value - Math.floor(value);
