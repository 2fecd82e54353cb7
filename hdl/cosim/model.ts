// A running model: the WebAssembly module of a Verilated design, its ports as typed-array views on its own memory.
// One clock cycle is: clock 0, set inputs, evaluate, sample outputs, clock 1, evaluate. What the design prints is
// collected; a $fatal or $stop ends in an exception that carries the text.
import type { PortDirection, PortShape } from './ports.ts';

/** Up to 8 bits a Uint8Array of one element, 16 bits a Uint16Array, anything wider 32-bit words, lowest first. */
export type PortView = Uint8Array | Uint16Array | Uint32Array;

export interface Port {
  readonly name: string;
  readonly direction: PortDirection;
  readonly widthBits: number;
  readonly view: PortView;
  /** The same storage byte by byte, lowest first; bits above the width must stay 0. */
  readonly bytes: Uint8Array;
}

export interface Model {
  readonly kind: 'wasm';
  readonly ports: ReadonlyMap<string, Port>;
  /** Settles the design for the present inputs; a rising clock since the last call is a clock edge. Throws what explain() explains. */
  readonly evaluate: () => void;
  /** Turns a trap out of evaluate() into an Error that carries what the design printed. */
  readonly explain: (error: unknown) => Error;
  /** Everything the design has printed. */
  readonly printed: () => string;
}

interface ModelExports {
  readonly memory: WebAssembly.Memory;
  readonly _initialize: () => void;
  readonly sim_new: () => void;
  readonly sim_eval: () => void;
  readonly [portAddress: `port_${number}`]: () => number;
}

/** Starts a fresh instance: all registers, memories and inputs are zero, initial blocks have run. */
export async function startModel(module: WebAssembly.Module, shapes: readonly PortShape[]): Promise<Model> {
  const console = { memory: undefined as WebAssembly.Memory | undefined, text: '' };
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: consoleImports(console) });
  const exports = instance.exports as unknown as ModelExports;
  console.memory = exports.memory;
  const explain = (error: unknown): Error => {
    const reason = error instanceof Error ? error.message : String(error);
    return new Error(`the hardware model stopped: ${console.text.trim() || reason}`, { cause: error });
  };
  try {
    exports._initialize();
    exports.sim_new();
    exports.sim_eval();
  } catch (error) {
    throw explain(error);
  }
  const ports = new Map(shapes.map((shape, index) => [shape.name, viewPort(exports, shape, index)]));
  return { kind: 'wasm', ports, evaluate: exports.sim_eval, explain, printed: () => console.text };
}

/** One full clock cycle with the inputs as they are. */
export function tick(model: Model): void {
  const clock = portOf(model, 'clk_i').view;
  clock[0] = 0;
  evaluateOrExplain(model);
  clock[0] = 1;
  evaluateOrExplain(model);
}

/** Holds rst_ni low for some clock cycles, then releases it (with the clock high, well before the next edge). */
export function reset(model: Model, cycles = 4): void {
  const resetN = portOf(model, 'rst_ni').view;
  resetN[0] = 0;
  for (let cycle = 0; cycle < cycles; cycle++) tick(model);
  resetN[0] = 1;
}

export function portOf(model: Model, name: string): Port {
  const port = model.ports.get(name);
  if (port === undefined) {
    throw new Error(`the design has no port '${name}'; it has ${[...model.ports.keys()].join(', ')}`);
  }
  return port;
}

function evaluateOrExplain(model: Model): void {
  try {
    model.evaluate();
  } catch (error) {
    throw model.explain(error);
  }
}

function viewPort(exports: ModelExports, shape: PortShape, index: number): Port {
  const address = (exports[`port_${index}`] as () => number)();
  const buffer = exports.memory.buffer;
  const { name, direction, widthBits } = shape;
  const words = Math.ceil(widthBits / 32);
  const view =
    widthBits <= 8 ? new Uint8Array(buffer, address, 1)
    : widthBits <= 16 ? new Uint16Array(buffer, address, 1)
    : new Uint32Array(buffer, address, words);
  return { name, direction, widthBits, view, bytes: new Uint8Array(buffer, address, view.byteLength) };
}

const WASI_OK = 0;
const WASI_BAD_FILE = 8;

/** What wasi-libc asks of a program without files: only writing to stdout and stderr means anything. */
function consoleImports(console: { memory: WebAssembly.Memory | undefined; text: string }): Record<string, (...args: number[]) => number> {
  const decoder = new TextDecoder();
  const memoryView = (): DataView => new DataView((console.memory as WebAssembly.Memory).buffer);
  const write = (_file: number, vectors: number, count: number, writtenAddress: number): number => {
    const view = memoryView();
    let written = 0;
    for (let index = 0; index < count; index++) {
      const start = view.getUint32(vectors + 8 * index, true);
      const length = view.getUint32(vectors + 8 * index + 4, true);
      console.text += decoder.decode(new Uint8Array(view.buffer, start, length), { stream: true });
      written += length;
    }
    view.setUint32(writtenAddress, written, true);
    return WASI_OK;
  };
  const noEnvironment = (countAddress: number, sizeAddress: number): number => {
    memoryView().setUint32(countAddress, 0, true);
    memoryView().setUint32(sizeAddress, 0, true);
    return WASI_OK;
  };
  const stop = (code: number): number => {
    throw new Error(`exit code ${code}`);
  };
  const badFile = (): number => WASI_BAD_FILE;
  return {
    fd_write: write,
    proc_exit: stop,
    environ_sizes_get: noEnvironment,
    environ_get: () => WASI_OK,
    fd_close: badFile,
    fd_fdstat_get: badFile,
    fd_prestat_get: badFile,
    fd_prestat_dir_name: badFile,
    fd_seek: badFile,
    fd_read: badFile,
    fd_fdstat_set_flags: badFile,
    path_open: badFile,
    clock_time_get: badFile,
  };
}
