// SystemVerilog -> C++: Verilator (as WebAssembly) on sources in memory.
// Code style warnings do not stop a build, that is what lint() is for; errors do, with Verilator's messages.
import { type PortShape, parsePorts } from './ports.ts';
import { type ModuleParameters, parameterArguments, runVerilator, type Sources } from './run-verilator.ts';

export interface Verilated {
  /** Generated C++ files (.h and .cpp) by name. */
  readonly files: ReadonlyMap<string, string>;
  readonly ports: readonly PortShape[];
  /** Warnings. */
  readonly log: string;
}

/**
 * Two-state, single clock, registers and memories start at zero; the C++ class is Vtop. Functions are split because clang's
 * time grows faster than their length: a third less for a grid of 2 x 2 full-size tiles, at the same simulation speed.
 */
export const VERILATE_ARGUMENTS: readonly string[] = [
  '--cc', '-O3', '--x-assign', 'fast', '--x-initial', 'fast', '--noassert', '-Wno-fatal', '--prefix', 'Vtop',
  '--output-split-cfuncs', '2000',
];

/** Throws with Verilator's messages where the sources are refused. */
export async function verilate(sources: Sources, top: string, parameters?: ModuleParameters): Promise<Verilated> {
  const run = await runVerilator(sources, [...VERILATE_ARGUMENTS, '--top-module', top, ...parameterArguments(parameters)]);
  if (run.exitCode !== 0) {
    throw new Error(`Verilator refused module '${top}':\n${run.log.replaceAll(/(%\w+[-\w]*: )\//g, '$1').trimEnd()}`);
  }
  const files = new Map<string, string>();
  for (const [name, data] of run.outputs) {
    if (/\.(cpp|h)$/.test(name)) files.set(name, new TextDecoder().decode(data));
  }
  return { files, ports: parsePorts(files.get('Vtop.h') ?? ''), log: run.log };
}
