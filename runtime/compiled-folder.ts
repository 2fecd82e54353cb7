// The folder that `nfc compile` writes: the program and the integer graph as JSON, what the host computes after it, the memory images, the emitted hardware, a report.
import type { Compilation } from '../compiler/compile.ts';
import { type EncodedProgram, encodeProgram } from '../compiler/program/encode.ts';
import { moveProgram, PAGE_BYTES } from '../compiler/program/move-program.ts';
import type { Program } from '../compiler/program/program.ts';
import { gridFingerprint } from '../hdl/emit/grid-fingerprint.ts';
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
  const streams = encodeProgram(program);
  const report = compileReport(compilation, streams, goals);
  const files = new Map<string, string>([
    ['program.json', JSON.stringify(program)],
    ['graph.json', writeGraphJson(compilation.integer)],
    ['report.json', `${JSON.stringify(report, null, 1)}\n`],
  ]);
  if (compilation.tail !== null) files.set('host.json', writeGraphJson(compilation.tail));
  for (const [name, text] of imageFiles(program, streams)) files.set(`images/${name}`, text);
  for (const [name, text] of rtlSources(program.target)) files.set(`rtl/${name}`, text);
  return { files, report };
}

/** Both configuration streams, one 64-bit word a line in hexadecimal, and what software needs to run them. */
export function imageFiles(program: Program, streams: EncodedProgram = encodeProgram(program)): Map<string, string> {
  const manifest = {
    model: program.model,
    target: program.target.name,
    fingerprint: gridFingerprint(program.target),
    registers: {
      INIT_ADDR: program.memory.initAddress, INIT_WORDS: streams.init.length / 2,
      LOOP_ADDR: program.memory.loopAddress, LOOP_WORDS: streams.loop.length / 2,
      MODE: Number(program.phases.length === 1),
    },
    place: placeOf(program, streams),
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

/** What software needs to put a program anywhere in memory and to know that it ran: the 32-bit words of both streams that hold addresses. */
function placeOf(program: Program, streams: EncodedProgram) {
  const moved = encodeProgram(moveProgram(program, PAGE_BYTES));
  const addresses = (stream: 'init' | 'loop'): number[] => [...streams[stream].keys()].filter((at) => streams[stream][at] !== moved[stream][at]);
  const { base, axiBytes } = program.target.memory;
  return { base, bytes: program.memory.bytes, axiBytes, phases: program.phases.length, addresses: { init: addresses('init'), loop: addresses('loop') } };
}

const HEX_DIGITS = '0123456789abcdef';
/** 16 digits and the line's end. */
const LINE_BYTES = 17;

function hexWords(pairs: Uint32Array): string {
  const bytes = Buffer.alloc((pairs.length / 2) * LINE_BYTES, '\n');
  pairs.forEach((word, i) => {
    const at = (i >> 1) * LINE_BYTES + (i % 2 === 0 ? 8 : 0);
    for (let digit = 0; digit < 8; digit++) bytes[at + digit] = HEX_DIGITS.charCodeAt((word >>> (28 - 4 * digit)) & 15);
  });
  return bytes.toString('latin1');
}
