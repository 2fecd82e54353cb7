// What `npm test` runs: the static checks beside every test, then one last line with the counts, read from vitest's own JSON report.
// Arguments are handed to vitest (`npm test -- test/cli` runs one folder, without the static checks).
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const selection = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'nfc-test-'));
const reportFile = join(folder, 'report.json');

/** Whether the command ends well; what it prints comes as it is printed, or all at its end. */
const run = (command: string, args: readonly string[], prints: 'at once' | 'at its end'): Promise<boolean> => new Promise((resolve) => {
  const output = prints === 'at once' ? 'inherit' : 'pipe';
  const child = spawn(command, args, { stdio: ['ignore', output, output], shell: process.platform === 'win32' });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => printed.push(chunk));
  child.on('error', () => resolve(false));
  child.on('close', (code) => {
    process.stdout.write(Buffer.concat(printed));
    resolve(code === 0);
  });
});

// Both at a time: much of the checks, and of the start of the tests, runs on one core.
const checks = selection.length > 0 ? true : run('npm', ['run', '--silent', 'check'], 'at its end');
const tests = run('npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...selection], 'at once');
const [isClean, isGreen] = await Promise.all([checks, tests]);

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}
try {
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  // A file that cannot even be loaded has no tests of its own to fail: it counts as one.
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const failed = report.numFailedTests + broken + (isClean ? 0 : 1);
  if (!isClean) console.log('the static checks (npm run check) failed and count as one');
  console.log(`${report.numPassedTests} passed, ${failed} failed`);
} catch {
  console.log('0 passed, 1 failed (vitest left no report)');
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = isClean && isGreen ? 0 : 1;
