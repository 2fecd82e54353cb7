// A label map as a PNG of four bits a pixel with the class colours as its palette, as CamVid's own label maps are.
import { crc32, deflateSync } from 'node:zlib';

/** `labels` row by row, each below 16 and below the number of colours. */
export function labelPng(width: number, height: number, labels: Uint8Array, palette: readonly (readonly [number, number, number])[]): Uint8Array {
  const rowBytes = Math.ceil(width / 2) + 1;
  const rows = new Uint8Array(height * rowBytes);
  labels.forEach((label, index) => {
    const x = index % width;
    const at = Math.floor(index / width) * rowBytes + 1 + (x >> 1);
    rows[at] = (rows[at] as number) | (x % 2 === 0 ? label << 4 : label);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([4, 3, 0, 0, 0], 8);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('PLTE', Uint8Array.from(palette.flat())), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', new Uint8Array(0))]);
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
