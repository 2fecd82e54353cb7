// Input streams as numbers: beats unpacked into 8 activations each, digit planes joined at the place of plane 0, padding behind
// them, squared where a tile asks for that. Several tiles read the same stream, so the last result of each is kept for the frame.

export interface ActivationFormat {
  readonly planes: 1 | 2 | 3;
  /** Beats from a digit plane to the next, within a row. */
  readonly planeBeats: number;
  readonly perRow: number;
  readonly rows: number;
  readonly padDigits: readonly [number, number, number];
  /** Both digits are those of (code - square)^2 and lie in one plane; null: digits as they are. */
  readonly square: number | null;
}

export interface ActivationStore {
  /** Activation i of beat k at 8k + i; 8 copies of the padding behind the last row. Valid until `forget`. */
  readonly unpack: (input: Int32Array, format: ActivationFormat) => Int16Array;
  /** Streams have new content: call before every frame and phase. */
  readonly forget: () => void;
}

interface Entry {
  readonly format: ActivationFormat;
  readonly values: Int16Array;
  input: Int32Array | null;
}

/** Buffers live as long as the store; those of a frame are reused by the next one. */
export function makeActivationStore(): ActivationStore {
  const entries: Entry[] = [];
  const unpack = (input: Int32Array, format: ActivationFormat): Int16Array => {
    const known = entries.find((entry) => entry.input === input && isSameFormat(entry.format, format));
    if (known) return known.values;
    let free = entries.find((entry) => entry.input === null && isSameFormat(entry.format, format));
    if (!free) {
      free = { format, values: makeValues(format), input: null };
      entries.push(free);
    }
    free.input = input;
    if (format.square !== null) unpackSquares(input, free.values, format.rows * format.perRow, format.square);
    else if (format.planes === 1) unpackPlain(input, free.values, format.rows * format.perRow);
    else unpackPlanes(input, free.values, format);
    return free.values;
  };
  return { unpack, forget: () => { for (const entry of entries) entry.input = null; } };
}

const isSameFormat = (a: ActivationFormat, b: ActivationFormat): boolean =>
  a === b || (a.planes === b.planes && a.planeBeats === b.planeBeats && a.perRow === b.perRow && a.rows === b.rows && a.square === b.square && a.padDigits.every((digit, plane) => digit === b.padDigits[plane]));

function makeValues({ planes, rows, perRow, padDigits }: ActivationFormat): Int16Array {
  const values = new Int16Array(8 * (rows * perRow + 1));
  return values.fill(padDigits.slice(0, planes).reduce<number>((sum, digit, plane) => sum + digit * 8 ** plane, 0), 8 * rows * perRow);
}

function unpackPlain(input: Int32Array, values: Int16Array, beats: number): void {
  let at = 0;
  for (let beat = 0; beat < beats; beat++) {
    const word = input[beat] as number;
    values[at] = word & 7;
    values[at + 1] = (word >> 3) & 7;
    values[at + 2] = (word >> 6) & 7;
    values[at + 3] = (word >> 9) & 7;
    values[at + 4] = (word >> 12) & 7;
    values[at + 5] = (word >> 15) & 7;
    values[at + 6] = (word >> 18) & 7;
    values[at + 7] = (word >> 21) & 7;
    at += 8;
  }
}

function unpackSquares(input: Int32Array, values: Int16Array, beats: number, zero: number): void {
  for (let beat = 0; beat < beats; beat++) {
    const word = input[beat] as number;
    for (let i = 0, shift = 0; i < 8; i++, shift += 3) values[8 * beat + i] = (((word >> shift) & 7) - zero) ** 2;
  }
}

/** Beats that are no plane 0 get numbers that nobody reads. */
function unpackPlanes(input: Int32Array, values: Int16Array, { planes, planeBeats, perRow, rows }: ActivationFormat): void {
  const reach = (planes - 1) * planeBeats;
  const first = Math.max(0, -reach);
  const last = perRow - Math.max(0, reach);
  for (let row = 0; row < rows; row++) {
    for (let beat = row * perRow + first; beat < row * perRow + last; beat++) {
      const low = input[beat] as number;
      const middle = input[beat + planeBeats] as number;
      const high = planes === 3 ? (input[beat + 2 * planeBeats] as number) : 0;
      for (let i = 0, shift = 0; i < 8; i++, shift += 3) {
        values[8 * beat + i] = ((low >> shift) & 7) | (((middle >> shift) & 7) << 3) | (((high >> shift) & 7) << 6);
      }
    }
  }
}
