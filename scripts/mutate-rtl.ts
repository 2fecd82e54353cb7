// Faults in the hardware: one operator of one assignment in a leaf module is replaced. All chosen faults go into one model, each behind a
// number that a test sets from outside, so that one build serves them all. Places are chosen by a hash of their own text, so editing one
// line of the hardware changes no other choice.
import { createHash } from 'node:crypto';

export interface RtlMutant {
  /** From 1; 0 is the hardware as it is. */
  readonly number: number;
  readonly module: string;
  readonly before: string;
  readonly after: string;
}

export interface MutatedSources {
  readonly sources: ReadonlyMap<string, string>;
  readonly mutants: readonly RtlMutant[];
}

/** Modules that every frame goes through; error handling and the register file are tested by tests of their own. */
const MODULES = [
  'nf_accumulator', 'nf_channel_pattern', 'nf_config_parser', 'nf_distance', 'nf_dot', 'nf_epilogue', 'nf_fifo', 'nf_fifo2', 'nf_loader', 'nf_merge',
  'nf_read_channel', 'nf_router', 'nf_row_memory', 'nf_row_writer', 'nf_sequencer', 'nf_square_digits', 'nf_window', 'nf_write_channel',
];
const SWAPS: Readonly<Record<string, string>> = { '+': '-', '-': '+', '&': '|', '|': '&', '^': '&', '==': '!=', '!=': '==', '<': '>=', '>=': '<', '>': '<=' };
const ASSIGNMENT = /^(?<head>.*?(?:assign [\w[\]:+*\- ]+ =|wire (?:signed )?(?:\[[^\]]*\] )?\w+ =|\b\w+_q(?:\[[^\]]*\])? <=) )(?<value>[^;]*);(?<tail>\s*(?:\/\/.*)?)$/;
const OPERATOR = / (\+|-|&|\||\^|==|!=|<|>=|>) /g;
const PORT = 'mutant_i';

interface Place {
  readonly file: string;
  readonly line: number;
  readonly head: string;
  readonly value: string;
  readonly mutated: string;
  readonly tail: string;
  readonly rank: string;
}

/** Chooses `count` faults and builds them in. */
export function mutateSources(sources: ReadonlyMap<string, string>, count: number, seed: number): MutatedSources {
  const chosen = [...sources].flatMap(([file, text]) => placesOf(file, text, seed)).sort((a, b) => (a.rank < b.rank ? -1 : 1)).slice(0, count);
  const result = new Map<string, string>([['nf_mutant_pkg.sv', 'package nf_mutant_pkg;\n  logic [7:0] chosen;\nendpackage\n']]);
  for (const [file, text] of sources) {
    const lines = text.split('\n');
    chosen.forEach((place, index) => {
      if (place.file === file) lines[place.line] = `${place.head}(nf_mutant_pkg::chosen == 8'd${index + 1}) ? (${place.mutated}) : (${place.value});${place.tail}`;
    });
    result.set(file, lines.join('\n'));
  }
  result.set('nf_grid.sv', (result.get('nf_grid.sv') ?? '')
    .replace(/^(\s*input\s+logic clk_i,)$/m, `  input  logic [7:0] ${PORT},\n$1`)
    .replace(/^\);$/m, `);\n  always_comb nf_mutant_pkg::chosen = ${PORT};`));
  return {
    sources: result,
    mutants: chosen.map((place, index) => ({ number: index + 1, module: place.file.replace('.sv', ''), before: `${place.head.trim()} ${place.value}`, after: place.mutated })),
  };
}

export const MUTANT_PORT = PORT;

function placesOf(file: string, text: string, seed: number): Place[] {
  if (!MODULES.includes(file.replace('.sv', ''))) return [];
  const lines = text.split('\n');
  return lines.flatMap((line, number) => {
    const groups = ASSIGNMENT.exec(line)?.groups;
    const value = groups?.['value'] ?? '';
    // A wire may not depend on the choice where it is a constant; nested choices and concatenated literals stay whole.
    if (groups === undefined || /^\s*(localparam|parameter|\/\/)/.test(line) || /unused/.test(line)) return [];
    const operators = [...value.matchAll(OPERATOR)];
    const places = operators.map((match): Place => {
      const operator = match[1] as string;
      const at = match.index + 1;
      const mutated = value.slice(0, at) + (SWAPS[operator] ?? operator) + value.slice(at + operator.length);
      const rank = createHash('sha256').update(`${seed} ${file} ${line.trim()} ${at}`).digest('hex');
      return { file, line: number, head: groups['head'] ?? '', value, mutated, tail: groups['tail'] ?? '', rank };
    });
    // One fault a line.
    return places.sort((a, b) => (a.rank < b.rank ? -1 : 1)).slice(0, 1);
  });
}
