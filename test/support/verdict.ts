// What the three judges say of a program on random frames, with the RTL in Verilator as WebAssembly.
import { expect } from 'vitest';
import type { IntegerGraph } from '../../compiler/ir/integer-graph.ts';
import type { Program } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import { chooseFrames } from '../../runtime/choose-frames.ts';
import { openBench } from '../../runtime/open-bench.ts';
import type { BenchRunner } from '../../runtime/run-rtl.ts';
import { verify, type VerifyResult } from '../../runtime/verify.ts';

export const benchOf = (target: Target): Promise<BenchRunner> => openBench(target, { native: false, onProgress: () => undefined });

interface Trial {
  readonly integer: IntegerGraph;
  readonly program: Program;
  readonly bench: BenchRunner;
  /** Of the two frames. */
  readonly seed: number;
  /** null: no random stalls. */
  readonly stallSeed: number | null;
}

export function verdictOn({ integer, program, bench, seed, stallSeed }: Trial): Promise<VerifyResult> {
  const { frames } = chooseFrames(program, { files: [], count: 2, fallback: 2, seed });
  return verify({ program, integer, frames, bench, stallSeed });
}

/** Throws (by expect) unless all that was compared is equal, and something was; `name` is said then. */
export function expectAllEqual(result: VerifyResult, name: string): void {
  expect(result, `${name}: ${JSON.stringify(result.firstDifference)}`).toMatchObject({ failure: null, firstDifference: null, equal: true });
  expect(result.valuesCompared, name).toBeGreaterThan(0);
}
