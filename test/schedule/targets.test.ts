// Built-in targets and target files.
import { describe, expect, test } from 'vitest';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import { readTarget } from '../../compiler/target/read-target.ts';
import { findTarget, targetNames } from '../../compiler/target/targets.ts';

function faultsOf(text: string): string[] {
  try {
    readTarget(text, 'mine.json');
  } catch (error) {
    if (error instanceof ModelError) return error.diagnostics.map((entry) => `${entry.span.line}:${entry.span.column} ${entry.message}; ${entry.hint}`);
    throw error;
  }
  return [];
}

test('every built-in target passes the checks of a target file', () => {
  for (const name of [...targetNames, 'sim-1x1', 'sim-12x12']) expect(readTarget(JSON.stringify(findTarget(name)), 'x.json')).toEqual(findTarget(name));
});

test('sizes of sim grids', () => {
  expect(findTarget('sim-3x2')).toMatchObject({ name: 'sim-3x2', rows: 3, cols: 2 });
  for (const name of ['sim-0x1', 'sim-13x2', 'sim-2x', 'sim-2x2 ', 'sim-02x2']) expect(findTarget(name)).toBeUndefined();
});

describe('target files', () => {
  test('start from a built-in target', () => {
    const target = readTarget('{ "from": "pynq-z2", "name": "mine", "rows": 3, "tile": { "weightBlocks": 64 } }', 'mine.json');
    expect(target).toMatchObject({ name: 'mine', rows: 3, cols: 2, tile: { weightBlocks: 64, neurons: 16 }, memory: { protocol: 'axi3' } });
    expect(target).not.toHaveProperty('from');
  });
  test('text that is not JSON', () => expect(faultsOf('{\n  "rows": 2,,\n}')[0]).toMatch(/^2:13 target file mine.json is not JSON/));
  test('an unknown start', () => expect(faultsOf('{ "from": "pynq-z1" }')).toEqual(['1:3 target file mine.json starts from `pynq-z1`, which is no built-in target; did you mean `pynq-z2`?']));
  test('several faults at their keys', () => expect(faultsOf('{\n  "from": "sim-2x2",\n  "rows": 40,\n  "tile": {\n    "banks": 6,\n    "widht": 1\n  }\n}')).toEqual([
    expect.stringMatching(/^6:5 target field `tile.widht` is unknown/),
    '3:3 target field `rows` is 40; it must be a whole number from 1 to 12',
    '5:5 target field `tile.banks` is 6; it must be one of 8',
  ]));
  test('missing fields', () => expect(faultsOf('{ "name": "mine" }')).toContain('1:1 target field `rows` is missing; it must be a whole number from 1 to 12; or start from a built-in target with "from"'));
  test('fields that do not go together', () => {
    expect(faultsOf('{ "from": "sim-1x1", "edgeStreams": 5 }')[0]).toMatch(/grid has 4 edge ports/);
    expect(faultsOf('{ "from": "sim-1x1", "memory": { "maxBurst": 32 } }')[0]).toMatch(/at most 16 beats/);
    expect(faultsOf('{ "from": "sim-1x1", "tile": { "weightWidth": 64, "weightBlocks": 4096 } }')[0]).toMatch(/use at most 2520$/);
  });
  test('16 or 32 neurons', () => {
    expect(readTarget('{ "from": "sim-1x1", "name": "wide", "tile": { "neurons": 32 } }', 'wide.json').tile.neurons).toBe(32);
    expect(faultsOf('{ "from": "sim-1x1", "tile": { "neurons": 24 } }')).toEqual(['1:32 target field `tile.neurons` is 24; it must be one of 16, 32']);
  });
  test('no object', () => expect(faultsOf('[1]')[0]).toMatch(/holds no object/));
});
