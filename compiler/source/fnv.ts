// FNV-1a, 32 bits: a short number for a text, the same everywhere. Not for secrets.

const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/** Over the UTF-16 units of a text; another `seed` than 0 gives other numbers. Result: 0 to 2^32 - 1. */
export function fnv1a(text: string, seed = 0): number {
  let hash = (OFFSET_BASIS ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME) >>> 0;
  return hash;
}
