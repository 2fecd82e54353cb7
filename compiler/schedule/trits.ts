// Balanced ternary: weight = t0 + 3 t1 + 9 t2 + 27 t3 + ... with digits -1, 0, 1.

/** Largest weight of `trits` digits: 1, 4, 13, 40, ... */
export const largestWeight = (trits: number): number => (3 ** trits - 1) / 2;

/** Weights of up to 4 trits, which nearly all are, stand in tables. */
const TABLE_TRITS = 4;
const TABLE_END = largestWeight(TABLE_TRITS);

function digitsOf(weight: number): number[] {
  const digits: number[] = [];
  for (let rest = weight; rest !== 0; ) {
    const digit = ((((rest + 1) % 3) + 3) % 3) - 1;
    digits.push(digit);
    rest = (rest - digit) / 3;
  }
  return digits;
}

const planesIn = (digits: readonly number[]): number => digits.reduce((seen, digit, plane) => (digit === 0 ? seen : seen | (1 << plane)), 0);

const WEIGHTS = Array.from({ length: 2 * TABLE_END + 1 }, (_, at) => digitsOf(at - TABLE_END));
const DIGITS = Int8Array.from(WEIGHTS.flatMap((digits) => Array.from({ length: TABLE_TRITS }, (_, plane) => digits[plane] ?? 0)));
const PLANES = Uint8Array.from(WEIGHTS, planesIn);

const isInTable = (weight: number): boolean => weight >= -TABLE_END && weight <= TABLE_END;

/** Digit `plane` (0 lowest) of a weight. */
export const tritOf = (weight: number, plane: number): number =>
  (isInTable(weight) && plane < TABLE_TRITS ? DIGITS[(weight + TABLE_END) * TABLE_TRITS + plane] as number : digitsOf(weight)[plane] ?? 0);

/** Bit p is set where digit p of a weight is not zero. */
export const planesOf = (weight: number): number => (isInTable(weight) ? PLANES[weight + TABLE_END] as number : planesIn(digitsOf(weight)));
