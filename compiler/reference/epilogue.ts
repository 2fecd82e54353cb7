// From accumulator to output, exactly as the integer graph defines it.
import type { Epilogue } from '../ir/integer-graph.ts';

/** Output of `epilogue` for one channel and one accumulator. */
export function applyEpilogue(epilogue: Epilogue, channel: number, acc: number): number {
  if (epilogue.kind === 'raw') return acc + (epilogue.bias[channel] as number);
  const { thresholds, falling, absolute, codeMap } = epilogue;
  const value = absolute === null ? acc : Math.abs(2 * acc - (absolute[channel] as number));
  let reached = 0;
  while (reached < 7 && value >= (thresholds[7 * channel + reached] as number)) reached++;
  const code = falling[channel] === 1 ? 7 - reached : reached;
  return codeMap === null ? code : (codeMap[code] as number);
}
