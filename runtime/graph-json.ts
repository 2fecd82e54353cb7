// The integer graph as JSON text and back, so that an output folder can be verified without its model file. Typed arrays become
// base64 with their element type, maps become lists of pairs; everything else is plain data already.
import type { IntegerGraph } from '../compiler/ir/integer-graph.ts';
import { FileFormatError } from './file-format-error.ts';

const ARRAY_TYPES = { Int8Array, Uint8Array, Int32Array } as const;
type ArrayName = keyof typeof ARRAY_TYPES;

export function writeGraphJson(graph: IntegerGraph): string {
  return JSON.stringify(graph, (_key, value: unknown) => {
    for (const name of Object.keys(ARRAY_TYPES) as ArrayName[]) {
      if (value instanceof ARRAY_TYPES[name]) {
        return { array: name, base64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
      }
    }
    if (value instanceof Map) return { map: [...value] };
    return value;
  });
}

/** Throws FileFormatError where the text is no graph that writeGraphJson wrote. */
export function readGraphJson(text: string, fileName: string): IntegerGraph {
  try {
    const graph = JSON.parse(text, (_key, value: unknown) => restore(value)) as IntegerGraph;
    if (!Array.isArray(graph.nodes) || !Array.isArray(graph.outputs)) throw new Error('no graph');
    return graph;
  } catch {
    throw new FileFormatError(fileName, 'is not the graph of a compiled network', 'compile the model again');
  }
}

function restore(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('array' in value && 'base64' in value && typeof value.base64 === 'string') {
    const bytes = new Uint8Array(Buffer.from(value.base64, 'base64'));
    const make = ARRAY_TYPES[value.array as ArrayName];
    return new make(bytes.buffer, 0, bytes.byteLength / make.BYTES_PER_ELEMENT);
  }
  if ('map' in value && Array.isArray(value.map)) return new Map(value.map as [unknown, unknown][]);
  return value;
}
