// What the packaged core and the constraints say, held against the hardware: registers against the RTL and docs/hardware.md, bus interfaces
// against the target, constraints against the ports of the emitted top; and the wrapper lints around the grid.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Target } from '../../compiler/target/target.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import { lint } from '../../hdl/cosim/lint.ts';
import { rtlSources } from '../../hdl/emit/read-rtl.ts';
import { REGISTERS } from '../../hdl/export/registers.ts';
import { vivadoFacts } from '../../hdl/export/vivado-facts.ts';
import { wrapperVerilog } from '../../hdl/export/vivado-wrapper.ts';
import { choosePlatform } from '../../hdl/export/boards.ts';
import { REGISTER } from '../../hdl/emit/registers.ts';
import { PROJECT } from '../support/cli.ts';
import { type VivadoProject, vivadoProjects } from '../support/vivado.ts';

const projects = vivadoProjects();
const BOARDS = ['pynq-z2', 'zcu104'] as const;
const exported = new Map<string, VivadoProject>();
beforeAll(() => {
  for (const board of BOARDS) exported.set(board, projects.make(board));
});
afterAll(() => projects.dispose());
const project = (board: string): VivadoProject => exported.get(board) as VivadoProject;

interface Element {
  readonly tag: string;
  readonly depth: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The elements of component.xml as the model of Vivado writes it, two spaces a level. */
function componentOf(board: string): Element[] {
  const run = project(board).run('package_ip.tcl');
  expect(run.stderr).toBe('');
  return [...project(board).read('build/ip/component.xml').matchAll(/^( *)<(\w+)( [^>]*)>/gm)].map(([, indent, tag, attributes]) => ({
    tag: tag as string, depth: (indent as string).length / 2, attributes: Object.fromEntries([...(attributes as string).matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value])) as Record<string, string>,
  }));
}

describe('component.xml', () => {
  it.each(BOARDS)('of %s has the buses, their modes and what they address', (board) => {
    const elements = componentOf(board);
    const { memory } = findTarget(board) as Target;
    const masters = Array.from({ length: memory.ports }, (_, port) => `m${port}_axi`);
    const rows = (tag: string): unknown[] => elements.filter((element) => element.tag === tag).map(({ attributes }) => attributes);
    expect(rows('bus_interface')).toEqual(expect.arrayContaining([
      { name: 'aclk', interface_mode: 'slave' }, { name: 'aresetn', interface_mode: 'slave' }, { name: 'irq', interface_mode: 'master' },
      { name: 's_axi', interface_mode: 'slave', slave_memory_map_ref: 's_axi' }, ...masters.map((name) => ({ name, interface_mode: 'master', master_address_space_ref: name })),
    ]));
    expect(rows('bus_interface')).toHaveLength(4 + memory.ports);
    expect(rows('memory_map')).toEqual([{ name: 's_axi' }]);
    expect(rows('address_block')).toEqual([{ name: 'reg0', base_address: '0', range: '65536', width: '32', usage: 'register', access: 'read-write' }]);
    expect(rows('address_space')).toEqual(masters.map((name) => ({ name, range: '4G', width: '32' })));
  });

  it('has every register with its fields', () => {
    const inBlock = componentOf('pynq-z2').filter(({ tag }) => tag === 'register' || tag === 'field').map(({ tag, attributes }) => ({ tag, ...attributes }));
    expect(inBlock).toEqual(REGISTERS.flatMap(({ name, offset, access, summary, fields }) => [
      { tag: 'register', name, address_offset: `0x${offset.toString(16).toUpperCase()}`, size: '32', access, description: summary },
      ...fields.map((field) => ({ tag: 'field', name: field.name, bit_offset: String(field.bit), bit_width: String(field.bits), access, description: field.summary })),
    ]));
  });
});

describe('registers', () => {
  const control = readFileSync(join(PROJECT, 'hdl', 'rtl', 'nf_control.sv'), 'utf8');
  const offsets = (start: string): number[] => {
    const from = control.indexOf(start);
    return [...control.slice(from, control.indexOf('endcase', from)).matchAll(/6'h([0-9a-f]{2}):/g)].map(([, word]) => 4 * Number.parseInt(word as string, 16));
  };
  const reading = REGISTERS.filter(({ access }) => access !== 'write-only').map(({ offset }) => offset);
  const writing = REGISTERS.filter(({ access }) => access === 'read-write').map(({ offset }) => offset);

  it('are those that the hardware decodes', () => {
    expect(offsets('case (s_axil_araddr_i[7:2])')).toEqual(reading);
    expect(offsets('case (s_axil_awaddr_i[7:2])')).toEqual(writing);
    expect(control).toContain("(s_axil_awaddr_i[7:2] == 6'h00)");
  });

  it('are those that the host library uses', () => {
    expect(Object.values(REGISTER).sort((a, b) => a - b)).toEqual(REGISTERS.map(({ offset }) => offset));
  });

  it('are those of docs/hardware.md', () => {
    const rows = [...readFileSync(join(PROJECT, 'docs', 'hardware.md'), 'utf8').matchAll(/^\| (0x\S\S(?:, 0x\S\S)*) \| ([A-Z_, ]+) \|/gm)];
    const documented = rows.flatMap(([, places, names]) => (places as string).split(', ').map((place, index) => [Number(place), (names as string).split(', ')[index] ?? names]));
    const short = (name: string): string => name.replace(/_(LOW|HIGH)$/, '');
    expect(documented.map(([offset, name]) => [offset, name])).toEqual(REGISTERS.map(({ name, offset }) => [offset, short(name)]));
  });
});

describe('constraints', () => {
  it.each(BOARDS)('of %s speak of every port of the emitted top and of no other', (board) => {
    const header = /module nf_grid[\s\S]*?\n\);/.exec(project(board).read('rtl/nf_grid.sv'))?.[0] as string;
    const ports = [...header.matchAll(/^ {2}(input|output) +logic (\[\d+:0\] )?(\w+)/gm)].map(([, direction, range, name]) => ({ direction: direction as string, pattern: range === undefined ? (name as string) : `${name}[*]` }));
    expect(ports.length).toBeGreaterThan(40);
    const lines = project(board).read('constraints/grid.xdc').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const named = (command: RegExp): string[] => lines.filter((line) => command.test(line)).flatMap((line) => (/get_ports \{?([^}]*?)\}?\]$/.exec(line)?.[1] ?? '').split(' ')).sort();
    const wanted = (direction: string): string[] => ports.filter((port) => port.direction === direction && port.pattern !== 'clk_i').map(({ pattern }) => pattern).sort();
    expect(named(/^create_clock /)).toEqual(['clk_i']);
    for (const bound of ['max', 'min']) {
      expect(named(new RegExp(`^set_input_delay .*-${bound} `))).toEqual(wanted('input'));
      expect(named(new RegExp(`^set_output_delay .*-${bound} `))).toEqual(wanted('output'));
    }
    const period = Number(/-period (\S+)/.exec(lines.join('\n'))?.[1]);
    expect(period).toBeCloseTo(1000 / (findTarget(board) as Target).clockMHz, 3);
  });
});

describe('wrapper', () => {
  // One tile is enough: the wrapper depends on the memory ports alone. Cells that are mapped by hand are the vendor's, so they stay out.
  it.each([['pynq-z2', {}], ['neuflow-v6', { part: 'xcku5p-ffvb676-2-e' }], ['zcu104', {}]] as const)('with the memory ports of %s lints without messages', async (name, options) => {
    const full = findTarget(name) as Target;
    const platform = choosePlatform(full, options);
    if ('problem' in platform) throw new Error(platform.problem);
    const target: Target = { ...full, rows: 1, cols: 1, edgeStreams: 4 };
    const facts = { ...vivadoFacts({ target, model: 'm' }, platform), primitives: 0 } as const;
    const result = await lint(new Map([...rtlSources(target), ['nfc_axi.v', wrapperVerilog(facts)]]), 'nfc_axi');
    // The bus carries protection bits that the slave has no use for, and probes stay open on purpose.
    const messages = result.messages.filter((message) => !(message.code.startsWith('UNUSED') && /prot/.test(message.text)) && !['PINCONNECTEMPTY', 'DECLFILENAME'].includes(message.code));
    expect(messages).toEqual([]);
  });
});
