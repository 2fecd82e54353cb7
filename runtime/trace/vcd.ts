// Streams as a value change dump (IEEE 1364-2005, clause 18), the waveform file that GTKWave, Surfer and others open: the clock, the go, and of
// each stream valid, ready and data, which is x where nothing is offered. The same streams give the same bytes, whoever ran them.
import type { Program } from '../../compiler/program/program.ts';
import { signalsOf, type StreamLog, type Waves } from '../../sim/waves.ts';

const DATA_BITS = 24;
const PICOSECONDS = 1e6;
/** Printable characters, of which identifiers are made. */
const FIRST_CHARACTER = 33;
const CHARACTERS = 94;

/** Time is in picoseconds at the target's clock. Cycle c begins with the rising edge at c periods; what is valid and ready then moves at the next one. */
export function writeVcd({ logs, gos, cycles }: Waves, { model, target }: Pick<Program, 'model' | 'target'>): string {
  const timeOf = (cycle: number): number => Math.round((cycle * PICOSECONDS) / target.clockMHz);
  const chunks: string[] = [declare(logs, model, target.name)];
  const heads = logs.map(() => 0);
  const shown = logs.map(() => 0);
  let nextGo = 0;
  for (let cycle = 0; cycle < cycles; cycle++) {
    const isGo = gos[nextGo] === cycle;
    const wasGo = nextGo > 0 && gos[nextGo - 1] === cycle - 1;
    if (isGo) nextGo++;
    let text = `#${timeOf(cycle)}\n${cycle === 0 ? '$dumpvars\n' : ''}1${CLOCK}\n${isGo !== wasGo || cycle === 0 ? `${Number(isGo)}${GO}\n` : ''}`;
    logs.forEach((log, stream) => {
      const head = heads[stream] as number;
      const isChange = log.cycles[head] === cycle;
      if (!isChange && cycle > 0) return;
      const state = isChange ? (log.states[head] as number) : 0;
      text += changesOf(stream, cycle === 0 ? null : (shown[stream] as number), state);
      shown[stream] = state;
      if (isChange) heads[stream] = head + 1;
    });
    chunks.push(`${text}${cycle === 0 ? '$end\n' : ''}#${timeOf(cycle + 0.5)}\n0${CLOCK}\n`);
  }
  return `${chunks.join('')}#${timeOf(cycles)}\n`;
}

function declare(logs: readonly StreamLog[], model: string, target: string): string {
  const lines = [`$comment streams of ${model} on ${target} $end`, '$timescale 1 ps $end', `$scope module ${target.replaceAll(/\W/g, '_')} $end`, variable(1, CLOCK, 'clk'), variable(1, GO, 'go')];
  let open: string[] = [];
  logs.forEach(({ name }, stream) => {
    const scopes = name.split('.');
    const kept = scopes.findIndex((scope, i) => scope !== open[i]);
    lines.push(...open.slice(kept).map(() => '$upscope $end'), ...scopes.slice(kept).map((scope) => `$scope module ${scope} $end`));
    open = scopes;
    lines.push(variable(1, identifier(stream, 0), 'valid'), variable(1, identifier(stream, 1), 'ready'), variable(DATA_BITS, identifier(stream, 2), `data [${DATA_BITS - 1}:0]`));
  });
  return [...lines, ...open.map(() => '$upscope $end'), '$upscope $end', '$enddefinitions $end', ''].join('\n');
}

const variable = (bits: number, id: string, name: string): string => `$var wire ${bits} ${id} ${name} $end`;

/** Lines for the signals that are other than in state `before`; all of them where there was none. */
function changesOf(stream: number, before: number | null, after: number): string {
  const [old, { valid, ready, data }] = [before === null ? null : signalsOf(before), signalsOf(after)];
  const isSame = old !== null && old.valid === valid && (valid === 0 || old.data === data);
  return [
    old?.valid === valid ? '' : `${valid}${identifier(stream, 0)}\n`,
    old?.ready === ready ? '' : `${ready}${identifier(stream, 1)}\n`,
    isSame ? '' : `b${valid === 0 ? 'x' : data.toString(2)} ${identifier(stream, 2)}\n`,
  ].join('');
}

/** Numbers in base 94: clock and go first, then three for each stream. */
const nameOf = (index: number): string => (index < CHARACTERS ? '' : nameOf(Math.floor(index / CHARACTERS) - 1)) + String.fromCharCode(FIRST_CHARACTER + (index % CHARACTERS));
const identifier = (stream: number, signal: number): string => nameOf(2 + 3 * stream + signal);
const CLOCK = nameOf(0);
const GO = nameOf(1);
