// Balanced ternary: weight = t0 + 3 t1 + 9 t2 + 27 t3 with digits -1, 0, 1.

/** Largest weight of `trits` digits: 1, 4, 13, 40. */
export const largestWeight = (trits: number): number => (3 ** trits - 1) / 2;

const DIGITS = new Int8Array(81 * 4);
for (let weight = -40; weight <= 40; weight++) {
  let rest = weight;
  for (let p = 0; p < 4; p++) {
    const digit = ((((rest + 1) % 3) + 3) % 3) - 1;
    DIGITS[(weight + 40) * 4 + p] = digit;
    rest = (rest - digit) / 3;
  }
}

/** Digit `plane` (0 lowest) of a weight -40..40. */
export const tritOf = (weight: number, plane: number): number => DIGITS[(weight + 40) * 4 + plane] as number;

const PLANES = Uint8Array.from({ length: 81 }, (_, at) => [0, 1, 2, 3].reduce((seen, plane) => (DIGITS[at * 4 + plane] === 0 ? seen : seen | (1 << plane)), 0));

/** Bit p is set where digit p of a weight -40..40 is not zero. */
export const planesOf = (weight: number): number => PLANES[weight + 40] as number;
