// Lint through the WebAssembly module: clean code passes, seeded mistakes are named with their place.
import { expect, test } from 'vitest';
import { lint, lintEachModule, moduleNames } from '../../../hdl/cosim/lint.ts';
import { readFixtures } from '../fixtures/read-fixture.ts';

const sources = readFixtures('fx_ports.sv');

test('the fixture is clean', async () => {
  expect(await lint(sources, 'fx_ports')).toEqual({ ok: true, messages: [], log: '' });
});

test('a seeded width mistake is found', async () => {
  const text = (sources.get('fx_ports.sv') as string).replace("8'(Step)", "9'(Step)");
  const result = await lint(new Map([['fx_ports.sv', text]]), 'fx_ports');
  expect(result.ok).toBe(false);
  expect(result.messages).toMatchObject([{ severity: 'warning', code: 'WIDTH', file: 'fx_ports.sv', line: 38 }]);
});

test('a seeded syntax mistake is found, and a waiver file silences one warning', async () => {
  const lines = ['module two (', '  input logic a_i,', '  input logic b_i,', '  output logic q_o', ');', '  assign q_o = a_i;', 'endmodule', ''];
  const unused = new Map([['two.sv', lines.join('\n')]]);
  expect((await lint(unused, 'two')).messages).toMatchObject([{ code: 'UNUSEDSIGNAL', line: 3, column: 15 }]);
  const waiver = '`verilator_config\nlint_off -rule UNUSEDSIGNAL -file "*two.sv"\n';
  expect(await lint(new Map([...unused, ['waivers.vlt', waiver]]), 'two')).toMatchObject({ ok: true });
  const broken = new Map([['two.sv', lines.join('\n').replace('assign', 'asign')]]);
  expect((await lint(broken, 'two')).messages[0]).toMatchObject({ severity: 'error', line: 6 });
});

test('each module is linted as its own top', async () => {
  const both = new Map([
    ['one.sv', '// module not_this\nmodule one (input logic a_i, output logic q_o);\n  assign q_o = a_i;\nendmodule\n'],
    ['two.sv', 'module two (input logic a_i, output logic q_o);\n  one u_one (.a_i, .q_o);\nendmodule\n'],
  ]);
  expect(moduleNames(both)).toEqual(['one', 'two']);
  const results = await lintEachModule(both);
  expect([...results].map(([name, result]) => [name, result.ok])).toEqual([['one', true], ['two', true]]);
});
