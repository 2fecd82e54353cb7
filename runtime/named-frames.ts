// Frames one at a time with the names of what they come from: a network of one input needs no more of a video in memory than the frame
// that it works on.
import { type Frame, type InputShape, openInputFile, readFrames } from './frames.ts';
import { UsageError } from './usage-error.ts';

export interface NamedFrame {
  /** The file, and the number of the frame in it where it has several. */
  readonly source: string;
  readonly frame: Frame;
}

/** Throws FileFormatError and UsageError, for a file when its turn comes. Networks of several inputs take files as readFrames does. */
export function* namedFrames(inputs: readonly InputShape[], files: readonly string[]): Generator<NamedFrame, void, void> {
  const [input, ...others] = inputs;
  if (input === undefined || others.length > 0) {
    const { frames } = readFrames(inputs, files);
    yield* frames.map((frame, index) => ({ source: `frame ${index}`, frame }));
    return;
  }
  let count = 0;
  for (const argument of files) {
    const file = argument.startsWith(`${input.name}=`) ? argument.slice(input.name.length + 1) : argument;
    const opened = openInputFile(input, file);
    for (let index = 0; index < opened.count; index++, count++) {
      yield { source: opened.count === 1 ? file : `${file} ${index}`, frame: new Map([[input.name, opened.codesOf(index)]]) };
    }
  }
  if (count === 0) throw new UsageError('the input files hold no frame', 'give files with at least one frame');
}
