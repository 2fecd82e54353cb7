// A value of an output as a person reads it.

/** Integers as they are, real numbers to four digits. */
export const showValue = (value: number): string => (Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4))));
