// The integer graph and the host's tail as JSON text and back, so that an output folder runs without its model file. Typed arrays become
// base64 with their element type, maps become lists of pairs; everything else is plain data already.
import type { IntegerGraph } from '../compiler/ir/integer-graph.ts';
import type { HostTail } from '../compiler/ir/split-host.ts';
import { FileFormatError } from './file-format-error.ts';

const ARRAY_TYPES = { Int8Array, Uint8Array, Int32Array, Float32Array } as const;
type ArrayName = keyof typeof ARRAY_TYPES;

export function writeGraphJson(graph: IntegerGraph | HostTail): string {
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
  const graph = parse(text) as IntegerGraph | null;
  if (isGraph(graph)) return graph;
  throw new FileFormatError(fileName, 'is not the graph of a compiled network', 'compile the model again');
}

/** Throws FileFormatError where the text is no tail that writeGraphJson wrote. */
export function readTailJson(text: string, fileName: string): HostTail {
  const tail = parse(text) as HostTail | null;
  if (isGraph(tail?.graph) && tail?.params instanceof Map && Array.isArray(tail.operands)) return tail;
  throw new FileFormatError(fileName, 'is not the host part of a compiled network', 'compile the model again');
}

const isGraph = <G extends { readonly nodes: unknown; readonly outputs: unknown }>(graph: G | null | undefined): graph is G =>
  typeof graph === 'object' && graph !== null && Array.isArray(graph.nodes) && Array.isArray(graph.outputs);

/** Null where the text is no JSON, or no typed array where it says so. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown) => restore(value));
  } catch {
    return null;
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
