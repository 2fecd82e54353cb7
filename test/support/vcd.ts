// Reads a value change dump as strictly as IEEE 1364 allows: declared signals only, time that only goes on, values that fit.

export interface VcdSignal {
  readonly bits: number;
  /** From each time on the value: digits 0 and 1, or x. */
  readonly changes: (readonly [time: number, value: string])[];
}

export interface Vcd {
  readonly timescale: string;
  /** By full name, scopes separated by dots. */
  readonly signals: ReadonlyMap<string, VcdSignal>;
  readonly end: number;
}

/** Throws for text that is no such dump. */
export function readVcd(text: string): Vcd {
  const [head, body, ...more] = text.split('$enddefinitions $end\n');
  if (head === undefined || body === undefined || more.length > 0) throw new Error('not one head and one body');
  const { timescale, signals, byId } = readHead(head);
  const seen = new Set<VcdSignal>();
  let time = -1;
  for (const line of body.trimEnd().split('\n')) {
    if (line.startsWith('#')) {
      if (!/^#\d+$/.test(line) || Number(line.slice(1)) <= time) throw new Error(`time goes from ${time} to ${line}`);
      time = Number(line.slice(1));
    } else if (line === '$dumpvars' || line === '$end') {
      if (line === '$end' && seen.size !== signals.size) throw new Error('a signal has no first value');
    } else {
      const [, vector, vectorId, scalar, scalarId] = /^(?:b([01]+|x) ([!-~]+)|([01])([!-~]+))$/.exec(line) ?? [];
      const signal = byId.get(vectorId ?? scalarId ?? '');
      const value = vector ?? scalar ?? '';
      if (signal === undefined || time < 0 || value.length > signal.bits || (signal.bits > 1) !== (vector !== undefined)) throw new Error(`a change that fits no signal: ${line}`);
      if (signal.changes.at(-1)?.[1] === value) throw new Error(`no change: ${line}`);
      signal.changes.push([time, value]);
      seen.add(signal);
    }
  }
  return { timescale, signals, end: time };
}

function readHead(head: string) {
  const signals = new Map<string, VcdSignal>();
  const byId = new Map<string, VcdSignal>();
  const scopes: string[] = [];
  let timescale = '';
  for (const line of head.trimEnd().split('\n')) {
    const [, keyword, rest] = /^\$(comment|timescale|scope module|upscope|var wire)(?: (.*))? \$end$/.exec(line) ?? [];
    if (keyword === 'timescale') timescale = rest ?? '';
    else if (keyword === 'scope module') scopes.push(rest ?? '');
    else if (keyword === 'upscope') scopes.pop();
    else if (keyword === 'var wire') {
      const [, bits, id, name] = /^(\d+) ([!-~]+) (\w+)(?: \[\d+:0\])?$/.exec(rest ?? '') ?? [];
      if (bits === undefined || id === undefined || byId.has(id)) throw new Error(`a signal that cannot be: ${line}`);
      const signal: VcdSignal = { bits: Number(bits), changes: [] };
      byId.set(id, signal);
      signals.set([...scopes, name].join('.'), signal);
    } else if (keyword !== 'comment') throw new Error(`no declaration: ${line}`);
  }
  if (scopes.length > 0 || signals.size !== byId.size) throw new Error('scopes that do not close, or a name twice');
  return { timescale, signals, byId };
}

/** Values at the starts of `cycles` cycles of `period` each, the last moment before the change of the next one. */
export function sample({ changes }: VcdSignal, cycles: number, period: number): string[] {
  const values: string[] = [];
  let i = -1;
  for (let cycle = 0; cycle < cycles; cycle++) {
    while (i + 1 < changes.length && (changes[i + 1] as readonly [number, string])[0] < (cycle + 1) * period) i++;
    values.push(changes[i]?.[1] ?? '');
  }
  return values;
}
