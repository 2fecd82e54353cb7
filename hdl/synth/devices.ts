// Capacities of the devices that reports compare with, from the vendors' data sheets.
import type { Resources } from './resources.ts';

export type Family = 'xc7' | 'xc6v' | 'xcup' | 'ecp5';

export interface Device extends Resources {
  readonly part: string;
}

/** The device of each family that a target of this project uses. ECP5 block RAM is 208 blocks of 18 kbit. */
export const DEVICES: Readonly<Record<Family, Device>> = {
  xc7: { part: 'XC7Z020', lut: 53_200, ff: 106_400, bram36: 140, dsp: 220 },
  xc6v: { part: 'XC6VLX240T', lut: 150_720, ff: 301_440, bram36: 416, dsp: 768 },
  xcup: { part: 'XCZU7EV', lut: 230_400, ff: 460_800, bram36: 312, dsp: 1_728 },
  ecp5: { part: 'LFE5U-85F', lut: 83_640, ff: 83_640, bram36: 104, dsp: 156 },
};

export function fitsDevice(used: Resources, device: Device): boolean {
  return used.lut <= device.lut && used.ff <= device.ff && used.bram36 <= device.bram36 && used.dsp <= device.dsp;
}
