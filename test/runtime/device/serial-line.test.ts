// `nfc run` on a board at a serial line: a simulated board behind a pseudo terminal sees the digits, and a line without a board, or a file that is
// no line, is told of.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nfc, PROJECT, scratchFolder } from '../../support/cli.ts';

interface Terminal {
  readonly board: number;
  readonly host: number;
  readonly path: string;
}

/** Both ends of a pseudo terminal, by the C library; the host's end stays open, so that its settings do. */
function openTerminal(): Terminal {
  const koffi = createRequire(import.meta.url)('koffi') as { load: (path: null) => { func: (declaration: string) => (...values: unknown[]) => number } };
  const openpty = koffi.load(null).func('int openpty(_Out_ int *board, _Out_ int *host, void *path, void *settings, void *size)');
  const [board, host, path] = [[0], [0], Buffer.alloc(64)];
  expect(openpty(board, host, path, null, null)).toBe(0);
  return { board: board[0] as number, host: host[0] as number, path: path.toString('utf8').split('\0')[0] as string };
}

const folder = scratchFolder();
const { board, host, path } = openTerminal();
let twin: ChildProcess | undefined;
beforeAll(() => {
  expect(nfc(['compile', 'examples/lenet5/lenet5.nf', '--target', 'ulx3s-1x1', '-o', join(folder.path, 'lenet5')]).code).toBe(0);
});
afterAll(() => {
  twin?.kill();
  closeSync(board);
  closeSync(host);
  folder.dispose();
});
const run = (device: string) => nfc(['run', join(folder.path, 'lenet5'), '--input', 'examples/lenet5/digits', '--no-picture', '--device', device]);

test('a line without a board is told of', () => {
  const { code, stdout, stderr } = run(path);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`${path}: 0 of 9 bytes came back`);
  expect(stderr).toContain('check the line, its speed, and that the board has its bitstream');
});

test('the board sees all twenty digits', async () => {
  twin = spawn('node', [join(PROJECT, 'test', 'support', 'tty-board.mjs'), join(folder.path, 'lenet5')], { stdio: [board, board, 'inherit', 'ipc'] });
  await once(twin, 'message');
  const { code, stdout, stderr } = run(path);
  expect([code, stdout.split('\n').filter((row) => !row.includes('digit = ')), stderr]).toEqual([0, [`20 frames on ${path}, equal to the integer reference`, ''], '']);
  const seen = [...stdout.matchAll(/digits\/(\d)[ab]\.npy: digit = (\d)/g)].map(([, name, digit]) => [name, digit]);
  expect(seen).toHaveLength(20);
  expect(seen.filter(([name, digit]) => name !== digit)).toEqual([]);
});

test('what is no line, or not there, is told of', () => {
  expect(run('/dev/null')).toMatchObject({ code: 2, stderr: expect.stringMatching(/\/dev\/null: it cannot be set to 1000000 baud \(.*\)\n {2}= help: name the serial line of the board/) });
  expect(run('/dev/ttyUSB77')).toMatchObject({ code: 2, stderr: expect.stringContaining('/dev/ttyUSB77') });
});
