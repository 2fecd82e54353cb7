// The judges on a small labelling network: what they count is what the references say, and a simulator that computes something else is named
// picture by picture.
import { afterAll, describe, expect, it } from 'vitest';
import { prepareInteger } from '../../compiler/reference/integer.ts';
import { programInputs } from '../../runtime/choose-frames.ts';
import { type Dataset, readDataset } from '../../runtime/dataset.ts';
import { evaluateNetwork } from '../../runtime/evaluate.ts';
import { rowsOf } from '../../runtime/evaluate/confusion.ts';
import { type CompiledModel, compileFile } from '../../runtime/network.ts';
import { scratchFolder } from '../support/cli.ts';
import { labelledFolder, LABELLER } from '../support/labelled-folder.ts';

const folder = scratchFolder({ 'm.nf': LABELLER, ...labelledFolder({ count: 5, height: 12, width: 16, classes: 5, seed: 3 }) });
afterAll(() => folder.dispose());

async function open(): Promise<{ compiled: CompiledModel; input: ReturnType<typeof programInputs>[number]; set: Dataset }> {
  const compiled = await compileFile({ model: `${folder.path}/m.nf`, target: undefined, weights: undefined, calibrate: [], sources: new Map() });
  const input = programInputs(compiled.program)[0] as ReturnType<typeof programInputs>[number];
  return { compiled, input, set: readDataset(folder.path, input, 'test') };
}

const quietly = { split: 'test', images: 5, isFloat: true, isDrawn: true, jobs: 1, onDone: () => undefined } as const;

describe('judges', () => {
  it('count what the integer reference says of each pixel', async () => {
    const { compiled, input, set } = await open();
    const found = await evaluateNetwork({ ...quietly, compiled, input, set, folder: folder.path });
    const run = prepareInteger(compiled.integer);
    const scores = compiled.integer.outputs.find(({ name }) => name === 'scores')?.node as string;
    const expected = Array.from({ length: 6 }, () => new Array<number>(6).fill(0));
    for (let index = 0; index < set.count; index++) {
      const data = run(new Map([[input.name, { shape: input.shape, data: set.codesOf(index) }]])).get(scores)?.data as Int32Array;
      set.labelsOf(index).forEach((label, place) => {
        if (label === set.ignored) return;
        const ranked = [0, 1, 2, 3, 4].sort((a, b) => (data[b * 192 + place] as number) - (data[a * 192 + place] as number) || a - b);
        const row = expected[label] as number[];
        row[ranked[0] as number] = (row[ranked[0] as number] as number) + 1;
      });
    }
    expect(rowsOf(found.integer)).toEqual(expected);
    expect(found.classes).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'void']);
    expect([found.differing, found.pictures, found.predictions]).toEqual([[], 5, []]);
    expect(found.drawings.map(({ name }) => name)).toEqual(['p0', 'p1', 'p2', 'p3', 'p4']);
    const float = rowsOf(found.float as NonNullable<typeof found.float>).flat();
    expect(float.reduce((sum, count) => sum + count)).toBe(expected.flat().reduce((sum, count) => sum + count));
  });

  it('name the pictures for which the simulator gives other outputs', async () => {
    const { compiled, input, set } = await open();
    const nodes = compiled.integer.nodes.map((node) => (node.kind === 'conv' && node.epilogue.kind === 'raw'
      ? { ...node, epilogue: { ...node.epilogue, bias: node.epilogue.bias.map((value, map) => value + (map === 2 ? 1 : 0)) } } : node));
    const found = await evaluateNetwork({ ...quietly, isFloat: false, compiled: { ...compiled, integer: { ...compiled.integer, nodes } }, input, set, folder: folder.path });
    expect(found.differing).toEqual([0, 1, 2, 3, 4]);
  });
});
