// A target from the text of a JSON file. A file may start from a built-in target (`"from": "sim-2x2"`) and change single fields,
// or give every field. All mistakes of a file are reported together, each at its key; throws ModelError.
import { type Diagnostic, ModelError } from '../source/diagnostic.ts';
import type { Span } from '../source/span.ts';
import { listNames, nearestName } from '../source/suggest.ts';
import { findTarget, MAX_SIDE, targetNames } from './targets.ts';
import { type Target, weightWords } from './target.ts';

interface Rule {
  readonly path: string;
  readonly wants: string;
  readonly test: (value: unknown) => boolean;
}

const whole = (low: number, high: number) => ({
  wants: `a whole number from ${low} to ${high}`,
  test: (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high,
});
const oneOf = (...words: readonly (string | number)[]) => ({
  wants: `one of ${words.join(', ')}`,
  test: (value: unknown): boolean => words.includes(value as string | number),
});
const isText = (value: unknown): boolean => typeof value === 'string' && value.length > 0;
const isPowerOfTwo = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value > 0 && (value & (value - 1)) === 0;

const RULES: readonly Rule[] = [
  { path: 'name', wants: 'a word', test: isText },
  { path: 'summary', wants: 'a sentence', test: isText },
  { path: 'rows', ...whole(1, MAX_SIDE) },
  { path: 'cols', ...whole(1, MAX_SIDE) },
  { path: 'edgeStreams', ...whole(1, 4 * MAX_SIDE) },
  { path: 'tile.banks', ...oneOf(8) },
  { path: 'tile.neurons', ...oneOf(16, 32) },
  { path: 'tile.epilogueLanes', ...oneOf(2, 4, 8) },
  { path: 'tile.rowDepth', wants: 'a power of two from 64 to 1024', test: (value) => isPowerOfTwo(value) && Number(value) >= 64 && Number(value) <= 1024 },
  { path: 'tile.weightWidth', wants: 'an even number from 64 to 1024', test: (value) => typeof value === 'number' && Number.isInteger(value / 2) && value >= 64 && value <= 1024 },
  { path: 'tile.weightBlocks', ...whole(4, 4096) },
  { path: 'tile.passDepth', ...whole(16, 4096) },
  { path: 'tile.tapSets', ...whole(4, 512) },
  { path: 'tile.thresholdGroups', ...whole(1, 256) },
  { path: 'tile.pairTables', ...whole(1, 4) },
  { path: 'tile.pixelDepth', wants: 'a power of two from 16 to 4096', test: (value) => isPowerOfTwo(value) && Number(value) >= 16 && Number(value) <= 4096 },
  { path: 'tile.drainDepth', ...oneOf(16, 32) },
  { path: 'tile.outDepth', ...oneOf(16, 128, 256, 512, 1024) },
  { path: 'memory.ports', ...whole(1, 8) },
  { path: 'memory.axiBytes', ...oneOf(8, 16) },
  { path: 'memory.protocol', ...oneOf('axi3', 'axi4') },
  { path: 'memory.maxBurst', ...whole(1, 64) },
  { path: 'memory.readLatency', ...whole(1, 1000) },
  { path: 'memory.writeLatency', ...whole(1, 1000) },
  { path: 'memory.bandwidth.num', ...whole(1, 4096) },
  { path: 'memory.bandwidth.den', ...whole(1, 4096) },
  { path: 'memory.base', wants: 'a multiple of 4096 below 2^31', test: (value) => typeof value === 'number' && Number.isInteger(value / 4096) && value >= 0 && value < 2 ** 31 },
  { path: 'memory.bytes', wants: 'a multiple of 4096, at least 65536', test: (value) => typeof value === 'number' && Number.isInteger(value / 4096) && value >= 65536 && value <= 2 ** 31 },
  { path: 'clockMHz', wants: 'a number from 1 to 2000', test: (value) => typeof value === 'number' && value >= 1 && value <= 2000 },
  { path: 'clockStatus', ...oneOf('assumed', 'placed-and-routed') },
  { path: 'family', ...oneOf('xc7', 'xc6v', 'xcup', 'ecp5') },
];
const DEVICE_RULES: readonly Rule[] = [
  { path: 'device.part', wants: 'a word', test: isText },
  ...['lut', 'ff', 'bram36', 'dsp'].map((key) => ({ path: `device.${key}`, ...whole(0, 10_000_000) })),
];
const OBJECTS = ['tile', 'memory', 'memory.bandwidth', 'device'];

type Json = Record<string, unknown>;

/** Reads and checks a target file. `file` is its name for messages. */
export function readTarget(text: string, file: string): Target {
  const fail = (message: string, span: Span, hint: string): never => {
    throw new ModelError([{ code: 'NF4501', severity: 'error', message, span, hint }]);
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const place = /position (\d+)/.exec(error instanceof Error ? error.message : '');
    return fail(`target file ${file} is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`, spanAt(text, file, Number(place?.[1] ?? 0), 1), 'check commas, quotes and brackets at the marked place');
  }
  if (!isObject(parsed)) return fail(`target file ${file} holds no object`, spanAt(text, file, 0, 1), 'write { "from": "sim-2x2", "name": "mine", "rows": 3 }');
  const from = parsed['from'];
  const base = from === undefined ? undefined : findTarget(String(from));
  if (from !== undefined && base === undefined) {
    const near = nearestName(String(from), targetNames);
    return fail(`target file ${file} starts from \`${String(from)}\`, which is no built-in target`, spanOfKey(text, file, 'from'), near ? `did you mean \`${near}\`?` : `built in are ${listNames(targetNames)} and sim-RxC`);
  }
  const { from: _from, ...own } = parsed;
  const merged = merge(base === undefined ? { device: null } : (base as unknown as Json), own);
  const diagnostics = [...unknownKeys(own, ''), ...check(merged), ...checkTogether(merged)].map(
    ({ path, message, hint }): Diagnostic => ({ code: 'NF4502', severity: 'error', message, hint, span: spanOfKey(text, file, path) }),
  );
  if (diagnostics.length > 0) throw new ModelError(diagnostics);
  return merged as unknown as Target;
}

interface Fault {
  readonly path: string;
  readonly message: string;
  readonly hint: string;
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

function merge(base: Json, own: Json): Json {
  const result: Json = { ...base };
  for (const [key, value] of Object.entries(own)) {
    const old = result[key];
    result[key] = isObject(value) && isObject(old) ? merge(old, value) : value;
  }
  return result;
}

function valueAt(root: Json, path: string): unknown {
  let value: unknown = root;
  for (const key of path.split('.')) value = isObject(value) ? value[key] : undefined;
  return value;
}

function check(target: Json): Fault[] {
  const rules = target['device'] === null ? RULES : [...RULES, ...DEVICE_RULES];
  return rules.flatMap(({ path, wants, test }) => {
    const value = valueAt(target, path);
    if (test(value)) return [];
    const message = value === undefined ? `target field \`${path}\` is missing` : `target field \`${path}\` is ${JSON.stringify(value)}`;
    return [{ path, message, hint: `it must be ${wants}${value === undefined ? '; or start from a built-in target with "from"' : ''}` }];
  });
}

/** Rules between fields. */
function checkTogether(target: Json): Fault[] {
  const number = (path: string): number => Number(valueAt(target, path));
  const faults: Fault[] = [];
  const perimeter = 2 * (number('rows') + number('cols'));
  if (number('edgeStreams') > perimeter) faults.push({ path: 'edgeStreams', message: `target field \`edgeStreams\` is ${number('edgeStreams')}, but the grid has ${perimeter} edge ports`, hint: `use at most ${perimeter}` });
  if (valueAt(target, 'memory.protocol') === 'axi3' && number('memory.maxBurst') > 16) faults.push({ path: 'memory.maxBurst', message: `target field \`memory.maxBurst\` is ${number('memory.maxBurst')}, but AXI3 bursts have at most 16 beats`, hint: 'use at most 16, or protocol axi4' });
  // A configuration packet names a word of weight memory in 16 bits.
  const size = { banks: number('tile.banks'), neurons: number('tile.neurons'), weightWidth: number('tile.weightWidth') };
  const mostBlocks = Math.floor(2 ** 16 / weightWords(size));
  if (number('tile.weightBlocks') > mostBlocks) faults.push({ path: 'tile.weightBlocks', message: `target field \`tile.weightBlocks\` is ${number('tile.weightBlocks')}, but the configuration reaches ${mostBlocks} blocks of this size`, hint: `use at most ${mostBlocks}` });
  return faults;
}

function unknownKeys(value: Json, prefix: string): Fault[] {
  const known = new Set([...RULES, ...DEVICE_RULES].map((rule) => rule.path).concat(OBJECTS));
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (!known.has(path)) {
      const near = nearestName(path, known);
      return [{ path, message: `target field \`${path}\` is unknown`, hint: near ? `did you mean \`${near}\`?` : `fields are ${[...known].join(', ')}` }];
    }
    return isObject(inner) ? unknownKeys(inner, path) : [];
  });
}

function spanAt(text: string, file: string, start: number, length: number): Span {
  const before = text.slice(0, start).split('\n');
  return { file, start, end: start + length, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The last key of a dotted path, searched below its outer keys; the start of the file where it is missing. */
function spanOfKey(text: string, file: string, path: string): Span {
  let at = 0;
  let found = { start: 0, length: 1 };
  for (const key of path.split('.')) {
    const next = text.indexOf(`"${key}"`, at);
    if (next < 0) break;
    found = { start: next, length: key.length + 2 };
    at = next + key.length;
  }
  return spanAt(text, file, found.start, found.length);
}
