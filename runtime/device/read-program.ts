// A program from a compiled folder, for a device: the program and the images beside it must be the same, so that a folder that was cut
// short or edited in one place is noticed before anything runs.
import { join } from 'node:path';
import { encodeProgram } from '../../compiler/program/encode.ts';
import type { Program } from '../../compiler/program/program.ts';
import { FileFormatError } from '../file-format-error.ts';
import { readNetwork } from '../network.ts';
import { readStreams } from '../read-compiled.ts';

/** Reads what `nfc compile` wrote. Throws FileFormatError and UsageError where the folder is damaged or none of its. */
export function readCompiledProgram(folder: string): Program {
  const { program } = readNetwork(folder);
  const wanted = encodeProgram(program);
  const found = readStreams(folder);
  for (const name of ['init', 'loop'] as const) {
    const file = join(folder, 'images', `${name}.hex`);
    if (found[name].length !== wanted[name].length) {
      throw new FileFormatError(file, `has ${found[name].length / 2} words, and the program beside it ${wanted[name].length / 2}`, 'compile the model again');
    }
    const wrong = found[name].findIndex((word, index) => word !== wanted[name][index]);
    if (wrong >= 0) throw new FileFormatError(file, `line ${Math.floor(wrong / 2) + 1} is not that of the program beside it`, 'compile the model again');
  }
  return program;
}
