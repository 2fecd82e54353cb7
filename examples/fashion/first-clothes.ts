// Writes the first pictures of a Fashion-MNIST test set, with their labels, as IDX files of their own.
// Usage: first-clothes --data DIR [--out DIR] [--count N]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type IdxArray, readIdxPair } from '../../runtime/idx.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '/usr/share/datasets/fashion-mnist' },
    out: { type: 'string', default: path.join('examples', 'fashion', 'clothes') },
    count: { type: 'string', default: '100' },
  },
});
const read = (name: string): { bytes: Uint8Array; fileName: string } => {
  const fileName = path.join(values.data, `${name}.gz`);
  return { bytes: readFileSync(fileName), fileName };
};
const { images, labels } = readIdxPair(read('t10k-images-idx3-ubyte'), read('t10k-labels-idx1-ubyte'));
const [all = 0, ...size] = images.shape;
const count = Math.min(all, Number(values.count));
mkdirSync(values.out, { recursive: true });
writeFileSync(path.join(values.out, 't10k-images-idx3-ubyte'), idxFile({ shape: [count, ...size], data: images.data.subarray(0, (count * images.data.length) / all) }));
writeFileSync(path.join(values.out, 't10k-labels-idx1-ubyte'), idxFile({ shape: [count], data: labels.subarray(0, count) }));

/** Unsigned bytes (type 8) behind their rank and big-endian sizes. */
function idxFile({ shape, data }: IdxArray): Buffer {
  const sizes = Buffer.alloc(4 * shape.length);
  for (const [axis, length] of shape.entries()) sizes.writeUInt32BE(length, 4 * axis);
  return Buffer.concat([Buffer.of(0, 0, 8, shape.length), sizes, data]);
}
