// Half precision: every one of the 65,536 patterns goes to a number and back, and rounding is to nearest, ties to even.
import { expect, test } from 'vitest';
import { decodeFloat16, encodeFloat16 } from '../../runtime/float16.ts';

test('every pattern survives', () => {
  for (let bits = 0; bits < 65536; bits += 1) {
    const value = decodeFloat16(bits);
    if (Number.isNaN(value)) expect(encodeFloat16(value)).toBe(0x7e00);
    else if (encodeFloat16(value) !== bits) expect.fail(`0x${bits.toString(16)} became 0x${encodeFloat16(value).toString(16)}`);
  }
});

test.each([
  [1 + 2 ** -11, 0x3c00], [1 + 3 * 2 ** -11, 0x3c02], [1 + 2 ** -11 + 2 ** -20, 0x3c01], [65519, 0x7bff], [65520, 0x7c00],
  [2 ** -25, 0], [2 ** -25 * 1.01, 1], [2 ** -14 - 2 ** -26, 0x0400], [-1e9, 0xfc00],
])('%d is rounded', (value, bits) => expect(encodeFloat16(value)).toBe(bits));
