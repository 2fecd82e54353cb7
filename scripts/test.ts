// What `npm test` runs: the static checks, then every test, then one last line with the counts, read from vitest's own JSON report.
// Arguments are handed to vitest (`npm test -- test/cli` runs one folder, without the static checks).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const selection = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'nfc-test-'));
const reportFile = join(folder, 'report.json');

const run = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;

const isClean = selection.length > 0 || run('npm', ['run', '--silent', 'check']);
const isGreen = run('npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...selection]);

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
