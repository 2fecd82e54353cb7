// Writes what is mechanical in examples/neuflow: the connection tables, and of each workload W1 to W7 the variants with an 8-bit input,
// with ternary weights and of a smaller picture. The networks themselves (w1.nf to w7.nf) are written by hand. Same input, same bytes.
// Usage: node dist/scripts/make-suite.js [DIR]; DIR is examples/neuflow where it is not given.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom, seedFor } from '../compiler/source/seeded-random.ts';
import { projectFile } from '../runtime/project-folder.ts';

type Table = readonly (readonly number[])[];

/** W3, second convolution: the four inputs of each of 32 outputs, from 1, as its authors list them. */
const FACE_C3 = `3,1,4,6 7,8,5,2 1,7,5,3 8,6,4,2 7,4,8,6 3,2,5,1 4,7,2,1 3,8,6,5 4,2,5,8 1,3,6,7 5,7,4,8 3,1,6,2 5,7,3,8 4,2,6,1 4,3,6,8 2,1,7,5
  2,1,7,5 4,8,6,3 4,6,2,7 8,3,1,5 8,3,6,5 2,4,7,1 3,4,6,1 5,2,7,8 6,8,2,1 4,7,5,3 2,6,4,5 7,3,1,8 3,8,6,7 1,5,2,4 2,5,8,1 3,7,4,6`;
/** W4 and W5, first convolution: the one input of each of 32 outputs, from 1. */
const TEST_C1 = '1 3 2 1 3 2 2 3 1 3 1 2 1 2 3 1 3 2 1 3 2 2 1 3 1 3 2 3 1 2 3 1';
/** The tables that are random in the original are drawn from this seed. */
const TABLE_SEED = 2011;

const given = (text: string): Table => text.split(/\s+/).map((row) => row.split(',').map((input) => Number(input) - 1));

/** `fanIn` different inputs for each output, drawn from the seed and the name of the table, in ascending order. */
function drawn(name: string, outputs: number, inputs: number, fanIn: number): Table {
  const random = seededRandom(seedFor(TABLE_SEED, name));
  return Array.from({ length: outputs }, () => {
    const left = Array.from({ length: inputs }, (_, input) => input);
    return Array.from({ length: fanIn }, () => left.splice(Math.floor(random() * left.length), 1)[0] as number).sort((a, b) => a - b);
  });
}

const TABLES: readonly { readonly name: string; readonly about: string; readonly rows: Table }[] = [
  { name: 'FaceC3', about: 'W3: four of 8 maps each, as listed by its authors.', rows: given(FACE_C3) },
  { name: 'TestC1', about: 'W4 and W5: one of 3 maps each, as listed by their authors.', rows: given(TEST_C1) },
  { name: 'TestC3', about: 'W4 and W5: four of 32 maps each, random in the original.', rows: drawn('TestC3', 32, 32, 4) },
  {
    name: 'SceneC1', about: 'W6 and W7: ten maps see Y, six see U and V.',
    rows: Array.from({ length: 16 }, (_, output) => (output < 10 ? [0] : [1, 2])),
  },
  { name: 'SceneC3', about: 'W6 and W7: eight of 16 maps each, random in the original.', rows: drawn('SceneC3', 64, 16, 8) },
  { name: 'SceneC5', about: 'W6 and W7: 32 of 64 maps each, random in the original.', rows: drawn('SceneC5', 256, 64, 32) },
];

const tablesText = (): string => [
  `# Written by scripts/make-suite.ts: which maps each map of a layer reads. What is random comes from seed ${TABLE_SEED}.`,
  ...TABLES.map(({ name, about, rows }) => `# ${about}\ntable ${name} {\n${rows.map((row, output) => `  ${output}: ${row.join(' ')}`).join('\n')}\n}`),
].join('\n\n').concat('\n');

/** Smaller pictures that keep every layer and at least a quarter of the pixels, as [height, width] by input. */
const SMALL: Readonly<Record<string, readonly (readonly [height: number, width: number])[]>> = {
  w1: [[250, 250]], w2: [[200, 200]], w3: [[172, 164]], w4: [[120, 160]], w5: [[120, 160]],
  w6: [[96, 96], [48, 48], [24, 24]], w7: [[184, 192], [92, 96], [46, 48]],
};

interface Variant {
  readonly suffix: string;
  readonly about: string;
  readonly change: (network: string, name: string) => string;
}
const VARIANTS: readonly Variant[] = [
  { suffix: 'u8', about: 'with 8-bit inputs', change: (text) => text.replaceAll(/: u3(\[.*\]), scale 1\/7/g, ': u8$1, scale 1/255') },
  { suffix: 'ternary', about: 'with ternary weights', change: (text) => text.replace('precision weights 6b', 'precision weights ternary') },
  {
    suffix: 'small', about: 'of a smaller picture, quick enough to verify down to the RTL',
    change: (text, name) => {
      let input = 0;
      return text.replaceAll(/u3\[(\d+), \d+, \d+\]/g, (_, maps: string) => `u3[${maps}, ${SMALL[name]?.[input++]?.join(', ')}]`);
    },
  },
];

/** The network of a hand-written file under a new name; its blocks stay where they are and are imported. */
function variantText(name: string, text: string, variant: Variant): string {
  const network = /^network (\w+) \{\n[\s\S]*?^\}\n/m.exec(text)?.[0] ?? '';
  const imports = /^block /m.test(text) ? `import "${name}.nf"` : (/^import .*$/m.exec(text)?.[0] ?? '');
  const title = variant.suffix === 'u8' ? 'U8' : `${variant.suffix[0]?.toUpperCase()}${variant.suffix.slice(1)}`;
  const changed = variant.change(network.replace(/^network (\w+)/, `network $1${title}`), name);
  return `# Written by scripts/make-suite.ts: ${name.toUpperCase()} ${variant.about}.\n\n${imports}\n\n${changed}`;
}

const folder = process.argv[2] ?? projectFile('examples', 'neuflow');
writeFileSync(join(folder, 'tables.nf'), tablesText());
for (const name of Object.keys(SMALL)) {
  const text = readFileSync(projectFile('examples', 'neuflow', `${name}.nf`), 'utf8');
  for (const variant of VARIANTS) writeFileSync(join(folder, `${name}-${variant.suffix}.nf`), variantText(name, text, variant));
}
