// One street scene from a seed: what stands where, drawn from far to near at twice the size, then made smaller with the light of the
// day, the camera's exposure and its noise.
import { type Chance, makeChance } from './chance.ts';
import { drawBin, drawFence, drawLamp, drawPost, drawSign, drawTrafficLight } from './furniture.ts';
import { drawFarTrees, drawGrass, drawHedge, drawTree } from './greenery.ts';
import { chooseHouse, drawHouse } from './houses.ts';
import { type Picture, develop } from './develop.ts';
import { type Stage, drawFace } from './stage.ts';
import { CLASSES } from './classes.ts';
import { FAR, type Street, chooseStreet, drawStreet, isInCrossing } from './street.ts';
import { drawBicyclist, drawCar, drawPedestrian } from './traffic.ts';
import { type Weather, chooseWeather, drawSky } from './weather.ts';

const OVERSAMPLING = 2;

/** The same seed and size give the same bytes. */
export function makeScene(seed: number, width: number, height: number): Picture {
  const chance = makeChance(seed);
  const street = chooseStreet(chance);
  const weather = chooseWeather(chance);
  const stage = makeStage(width * OVERSAMPLING, height * OVERSAMPLING, street, weather, chance);
  drawSky(stage, weather, chance);
  drawStreet(stage, street, chance);
  drawBackground(stage, weather, chance);
  const things = [...sideThings(stage, street, -1, weather, chance), ...sideThings(stage, street, 1, weather, chance), ...roadThings(stage, street, weather, chance)];
  for (const thing of things.sort((a, b) => b.layer - a.layer || b.z - a.z)) thing.draw();
  if (chance.isLikely(0.25)) drawBonnet(stage, chance);
  return develop(stage, OVERSAMPLING, chance);
}

/** Things behind the footway (layer 1) come before what stands on it and on the road (layer 0). */
interface Thing {
  readonly layer: 0 | 1;
  readonly z: number;
  readonly draw: () => void;
}

function makeStage(width: number, height: number, street: Street, weather: Weather, chance: Chance): Stage {
  return {
    width, height,
    camera: {
      x: chance.between(street.leftKerb * 0.55, street.leftKerb * 0.1),
      height: chance.between(1.2, 1.6),
      focal: Math.max(width, (height * 4) / 3) * chance.between(0.85, 1.1),
      centreX: width * chance.between(0.36, 0.64),
      horizon: height * chance.between(0.4, 0.54),
    },
    rgb: new Float32Array(3 * width * height),
    labels: new Uint8Array(width * height).fill(CLASSES.indexOf('sky')),
    haze: weather.horizon,
    hazeDepth: weather.hazeDepth,
  };
}

function drawBackground(stage: Stage, weather: Weather, chance: Chance): void {
  drawFarTrees(stage, FAR, chance);
  for (let x = -90; x < 90; x += chance.between(8, 30)) {
    if (!chance.isLikely(0.5)) continue;
    const [width, height, tone] = [chance.between(7, 16), chance.between(5, 16), chance.between(90, 170) * weather.face];
    drawFace(stage, 'building', FAR - 1, { from: x, to: x + width }, { from: 0, to: height }, (px, y) => {
      const isWindow = (px - x) % 2.6 > 1.2 && y % 3 > 1.4;
      return isWindow ? [tone * 0.55, tone * 0.57, tone * 0.6] : [tone, tone * 0.94, tone * 0.88];
    });
  }
}

/** Lots along one side: mostly houses, here and there a garden with trees behind a fence or a hedge; and what stands on the footway. */
function sideThings(stage: Stage, street: Street, side: -1 | 1, weather: Weather, chance: Chance): Thing[] {
  const [kerb, front] = side < 0 ? [street.leftKerb, street.leftFront] : [street.rightKerb, street.rightFront];
  const houses = chance.between(0.35, 0.95);
  const things: Thing[] = [];
  for (let z = chance.between(-6, 4); z < FAR - 5;) {
    const near = z;
    const far = z + chance.between(6, 16);
    z = far + (chance.isLikely(0.2) ? chance.between(1, 5) : 0);
    if (isInCrossing(street, near) || isInCrossing(street, far) || isInCrossing(street, (near + far) / 2)) continue;
    if (chance.isLikely(houses)) {
      const house = chooseHouse(chance, front + side * chance.pick([0, 0, 0.6, 2.5]), near, far);
      things.push({ layer: 1, z: near, draw: () => drawHouse(stage, house, weather, chance) });
      if (Math.abs(house.x - front) > 2) things.push({ layer: 1, z: near, draw: () => drawFence(stage, front, near, far, chance) });
    } else things.push(...gardenThings(stage, front, near, far, chance));
  }
  const atKerb = kerb + side * 0.5;
  const onFootway = (): number => chance.between(kerb + side * 0.5, front - side * 0.4);
  const stand = (count: number, nearest: number, draw: (z: number) => void): void => {
    for (let i = 0; i < count; i++) {
      const z = nearest + (FAR * 0.55 - nearest) * chance.between(0, 1) ** 1.7;
      if (!isInCrossing(street, z)) things.push({ layer: 0, z, draw: () => draw(z) });
    }
  };
  stand(chance.pick([1, 2, 3]), 9, (z) => drawLamp(stage, atKerb, z, chance));
  stand(chance.pick([0, 1, 2]), 8, (z) => drawSign(stage, atKerb, z, chance));
  stand(chance.pick([0, 0, 1, 2]), 8, (z) => drawTree(stage, kerb + side * 0.8, z, chance));
  stand(chance.pick([0, 0, 3]), 5, (z) => drawPost(stage, atKerb, z, 1, 0.07, [70, 66, 62]));
  stand(chance.pick([0, 1]), 6, (z) => drawBin(stage, onFootway(), z, chance));
  stand(chance.pick([0, 1, 2, 4]), 7, (z) => drawPedestrian(stage, onFootway(), z, weather, chance));
  if (street.crossing !== null && chance.isLikely(0.6)) {
    const z = street.crossing - 5.5;
    things.push({ layer: 0, z, draw: () => drawTrafficLight(stage, atKerb, z, chance) });
  }
  if (chance.isLikely(0.25)) {
    const near = chance.between(5, 20);
    things.push({ layer: 0, z: near + 6, draw: () => drawFence(stage, kerb + side * 0.35, near, near + 8, chance) });
  }
  return things;
}

function gardenThings(stage: Stage, front: number, near: number, far: number, chance: Chance): Thing[] {
  const things: Thing[] = [{ layer: 1, z: far + 1000, draw: () => drawGrass(stage, front, near, far, chance) }];
  for (let z = near + 1; z < far; z += chance.between(2, 6)) {
    const x = front + Math.sign(front) * chance.between(1.5, 6);
    things.push({ layer: 1, z: z + 0.5, draw: () => drawTree(stage, x, z, chance) });
  }
  const border = chance.pick(['fence', 'fence', 'hedge', 'none'] as const);
  if (border === 'fence') things.push({ layer: 1, z: near, draw: () => drawFence(stage, front, near, far, chance) });
  if (border === 'hedge') things.push({ layer: 1, z: near, draw: () => drawHedge(stage, front, near, far, chance) });
  return things;
}

/** Parked cars at the kerbs, traffic in both lanes (it keeps left), bicyclists, and people who cross. */
function roadThings(stage: Stage, street: Street, weather: Weather, chance: Chance): Thing[] {
  const things: Thing[] = [];
  const car = (x: number, z: number, isOncoming: boolean): void => {
    things.push({ layer: 0, z, draw: () => drawCar(stage, x, z, isOncoming, weather, chance) });
  };
  for (const kerb of [street.leftKerb, street.rightKerb]) {
    if (!chance.isLikely(0.55)) continue;
    for (let z = chance.between(6, 16); z < FAR * 0.7; z += chance.between(5.3, 12)) if (!isInCrossing(street, z)) car(kerb - Math.sign(kerb) * 1.05, z, chance.isLikely(0.5));
  }
  for (let z = chance.between(9, 40); z < FAR * 0.8; z += chance.between(8, 40)) car(street.leftKerb * 0.42, z, false);
  for (let z = chance.between(7, 40); z < FAR * 0.8; z += chance.between(8, 40)) car(street.rightKerb * 0.42, z, true);
  for (let i = chance.pick([0, 0, 1, 1, 2]); i > 0; i--) {
    const [x, z] = [chance.pick([street.leftKerb * 0.8, street.leftKerb * 0.5, street.rightKerb * 0.7]), chance.between(6, 24)];
    things.push({ layer: 0, z, draw: () => drawBicyclist(stage, x, z, weather, chance) });
  }
  if (chance.isLikely(0.2)) {
    const [x, z] = [chance.between(street.leftKerb, street.rightKerb), chance.between(8, 25)];
    things.push({ layer: 0, z, draw: () => drawPedestrian(stage, x, z, weather, chance) });
  }
  return things;
}

/** The own car's bonnet at the lower edge. */
function drawBonnet(stage: Stage, chance: Chance): void {
  const tone = chance.between(30, 120);
  const rise = chance.between(0.02, 0.06) * stage.height;
  const label = CLASSES.indexOf('unlabelled');
  for (let x = 0; x < stage.width; x++) {
    const side = (2 * x) / stage.width - 1;
    for (let y = Math.ceil(stage.height - rise * (1 - side * side * 0.8)); y < stage.height; y++) {
      stage.rgb.fill(tone * (1.3 - (y - stage.height + rise) / rise * 0.6), 3 * (y * stage.width + x), 3 * (y * stage.width + x + 1));
      stage.labels[y * stage.width + x] = label;
    }
  }
}
