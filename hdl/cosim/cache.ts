// A content-addressed cache of build results: one file per key, written to a temporary name and renamed, so a reader
// never sees half a file. Each file carries the hash of its content; one that does not match counts as absent.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HASH_BYTES = 32;
let temporaryFiles = 0;

/** SHA-256 of a list of strings, each with its length, so that no two lists collide by concatenation. */
export function contentKey(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}

/** The stored bytes, or undefined where there are none or they are damaged. */
export function readCached(folder: string, key: string): Uint8Array | undefined {
  let file: Buffer;
  try {
    file = readFileSync(join(folder, key));
  } catch {
    return undefined;
  }
  const content = file.subarray(HASH_BYTES);
  return sha256(content).equals(file.subarray(0, HASH_BYTES)) ? content : undefined;
}

/** Stores bytes under a key, replacing what was there. */
export function writeCached(folder: string, key: string, content: Uint8Array): void {
  mkdirSync(folder, { recursive: true });
  temporaryFiles += 1;
  const temporary = join(folder, `${key}.${process.pid}-${temporaryFiles}.tmp`);
  try {
    writeFileSync(temporary, Buffer.concat([sha256(content), content]));
    renameSync(temporary, join(folder, key));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function sha256(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}
