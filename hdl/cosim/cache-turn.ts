// One process at a time makes an entry of the cache; others that want it wait, for a hardware model costs up to a minute of a core.
// The turn is a file beside the entry with its owner's process number. A turn whose owner has ended or that is older than any build
// counts as given up. Two owners at once, after such a thief, make the entry twice: the cache takes either.
import { setTimeout as wait } from 'node:timers/promises';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ASK_AGAIN_MS = 200;
const GIVEN_UP_MS = 600_000;
const ours = new Set<string>();

interface Entry<T> {
  /** The entry, where somebody has made it. */
  readonly ready: () => T | undefined;
  readonly make: () => Promise<T>;
  /** Told once, where another has the turn. */
  readonly onWait?: (() => void) | undefined;
}

/** The entry of a key: the one that is ready or becomes so while others make it, else a new one. Without a writable folder nobody waits. */
export async function inTurn<T>(folder: string, key: string, { ready, make, onWait }: Entry<T>): Promise<T> {
  const path = join(folder, `${key}.turn`);
  for (let asked = 0; ; asked++) {
    const stored = ready();
    if (stored !== undefined) return stored;
    if (takeTurn(folder, path)) break;
    if (asked === 0) onWait?.();
    await wait(ASK_AGAIN_MS);
  }
  try {
    // Who had the turn before may have stored it between the look and the turn.
    return ready() ?? await make();
  } finally {
    if (ours.delete(path)) rmSync(path, { force: true });
  }
}

/** Whether this process may go on: it has the turn, or there can be none in this folder. */
function takeTurn(folder: string, path: string): boolean {
  if (ours.has(path)) return false;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    ours.add(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return true;
    if (isGivenUp(path)) rmSync(path, { force: true });
    return false;
  }
}

function isGivenUp(path: string): boolean {
  try {
    const age = Date.now() - statSync(path).mtimeMs;
    const owner = Number(readFileSync(path, 'utf8'));
    // An empty file is one that its owner is writing.
    return age > GIVEN_UP_MS || (owner > 0 && !isAlive(owner)) || owner === process.pid;
  } catch {
    return false;
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
