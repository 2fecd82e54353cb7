// Writes the twenty demonstration digits as NPY frames (u8 [1, 32, 32]) and labels.txt into digits/ of this example.
// Usage: export-digits [--data DIR] [--out DIR]
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeNpy } from '../../runtime/npy.ts';
import { chooseDemoDigits, printLabels } from './demo-digits.ts';
import { loadDigits, mnistFolder } from './mnist.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: mnistFolder() },
    out: { type: 'string', default: path.join('examples', 'lenet5', 'digits') },
  },
});
const digits = chooseDemoDigits(loadDigits(values.data, 't10k'));
mkdirSync(values.out, { recursive: true });
for (const { name, frame } of digits) writeFileSync(path.join(values.out, `${name}.npy`), writeNpy(frame));
writeFileSync(path.join(values.out, 'labels.txt'), printLabels(digits));
