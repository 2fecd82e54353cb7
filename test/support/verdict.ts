// What the three judges say of a program on random frames, with the RTL in Verilator as WebAssembly.
import { expect } from 'vitest';
import type { IntegerGraph } from '../../compiler/ir/integer-graph.ts';
import type { Program } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import { chooseFrames } from '../../runtime/choose-frames.ts';
import { openBench } from '../../runtime/open-bench.ts';
import type { BenchRunner } from '../../runtime/run-rtl.ts';
import { type TensorsResult, verifyTensors } from '../../runtime/verify-tensors.ts';

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

export function verdictOn({ integer, program, bench, seed, stallSeed }: Trial): Promise<TensorsResult> {
  const { frames } = chooseFrames(program, { files: [], count: 2, fallback: 2, seed });
  return verifyTensors({ program, integer, frames, bench, stallSeed });
}

/** What is wrong, where a value or a cycle differs or a tensor was not compared; else null. */
export const faultOf = ({ equal, failure, firstDifference, tensorsInside, insideReasons }: TensorsResult, name: string): unknown =>
  (equal && tensorsInside.length === 0 ? null : { name, failure, firstDifference, insideReasons });

/** Throws (by expect) unless every tensor was compared, all is equal, and there was something to compare; `name` is said then. */
export function expectAllEqual(result: TensorsResult, name: string): void {
  expect(result, `${name}: ${JSON.stringify(result.firstDifference)}`).toMatchObject({ failure: null, firstDifference: null, equal: true, tensorsInside: [] });
  expect(result.valuesCompared, name).toBeGreaterThan(0);
}
