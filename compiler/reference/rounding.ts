// The one rounding rule of the project: a real number becomes the nearest level, and a number halfway between two levels
// takes the upper one. Quantizer, input conversion and documentation all mean this file.

/** Nearest code of `real` when real = scale * (code - zero), clamped to 0..top; ties go upward. */
export function nearestCode(real: number, scale: number, zero: number, top: number): number {
  return Math.max(0, Math.min(top, Math.floor(real / scale + zero + 0.5)));
}

/** Nearest integer, ties upward: 0.5 gives 1 and -0.5 gives 0. */
export function roundHalfUp(real: number): number {
  return Math.floor(real + 0.5);
}
