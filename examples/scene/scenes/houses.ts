// House fronts along one side of the street: walls of brick, render or stone with rows of windows, shop fronts, doors and roofs.
import type { Chance } from './chance.ts';
import { type Rgb, type Shade, type Stage, brighter, drawFace, drawWall, mixed } from './stage.ts';
import { fract } from './street.ts';
import type { Weather } from './weather.ts';

export interface House {
  /** x of the front; the sign says which side. */
  readonly x: number;
  readonly near: number;
  readonly far: number;
  readonly height: number;
  readonly wall: Rgb;
  readonly trim: Rgb;
  readonly storey: number;
  readonly bay: number;
  readonly shop: Rgb | null;
  readonly isBrick: boolean;
  readonly roofHeight: number;
}

const WALLS: readonly Rgb[] = [[142, 84, 66], [158, 108, 82], [196, 182, 150], [214, 208, 196], [170, 160, 146], [120, 112, 108], [182, 148, 116], [226, 220, 190], [104, 72, 62], [150, 154, 160]];
const SHOPS: readonly Rgb[] = [[40, 70, 60], [120, 30, 34], [34, 44, 86], [30, 30, 32], [170, 120, 40], [70, 110, 130]];

export function chooseHouse(chance: Chance, x: number, near: number, far: number): House {
  const storeys = chance.pick([2, 2, 3, 3, 4, 5]);
  const storey = chance.between(2.7, 3.4);
  const wall = chance.pick(WALLS);
  return {
    x, near, far, storey, wall,
    height: storeys * storey + chance.between(0.3, 1),
    trim: chance.pick<Rgb>([[225, 225, 220], [70, 64, 60], brighter(wall, 0.7)]),
    bay: chance.between(1.9, 3.6),
    shop: chance.isLikely(0.4) ? chance.pick(SHOPS) : null,
    isBrick: chance.isLikely(0.5),
    roofHeight: chance.isLikely(0.6) ? chance.between(1, 3) : 0,
  };
}

export function drawHouse(stage: Stage, house: House, weather: Weather, chance: Chance): void {
  const light = house.x < 0 ? weather.left : weather.right;
  const front = facade(house, chance);
  const depth = Math.sign(house.x) * 12;
  const roof: Rgb = chance.pick<Rgb>([[84, 78, 80], [120, 72, 56], [70, 70, 74]]);
  const gable: Rgb = brighter(house.wall, weather.face * 0.9);
  const noise = chance.noise();
  const end = { from: Math.min(house.x, house.x + depth), to: Math.max(house.x, house.x + depth) };
  drawFace(stage, 'building', house.near, end, { from: 0, to: house.height + house.roofHeight }, (x, y) => {
    const slope = (Math.abs(x - house.x - depth / 2) / Math.abs(depth / 2)) * house.roofHeight;
    return y > house.height + house.roofHeight - slope ? null : brighter(gable, 0.85 + 0.3 * noise(x * 2, y * 2));
  });
  drawWall(stage, 'building', house.x, { from: house.near, to: house.far }, { from: 0, to: house.height }, (z, y) => {
    const colour = front(z, y);
    return colour === null ? null : brighter(colour, light);
  });
  if (house.roofHeight === 0) return;
  // The roof leans back; as a wall that grows only half as high it looks the part.
  drawWall(stage, 'building', house.x + Math.sign(house.x) * 0.8, { from: house.near, to: house.far }, { from: house.height, to: house.height + house.roofHeight * 0.7 },
    (z, y) => brighter(roof, light * (0.8 + 0.3 * noise(z * 1.5, y * 6)) * (fract(y * 4) < 0.2 ? 0.85 : 1)));
  if (chance.isLikely(0.5)) {
    const chimney = house.near + (house.far - house.near) * chance.between(0.2, 0.8);
    const x = house.x + Math.sign(house.x) * 2;
    drawFace(stage, 'building', chimney, { from: x - 0.5, to: x + 0.5 }, { from: house.height, to: house.height + house.roofHeight + 1.2 }, () => brighter([122, 78, 62], weather.face));
  }
}

/** Colour by z and y, with the texture of the wall. */
function facade(house: House, chance: Chance): Shade {
  const noise = chance.noise();
  const windowWidth = house.bay * chance.between(0.35, 0.6);
  const windowHeight = house.storey * chance.between(0.45, 0.6);
  const lit = chance.between(0.1, 0.5);
  const shopHeight = house.shop === null ? 0 : house.storey;
  return (z, y) => {
    const along = z - house.near;
    const stain = 0.86 + 0.28 * noise(z * 0.6, y * 0.9);
    if (along < 0.15 || house.far - z < 0.15) return brighter(house.wall, 0.72 * stain);
    if (house.shop !== null && y < shopHeight) return shopFront(house.shop, along, y, shopHeight, house.bay, noise(Math.floor(along / house.bay) * 3, 7));
    if (house.height - y < 0.3) return brighter(house.trim, stain);
    const bayIndex = Math.floor(along / house.bay);
    const inBay = along - bayIndex * house.bay - (house.bay - windowWidth) / 2;
    const storeyIndex = Math.floor(y / house.storey);
    const inStorey = y - storeyIndex * house.storey - house.storey * 0.28;
    const isDoor = house.shop === null && storeyIndex === 0 && bayIndex % 3 === 1;
    if (isDoor && inBay > 0 && inBay < windowWidth && y < 2.2) return brighter([64 + 60 * noise(bayIndex * 5, 3), 50, 60 * noise(3, bayIndex * 5)], y > 2 ? 1.6 : 1);
    const isInside = inBay > 0 && inBay < windowWidth && inStorey > 0 && inStorey < windowHeight;
    if (isInside) return pane(inBay / windowWidth, inStorey / windowHeight, house.trim, noise(bayIndex * 3 + 11, storeyIndex * 3) < lit, noise(z * 0.8 + 40, y * 0.8));
    const isSill = inBay > -0.12 && inBay < windowWidth + 0.12 && inStorey > -0.15 && inStorey < windowHeight + 0.15;
    if (isSill) return brighter(house.trim, stain * 0.95);
    if (!house.isBrick) return brighter(house.wall, stain);
    const course = Math.floor(y / 0.24);
    return brighter(house.wall, stain * (fract(y / 0.24) < 0.15 || fract(z / 0.6 + (course % 2) / 2) < 0.08 ? 1.12 : 0.92 + 0.14 * noise(Math.floor(z / 0.6) * 3, course * 3)));
  };
}

function pane(across: number, up: number, frame: Rgb, isBright: boolean, reflection: number): Rgb {
  if (across < 0.08 || across > 0.92 || up < 0.06 || up > 0.94 || Math.abs(across - 0.5) < 0.03 || Math.abs(up - 0.5) < 0.03) return frame;
  const glass: Rgb = isBright ? [150, 160, 172] : [46, 52, 62];
  return mixed(glass, [196, 206, 216], 0.4 * reflection * up);
}

function shopFront(colour: Rgb, along: number, y: number, height: number, bay: number, tone: number): Rgb {
  if (y > height - 0.7) return y > height - 0.12 ? brighter(colour, 0.6) : fract(along * 2.2) < 0.5 && y > height - 0.5 && y < height - 0.28 ? [230, 222, 190] : colour;
  const inBay = fract(along / bay);
  if (y < 0.5 || inBay < 0.06 || inBay > 0.94) return brighter(colour, 0.8);
  return [60 + 110 * tone * (0.4 + 0.6 * fract(along * 3)), 60 + 80 * tone, 58 + 60 * tone];
}
