// The folder that `nfc compile` writes: the program and the integer graph as JSON, the memory images, the emitted hardware, a report.
import type { Compilation } from '../compiler/compile.ts';
import { encodeProgram } from '../compiler/program/encode.ts';
import type { Program } from '../compiler/program/program.ts';
import { rtlSources } from '../hdl/emit/read-rtl.ts';
import type { GoalResult } from './explore/goals.ts';
import { writeGraphJson } from './graph-json.ts';
import { type CompileReport, compileReport, memoryMap } from './report.ts';

export interface CompiledFolder {
  readonly files: Map<string, string>;
  readonly report: CompileReport;
}

/** `goals` goes into the report. */
export function compiledFolder(compilation: Compilation, goals?: GoalResult): CompiledFolder {
  const { program } = compilation;
  const report = compileReport(compilation, encodeProgram(program), goals);
  const files = new Map<string, string>([
    ['program.json', JSON.stringify(program)],
    ['graph.json', writeGraphJson(compilation.integer)],
    ['report.json', `${JSON.stringify(report, null, 1)}\n`],
  ]);
  for (const [name, text] of imageFiles(program)) files.set(`images/${name}`, text);
  for (const [name, text] of rtlSources(program.target)) files.set(`rtl/${name}`, text);
  return { files, report };
}

/** Both configuration streams, one 64-bit word a line in hexadecimal, and what software needs to run them. */
export function imageFiles(program: Program): Map<string, string> {
  const streams = encodeProgram(program);
  const manifest = {
    model: program.model,
    target: program.target.name,
    registers: {
      INIT_ADDR: program.memory.initAddress, INIT_WORDS: streams.init.length / 2,
      LOOP_ADDR: program.memory.loopAddress, LOOP_WORDS: streams.loop.length / 2,
      MODE: Number(program.phases.length === 1),
    },
    memory: memoryMap(program, streams),
    inputs: program.inputs,
    outputs: program.outputs,
    tensors: program.tensors,
  };
  return new Map([
    ['init.hex', hexWords(streams.init)],
    ['loop.hex', hexWords(streams.loop)],
    ['manifest.json', `${JSON.stringify(manifest, null, 1)}\n`],
  ]);
}

function hexWords(pairs: Uint32Array): string {
  const lines: string[] = [];
  const hex = (word: number): string => word.toString(16).padStart(8, '0');
  for (let i = 0; i < pairs.length; i += 2) lines.push(hex(pairs[i + 1] as number) + hex(pairs[i] as number));
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
