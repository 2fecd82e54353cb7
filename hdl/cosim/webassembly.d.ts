// The part of the WebAssembly API that co-simulation uses; Node has it, its type package does not declare it.
// Interfaces and functions only, so that it merges with a full declaration where one is present.
// biome-ignore lint/style/noNamespace: the global object of this name is a namespace, and only a namespace merges with it.
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>;
  function instantiate(module: Module, imports: Record<string, object>): Promise<Instance>;
}
