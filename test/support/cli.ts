// Runs the built command line as a user does: a process of its own in a folder of its own.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const PROJECT = resolve(import.meta.dirname, '..', '..');
const MAIN = join(PROJECT, 'dist', 'runtime', 'cli', 'main.js');

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** Runs `nfc` with arguments. Throws where the command line has not been built. */
export function nfc(args: readonly string[], cwd: string = PROJECT): CliResult {
  if (!existsSync(MAIN)) throw new Error('dist is missing: npm run build');
  const start = performance.now();
  const run = spawnSync(process.execPath, [MAIN, ...args], { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr, seconds: (performance.now() - start) / 1000 };
}

/** The one JSON document that a command with --json prints. Throws where stdout holds anything else. */
export const nfcJson = (args: readonly string[], cwd: string = PROJECT): { readonly document: Record<string, unknown> } & CliResult => {
  const result = nfc([...args, '--json'], cwd);
  return { ...result, document: JSON.parse(result.stdout) as Record<string, unknown> };
};

/** A fresh folder with these files; removed by `dispose`. */
export function scratchFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): { readonly path: string; readonly dispose: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'nfc-cli-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}

/** All files and folders below, relative, sorted, with sizes of files. */
export function listTree(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix)).sort().flatMap((name) => {
    const path = join(prefix, name);
    const found = statSync(join(folder, path));
    return found.isDirectory() ? [`${path}/`, ...listTree(folder, path)] : [`${path} ${found.size}`];
  });
}
