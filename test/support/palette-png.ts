// Writes the PNGs that label pictures are: few bits a pixel, grey or with a palette, which the library that reads them cannot write.
import { crc32, deflateSync } from 'node:zlib';

/** Values row by row. The colours of the palette all differ from their places. */
export function palettePng(width: number, height: number, bits: number, values: readonly number[], options: { readonly isGrey?: boolean } = {}): Uint8Array {
  const rowBytes = Math.ceil((width * bits) / 8);
  const raw = new Uint8Array(height * (rowBytes + 1));
  values.forEach((value, index) => {
    const x = index % width;
    const at = Math.floor(index / width) * (rowBytes + 1) + 1 + Math.floor((x * bits) / 8);
    raw[at] = (raw[at] as number) | (value << (8 - bits - ((x * bits) % 8)));
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bits, options.isGrey === true ? 0 : 3, 0, 0, 0], 8);
  const palette = Uint8Array.from({ length: 3 * 2 ** bits }, (_, i) => 255 - Math.floor(i / 3));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), chunk('IHDR', header), ...(options.isGrey === true ? [] : [chunk('PLTE', palette)]),
    chunk('IDAT', deflateSync(raw)), chunk('IEND', new Uint8Array(0)),
  ]);
}

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
