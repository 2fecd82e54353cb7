// Verification of every tensor of a network. What its program keeps inside tiles is compared in a second program, where it is an output
// (reveal.ts), on the same hardware with the same frames. Cycles of the report are those of the first; the network is equal where both are.
import { type Revealed, reveal } from './reveal.ts';
import { verify, type VerifyRequest, type VerifyResult } from './verify.ts';

/** What the second program alone showed; `tensors` are those that only it shows. */
export type RevealedResult = Pick<VerifyResult, 'tensors' | 'valuesCompared' | 'valueMismatches' | 'cyclesCompared' | 'cycleMismatches' | 'simulatorCycles' | 'rtlCycles' | 'equal'>;

/** Tensors, values and cycles compared are counted over both programs. */
export interface TensorsResult extends VerifyResult {
  /** Null where the first program shows every tensor, or the target takes no other. */
  readonly revealed: RevealedResult | null;
  /** Why a tensor of `tensorsInside` is not compared, by its name. */
  readonly insideReasons: Readonly<Record<string, string>>;
}

/** Throws what `verify` throws. */
export async function verifyTensors(request: VerifyRequest): Promise<TensorsResult> {
  const first = await verify(request);
  if (first.tensorsInside.length === 0) return { ...first, revealed: null, insideReasons: {} };
  const { integer, frames, bench, stallSeed, program: { target } } = request;
  const { program, reasons } = reveal(integer, target, first.tensorsInside, frames.length);
  const second = program === null ? null : await verify({ program, integer, frames, bench, stallSeed });
  return merged(request, first, second, reasons);
}

function merged({ integer }: VerifyRequest, first: VerifyResult, second: VerifyResult | null, reasons: Revealed['reasons']): TensorsResult {
  const shown = new Set([...first.tensors, ...(second?.tensors ?? [])]);
  const inside = first.tensorsInside.filter((name) => !shown.has(name));
  const insideReasons = Object.fromEntries(inside.map((name) => [name, reasons.get(name) ?? 'no program shows it']));
  if (second === null) return { ...first, revealed: null, insideReasons };
  const { valuesCompared, valueMismatches, cyclesCompared, cycleMismatches, simulatorCycles, rtlCycles, equal } = second;
  return {
    ...first,
    tensorsCompared: shown.size,
    tensors: integer.nodes.filter(({ name }) => shown.has(name)).map(({ name }) => name),
    tensorsInside: inside,
    valuesCompared: first.valuesCompared + valuesCompared,
    valueMismatches: first.valueMismatches + valueMismatches,
    cyclesCompared: first.cyclesCompared + cyclesCompared,
    cycleMismatches: first.cycleMismatches + cycleMismatches,
    equal: first.equal && equal,
    failure: first.failure ?? (second.failure === null ? null : `second program: ${second.failure}`),
    firstDifference: first.firstDifference ?? (second.firstDifference === null ? null : { ...second.firstDifference, place: `second program, ${second.firstDifference.place}` }),
    revealed: { tensors: first.tensorsInside.filter((name) => shown.has(name)), valuesCompared, valueMismatches, cyclesCompared, cycleMismatches, simulatorCycles, rtlCycles, equal },
    insideReasons,
  };
}
