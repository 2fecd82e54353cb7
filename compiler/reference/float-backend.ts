// Loads tfjs-core when it is first needed: start-up time matters to commands that never evaluate in floats. The caller may choose the
// backend before; otherwise it is the WebAssembly one, several times as fast as plain JavaScript.
import type * as Tensors from '@tensorflow/tfjs-core';

export type TensorLibrary = Omit<typeof Tensors, 'default'>;

/** The library with a backend ready. */
export async function loadTensors(): Promise<TensorLibrary> {
  const tensors = await loadCore();
  if (tensors.getBackend() === undefined) await useFloatBackend('wasm');
  return tensors;
}

/** Chooses the backend of the float reference. False where it cannot be used here. */
export async function useFloatBackend(name: 'cpu' | 'wasm'): Promise<boolean> {
  const tensors = await loadCore();
  try {
    if (name === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
    else await import('@tensorflow/tfjs-backend-cpu');
    return await tensors.setBackend(name);
  } catch {
    return false;
  }
}

async function loadCore(): Promise<TensorLibrary> {
  const module: { readonly default: TensorLibrary } = await import('@tensorflow/tfjs-core');
  const tensors = module.default;
  // Production mode silences the library's advice on the console.
  tensors.enableProdMode();
  return tensors;
}
