// Who makes an entry of the cache: one at a time, whatever became of earlier owners.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inTurn } from '../../../hdl/cosim/cache-turn.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nfc-turn-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const turn = (): string => join(folder, 'key.turn');
const absent = (): undefined => undefined;
const make = async (): Promise<string> => 'made';

test('of several that want an entry one makes it, the others take it', async () => {
  let stored: string | undefined;
  let made = 0;
  const makeEntry = async (): Promise<string> => {
    made += 1;
    await wait(50);
    stored = 'entry';
    return stored;
  };
  expect(await Promise.all([1, 2, 3].map(() => inTurn(folder, 'key', { ready: () => stored, make: makeEntry })))).toEqual(['entry', 'entry', 'entry']);
  expect(made).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

test('a turn is given back where making the entry fails', async () => {
  await expect(inTurn(folder, 'key', { ready: absent, make: async () => Promise.reject(new Error('no')) })).rejects.toThrow('no');
  expect(existsSync(turn())).toBe(false);
});

test('the turn of a process that ended, and one that is too old, count as given up', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(turn(), String(pid));
  expect(await inTurn(folder, 'key', { ready: absent, make })).toBe('made');
  writeFileSync(turn(), String(process.ppid));
  utimesSync(turn(), 0, 0);
  expect(await inTurn(folder, 'key', { ready: absent, make })).toBe('made');
});

test('the turn of a living process is waited for, and told of once', async () => {
  writeFileSync(turn(), String(process.ppid));
  setTimeout(() => rmSync(turn()), 300);
  let waits = 0;
  const began = performance.now();
  expect(await inTurn(folder, 'key', { ready: absent, make, onWait: () => { waits += 1; } })).toBe('made');
  expect(performance.now() - began).toBeGreaterThan(250);
  expect(waits).toBe(1);
});

test('without a folder to write in nobody waits', async () => {
  writeFileSync(join(folder, 'file'), '');
  expect(await inTurn(join(folder, 'file', 'below'), 'key', { ready: absent, make })).toBe('made');
});
