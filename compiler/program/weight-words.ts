// Weight blocks as the words of weight memory, five trits to a byte (docs/hardware.md section 9). Every byte value means something,
// so that 13 codes which nothing here writes decode as in hdl/rtl/nf_byte_trits.sv.
import { bug } from '../source/diagnostic.ts';
import { type Target, tritsOf, tritsPerWord, weightWords, writesPerWord } from '../target/target.ts';

const digitOf = (trit: number): number => (trit < 0 ? 2 : trit);
const TRIT_OF_DIGIT = [0, 1, -1] as const;

/** The byte of five trits, -1, 0 or 1 each, the first in the lowest place. */
export function byteOfTrits(trits: readonly number[]): number {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = trits.map(digitOf);
  const triple = a + 3 * b + 9 * c;
  const pair = d + 3 * e;
  // The ninth pair has no room in three bits: they carry the upper bits of the triple then, and those are 111, which no triple has.
  return pair < 8 ? (pair << 5) | triple : ((triple >> 2) << 5) | 0b11100 | (triple & 3);
}

/** The five trits of any byte. */
export function tritsOfByte(byte: number): number[] {
  const top = (byte >> 2) & 7;
  const other = (byte >> 5) & 7;
  const triple = ((top === 7 ? other : top) << 2) | (byte & 3);
  const pair = top === 7 ? 8 : other;
  return [triple, Math.floor(triple / 3), Math.floor(triple / 9), pair, Math.floor(pair / 3)].map((value) => TRIT_OF_DIGIT[value % 3] as number);
}

/** A block in 32-bit values, low first: every word of weight memory fills whole words of the configuration stream.
 *  `trits` are those of the block, neuron after neuron. Throws CompilerBug where their number is wrong. */
export function encodeWeightBlock({ tile, memory }: Pick<Target, 'tile' | 'memory'>, trits: readonly number[]): number[] {
  if (trits.length !== tritsOf(tile)) bug(`a weight block of ${trits.length} trits instead of ${tritsOf(tile)}`);
  const perWord = tritsPerWord(tile);
  const bytes = Math.floor(tile.weightWidth / 8);
  const perWrite = (writesPerWord({ tile, memory }) * memory.axiBytes) / 4;
  const values: number[] = [];
  for (let word = 0; word < weightWords(tile); word++) {
    const at = values.length;
    for (let k = 0; k < perWrite; k++) values.push(0);
    const from = word * perWord;
    const put = (index: number, byte: number): void => {
      values[at + (index >> 2)] = ((values[at + (index >> 2)] as number) | (byte << (8 * (index & 3)))) >>> 0;
    };
    for (let i = 0; i < bytes; i++) put(i, byteOfTrits(trits.slice(from + 5 * i, from + 5 * i + 5)));
    // Bits behind the last whole byte hold plain trits: bit 0 nonzero, bit 1 negative.
    for (let i = 5 * bytes; i < perWord; i++) {
      const trit = trits[from + i] ?? 0;
      if (trit !== 0) put(bytes, (trit < 0 ? 3 : 1) << (2 * (i - 5 * bytes)));
    }
  }
  return values;
}

/** The trits of a block from its 32-bit values. */
export function decodeWeightBlock({ tile, memory }: Pick<Target, 'tile' | 'memory'>, values: readonly number[]): number[] {
  const perWord = tritsPerWord(tile);
  const bytes = Math.floor(tile.weightWidth / 8);
  const trits: number[] = [];
  for (let word = 0; word < weightWords(tile); word++) {
    const at = (word * writesPerWord({ tile, memory }) * memory.axiBytes) / 4;
    const byteAt = (index: number): number => ((values[at + (index >> 2)] ?? 0) >>> (8 * (index & 3))) & 255;
    for (let i = 0; i < bytes; i++) trits.push(...tritsOfByte(byteAt(i)));
    for (let i = 0; i < perWord - 5 * bytes; i++) {
      const bits = (byteAt(bytes) >> (2 * i)) & 3;
      trits.push((bits & 1) === 0 ? 0 : 1 - (bits & 2));
    }
  }
  return trits.slice(0, tritsOf(tile));
}
