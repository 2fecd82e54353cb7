// C++ -> WebAssembly: clang (as WebAssembly) compiles a Verilated model as one translation unit and links it with
// Verilator's own runtime library, which is vendored as an object file built by the same clang with the same flags.
import { commands, runLLVM, type Tree } from '@yowasp/clang';
import type { PortShape } from './ports.ts';
import { loadRuntimeObject, loadRuntimeSources } from './vendored.ts';
import type { Verilated } from './verilate.ts';

/** wasi-libc has no threads here: the runtime's thread_local becomes plain, and its CPU pause instruction nothing. */
export const COMPILE_ARGUMENTS: readonly string[] = [
  '--target=wasm32-wasip1', '-O1', '-std=gnu++17', '-w', '-fno-exceptions', '-fno-rtti',
  '-DVL_IGNORE_UNKNOWN_ARCH', '-Dthread_local=', '-Iinclude', '-Imodel',
];
/** The allocator and the model fit far below 16 MB, so memory never grows under the port views. */
export const LINK_ARGUMENTS: readonly string[] = [
  '--target=wasm32-wasip1', '-mexec-model=reactor',
  '-Wl,--gc-sections,--strip-all,--initial-memory=33554432,-z,stack-size=1048576',
];

/** Returns the bytes of a module that exports sim_new, sim_eval, sim_final and one address function per port. */
export async function compileModel(verilated: Verilated): Promise<Uint8Array> {
  const model: Tree = Object.fromEntries(verilated.files);
  const units = [...verilated.files.keys()].filter((name) => name.endsWith('.cpp')).sort();
  const source = units.map((name) => `#include "${name}"\n`).join('') + exportsSource(verilated.ports);
  const object = await runClang(['-c', ...COMPILE_ARGUMENTS, 'model.cc', '-o', 'model.o'], 'model.o', {
    include: loadRuntimeSources(), model, 'model.cc': source,
  });
  return runClang([...LINK_ARGUMENTS, 'model.o', 'runtime.o', '-o', 'model.wasm'], 'model.wasm', {
    'model.o': object, 'runtime.o': loadRuntimeObject(),
  });
}

/** Compiles Verilator's runtime library to the object that is vendored as hdl/tools/verilator-runtime.o.br. */
export function compileRuntime(): Promise<Uint8Array> {
  const source = '#include "verilated.cpp"\n#include "verilated_threads.cpp"\n';
  return runClang(['-c', ...COMPILE_ARGUMENTS, 'runtime.cc', '-o', 'runtime.o'], 'runtime.o', {
    include: loadRuntimeSources(), 'runtime.cc': source,
  });
}

async function runClang(args: readonly string[], output: string, files: Tree): Promise<Uint8Array> {
  const decoder = new TextDecoder();
  let log = '';
  const collect = (bytes: Uint8Array | null): void => {
    if (bytes !== null) log += decoder.decode(bytes, { stream: true });
  };
  // Without arguments it only loads the tools, here without its progress lines on stdout.
  await runLLVM(undefined, {}, { fetchProgress: () => undefined });
  try {
    const result = await commands['clang++']([...args], files, { stdout: collect, stderr: collect });
    const data = result?.[output];
    if (data instanceof Uint8Array) return data;
    throw new Error(`${output} was not written`);
  } catch (error) {
    throw new Error(`clang++ could not make ${output}: ${error instanceof Error ? error.message : String(error)}\n${log}`);
  }
}

function exportsSource(ports: readonly PortShape[]): string {
  const address = (port: PortShape, index: number): string =>
    `NFC_EXPORT("port_${index}") void* nfc_port_${index}() { return &nfc_top->${port.member}; }\n`;
  return `#include "Vtop.h"
#define NFC_EXPORT(name) extern "C" __attribute__((export_name(name)))
static VerilatedContext* nfc_context;
static Vtop* nfc_top;
NFC_EXPORT("sim_new") void nfc_new() { nfc_context = new VerilatedContext; nfc_top = new Vtop{nfc_context, "top"}; }
NFC_EXPORT("sim_eval") void nfc_eval() { nfc_top->eval(); }
NFC_EXPORT("sim_finished") int nfc_finished() { return nfc_context->gotFinish(); }
${ports.map(address).join('')}`;
}
