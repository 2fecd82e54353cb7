// The twenty digits that the demonstration shows: of each class the first two of the official test set, so none is hand-picked.
import type { Tensor } from '../../runtime/tensor.ts';
import { PIXELS, SIDE } from './mnist.ts';
import type { Digits } from './mnist.ts';

const PER_CLASS = 2;

export interface DemoDigit {
  /** Class and occurrence, such as 7b for the second seven. */
  readonly name: string;
  readonly label: number;
  /** U8 [1, 32, 32]. */
  readonly frame: Tensor;
}

export function chooseDemoDigits(digits: Digits): DemoDigit[] {
  return Array.from({ length: 10 }, (_, label) => {
    const places = Array.from(digits.labels.keys()).filter((index) => digits.labels[index] === label).slice(0, PER_CLASS);
    return places.map((index, occurrence) => ({
      name: `${label}${'ab'[occurrence]}`,
      label,
      frame: { dtype: 'U8' as const, shape: [1, SIDE, SIDE], data: digits.frames.slice(index * PIXELS, (index + 1) * PIXELS) },
    }));
  }).flat();
}

/** One line per file: its name and the digit it shows. */
export function printLabels(digits: readonly DemoDigit[]): string {
  return digits.map(({ name, label }) => `${name}.npy ${label}\n`).join('');
}
