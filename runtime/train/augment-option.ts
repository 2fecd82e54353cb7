// The text of --augment: `shift=2,rotate=7,zoom=0.2,shear=0.1,flip,brightness=0.2`.
import { UsageError } from '../usage-error.ts';
import { type Augmentation, NO_AUGMENTATION } from './augment.ts';

const LARGEST: Readonly<Record<Exclude<keyof Augmentation, 'flip'>, number>> = { shift: 1000, rotate: 180, zoom: 4, shear: 1, brightness: 1 };

/** Throws UsageError for what is no change, or too large a one. */
export function readAugmentation(text: string): Augmentation {
  const chosen: { -readonly [key in keyof Augmentation]: Augmentation[key] } = { ...NO_AUGMENTATION };
  for (const item of text.split(',').map((part) => part.trim()).filter((part) => part !== '' && part !== 'none')) {
    const [name = '', value] = item.split('=');
    if (name === 'flip' && value === undefined) chosen.flip = true;
    else if (isLimit(name)) chosen[name] = readLimit(name, value);
    else throw new UsageError(`--augment knows no '${item}'`, 'write for example shift=2,rotate=7,zoom=0.2,shear=0.1,flip,brightness=0.2');
  }
  return chosen;
}

const isLimit = (name: string): name is keyof typeof LARGEST => name in LARGEST;

function readLimit(name: keyof typeof LARGEST, text: string | undefined): number {
  const value = Number(text);
  if (text === undefined || text === '' || !(value >= 0) || value > LARGEST[name]) throw new UsageError(`--augment ${name} is ${text ?? 'missing'}`, `give a number from 0 to ${LARGEST[name]}, as in ${name}=0.1`);
  return value;
}
