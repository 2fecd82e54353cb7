// Time of day and sky of a scene, and the sky itself.
import type { Chance } from './chance.ts';
import { layered } from './chance.ts';
import { type Rgb, type Stage, mixed, setPixel } from './stage.ts';
import { CLASSES } from './classes.ts';

export interface Weather {
  readonly zenith: Rgb;
  readonly horizon: Rgb;
  readonly cloud: Rgb;
  /** 0 clear to 1 overcast. */
  readonly cover: number;
  /** Brightness of walls on the left, on the right, and of faces that look at the camera. */
  readonly left: number;
  readonly right: number;
  readonly face: number;
  /** Brightness left in a shadow on the ground. */
  readonly shadow: number;
  readonly hazeDepth: number;
}

export function chooseWeather(chance: Chance): Weather {
  const cover = chance.between(0, 1);
  const isDull = cover > 0.6;
  const contrast = isDull ? chance.between(0, 0.12) : chance.between(0.2, 0.45);
  const isSunLeft = chance.isLikely(0.5);
  const grey = chance.between(170, 235);
  return {
    zenith: isDull ? [grey * 0.86, grey * 0.9, grey * 0.95] : [chance.between(90, 140), chance.between(140, 180), chance.between(205, 240)],
    horizon: isDull ? [grey, grey, grey] : [chance.between(200, 245), chance.between(215, 240), 240],
    cloud: isDull ? [grey * 0.72, grey * 0.73, grey * 0.76] : [245, 243, 240],
    cover,
    left: 1 + (isSunLeft ? -contrast : contrast / 2),
    right: 1 + (isSunLeft ? contrast / 2 : -contrast),
    face: 1 - contrast * chance.between(0, 1),
    shadow: isDull ? 0.7 : 0.45,
    hazeDepth: chance.between(150, 500),
  };
}

export function drawSky(stage: Stage, weather: Weather, chance: Chance): void {
  const noise = chance.noise();
  const { camera } = stage;
  const label = CLASSES.indexOf('sky');
  const bottom = Math.min(stage.height, Math.ceil(camera.horizon) + 2);
  for (let y = 0; y < bottom; y++) {
    const rise = Math.max(0.02, (camera.horizon - y) / camera.focal);
    for (let x = 0; x < stage.width; x++) {
      const side = (x - camera.centreX) / camera.focal;
      const density = layered(noise, (side / (rise + 0.15)) * 1.6, 1.3 / (rise + 0.15), 4) + weather.cover * 0.5 - 0.55;
      const clear = mixed(weather.horizon, weather.zenith, Math.min(1, rise * 2.2));
      setPixel(stage, x, y, label, mixed(clear, weather.cloud, Math.max(0, Math.min(0.9, density * 3.5))), 0);
    }
  }
}
