// What verification takes from a compiled folder as it stands there: the configuration streams and the SystemVerilog. So it is the
// files a user would ship that are judged, not fresh ones.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EncodedProgram } from '../compiler/program/encode.ts';
import { FileFormatError } from './file-format-error.ts';
import { RTL_TOP } from './open-bench.ts';

const TOP_FILE = `${RTL_TOP}.sv`;

/** Both streams of `folder`/images. Throws FileFormatError where a line is not a 64-bit word in hexadecimal. */
export function readStreams(folder: string): EncodedProgram {
  return { init: readHexWords(join(folder, 'images', 'init.hex')), loop: readHexWords(join(folder, 'images', 'loop.hex')) };
}

/** The SystemVerilog files of `folder`/rtl by name, packages first and the top last: an untouched folder has the sources of its target, and so
 *  their model of the hardware. */
export function readRtl(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(join(folder, 'rtl')).filter((name) => name.endsWith('.sv')).sort();
  const packages = names.filter((name) => name.endsWith('_pkg.sv'));
  const leaves = names.filter((name) => !packages.includes(name) && name !== TOP_FILE);
  return new Map([...packages, ...leaves, ...names.filter((name) => name === TOP_FILE)].map((name) => [name, readFileSync(join(folder, 'rtl', name), 'utf8')]));
}

function readHexWords(file: string): Uint32Array {
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line !== '');
  const words = new Uint32Array(2 * lines.length);
  lines.forEach((line, index) => {
    if (!/^[0-9a-f]{16}$/i.test(line)) throw new FileFormatError(file, `line ${index + 1} is not a 64-bit word of 16 hexadecimal digits`, 'compile the model again');
    words[2 * index] = Number.parseInt(line.slice(8), 16);
    words[2 * index + 1] = Number.parseInt(line.slice(0, 8), 16);
  });
  return words;
}
