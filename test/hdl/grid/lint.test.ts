// The RTL is clean in every tool that must accept it: each module alone under Verilator -Wall, the whole grid through Yosys, and the
// ternary array within its budget of LUTs a lane.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findTarget } from '../../../compiler/target/targets.ts';
import type { Target } from '../../../compiler/target/target.ts';
import { lint, lintEachModule } from '../../../hdl/cosim/lint.ts';
import { rtlSources } from '../../../hdl/emit/read-rtl.ts';
import { nfc, scratchFolder } from '../../support/cli.ts';

const target = (name: string): Target => findTarget(name) as Target;
const NAMES = ['neuflow-v6', 'pynq-z2', 'zcu104', 'ulx3s-85f'];

test('each module is lint-clean alone', async () => {
  const results = await lintEachModule(rtlSources(target('sim-1x1')));
  expect([...results].filter(([, result]) => !result.ok).map(([name, result]) => `${name}\n${result.log}`)).toEqual([]);
  expect(results.size).toBeGreaterThan(25);
});

test('tiles with links between them are lint-clean', async () => {
  expect(await lint(rtlSources(target('sim-1x2')), 'nf_grid')).toEqual({ ok: true, messages: [], log: '' });
});

// One tile stands for the grid: tile, memory and port parameters are the target's.
test.each(NAMES)('a tile of %s is lint-clean', async (name) => {
  expect(await lint(rtlSources({ ...target(name), rows: 1, cols: 1, edgeStreams: 2 }), 'nf_grid')).toEqual({ ok: true, messages: [], log: '' });
});

test.each([2, 4])('a tile of 32 neurons and %i epilogue lanes is lint-clean', async (epilogueLanes) => {
  const { tile, ...rest } = target('sim-1x1');
  expect(await lint(rtlSources({ ...rest, tile: { ...tile, neurons: 32, epilogueLanes } }), 'nf_grid')).toEqual({ ok: true, messages: [], log: '' });
});

test('two networks get the same RTL, byte for byte, and two targets do not', () => {
  const folder = scratchFolder();
  const rtlOf = (model: string, name: string, grid: string): Map<string, string> => {
    const out = join(folder.path, name);
    expect(nfc(['compile', model, '--target', grid, '-o', out]).code).toBe(0);
    return new Map(readdirSync(join(out, 'rtl')).sort().map((file) => [file, readFileSync(join(out, 'rtl', file), 'utf8')]));
  };
  try {
    const lenet = rtlOf('examples/lenet5/lenet5.nf', 'a', 'sim-2x2');
    expect(lenet.size).toBeGreaterThan(25);
    expect(rtlOf('scripts/mutants.nf', 'b', 'sim-2x2')).toEqual(lenet);
    expect(rtlOf('examples/lenet5/lenet5.nf', 'c', 'sim-1x1')).not.toEqual(lenet);
  } finally {
    folder.dispose();
  }
});

test('Yosys accepts the grid', async () => {
  const { runYosys } = await import('@yowasp/yosys');
  const sources = rtlSources(target('sim-1x1'));
  const script = `read_verilog -sv ${[...sources.keys()].join(' ')}; hierarchy -check -top nf_grid; proc; check -assert`;
  await runYosys(['-Q', '-q', '-p', script], Object.fromEntries(sources), { stdout: () => undefined, stderr: () => undefined });
});

test('Icarus accepts the grid, where it is installed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nfc-icarus-'));
  try {
    const sources = rtlSources(target('sim-2x2'));
    const files = [...sources].map(([name, text]) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    });
    const run = spawnSync('iverilog', ['-g2012', '-t', 'null', '-s', 'nf_grid', ...files], { encoding: 'utf8' });
    const isMissing = run.error !== undefined && 'code' in run.error && run.error.code === 'ENOENT';
    expect(isMissing ? 0 : run.status, run.stderr).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
