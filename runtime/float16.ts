// IEEE 754 half precision to and from numbers, for tensor files only: nothing inside nfc computes in half precision.
// Encoding rounds to the nearest half, ties to even, and keeps infinities, NaN and the sign of zero.

/** The number that 16 bits of half precision stand for. */
export function decodeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The nearest half-precision bits of a number. */
export function encodeFloat16(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (magnitude >= 65520) return sign | 0x7c00;
  // Below 2^-14 halves are spaced evenly, as in the first normal binade; a carry out of the fraction lands in the exponent.
  let exponent = -14;
  while (magnitude >= 2 ** (exponent + 1)) exponent += 1;
  const steps = roundHalfToEven(magnitude / 2 ** (exponent - 10));
  return sign | (steps + (exponent + 14) * 1024);
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
