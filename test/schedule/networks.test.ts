// Networks chosen for one idea each: what the Program computes equals the integer reference on every tensor, and the schedule has
// the form that the case is about.
import { describe, expect, test } from 'vitest';
import type { Program } from '../../compiler/program/program.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import { expectEqual } from './support/compare.ts';
import { lenet } from './support/lenet.ts';
import { createRandom } from './support/random.ts';
import { type BuildNetwork, scheduled, targetOf } from './support/scheduled.ts';

const check = (name: string, build: BuildNetwork, frames = 2): Program => scheduled(build, targetOf(name), { seed: 7, frames });

/** One line a phase: layer, tiles and what comes and goes; a last line for memory. */
function phaseTable(program: Program): string {
  const lines = program.phases.map((phase, index) => {
    const layers = phase.layers.map((id) => {
      const tiles = phase.tiles.filter((tile) => tile.layer === id);
      const first = tiles[0]?.sequencer;
      return `${id} x${tiles.length} at ${tiles.map((tile) => `${tile.row},${tile.col}`).join(' ')} (${first?.outputRows} rows, ${first?.groups} groups)`;
    });
    const channels = (list: Program['phases'][number]['reads']): string => list.flatMap((channel, port) => (channel ? [`${channel.tensor} ${channel.runs}x${channel.runBeats} at port ${port}`] : [])).join(', ');
    return [`phase ${index}`, ...layers.map((line) => `  ${line}`), `  reads ${channels(phase.reads)}`, `  writes ${channels(phase.writes)}`, `  loads ${phase.loads.length}`].join('\n');
  });
  return `${lines.join('\n')}\nresident loads ${program.resident.length}\nbytes ${program.memory.bytes}\n`;
}

describe('lenet-5', () => {
  for (const name of ['sim-1x1', 'sim-2x2', 'neuflow-v6']) {
    test(`equals the reference on ${name}`, async () => {
      const random = createRandom(1);
      const graph = lenet(random);
      const program = schedule(graph, targetOf(name));
      await expect(phaseTable(program)).toMatchFileSnapshot(`lenet5-${name}.golden`);
      expectEqual(graph, program, random, 1);
    });
  }

  test('streams frames through one phase where tiles suffice', () => {
    const program = schedule(lenet(createRandom(1)), targetOf('zcu104'));
    expect(program.phases).toHaveLength(1);
    expect(program.phases[0]?.loads).toHaveLength(0);
  });

  test('ternary weights need fewer blocks', () => {
    const blocks = (trits: 1 | 4): number =>
      schedule(lenet(createRandom(1), trits), targetOf('sim-2x2')).resident.reduce((sum, load) => sum + load.loads.weights.length, 0);
    expect(blocks(1)).toBeLessThan(blocks(4) / 3);
  });
});

test('a row wider than the accumulators is walked in chunks', () => {
  const program = check('sim-1x1', (net) => net.output(net.conv(net.input([8, 3, 1100]), 16, { kernel: [2, 3], stride: [1, 1], trits: 2 })), 1);
  // 1100 pixels in chunks of 16, so that the drain holds them: three chunks would do for the accumulators.
  expect(program.phases[0]?.tiles[0]?.sequencer?.chunks).toBe(69);
});

test('chunks of a pooling window hold whole windows', () => {
  const program = check('sim-1x1', (net) => net.output(net.maxPool(net.input([16, 6, 500]), [3, 3], [3, 3])), 1);
  expect(program.phases[0]?.tiles[0]?.sequencer).toMatchObject({ chunks: 3, pv: 3, ph: 3 });
});

test('a layer too large for the grid runs in parts', () => {
  const program = check('sim-1x1', (net) => net.output(net.conv(net.conv(net.input([16, 6, 6]), 192, { kernel: [3, 3], trits: 4, sparsity: 0 }), 40, { kernel: [3, 3], trits: 1 })));
  expect(program.layers[0]?.phases.length).toBeGreaterThan(1);
  expect(program.phases.some((phase) => phase.writes.some((channel) => (channel?.runs ?? 0) > 1))).toBe(true);
});

test('parts on memory words of 16 bytes', () => {
  const wide = targetOf('neuflow-v6');
  const target = { ...wide, rows: 1, cols: 1, edgeStreams: 4, tile: { ...wide.tile, weightBlocks: 32 } };
  const program = scheduled((net) => net.output(net.conv(net.input([16, 5, 7]), 200, { kernel: [3, 3], trits: 3, sparsity: 0 })), target, { seed: 3, frames: 1 });
  expect(program.phases.length).toBeGreaterThan(1);
});

test('a tensor that two layers and an output read is sent to all', () => {
  const program = check('sim-3x2', (net) => {
    const first = net.conv(net.input([3, 9, 9]), 12, { kernel: [3, 3], trits: 2 });
    net.output(first);
    net.output(net.conv(first, 5, { kernel: [3, 3], padding: { top: 1, left: 1, bottom: 1, right: 1 }, padCode: 3 }));
    net.output(net.maxPool(first, [2, 2], [2, 2]));
  });
  expect(program.phases).toHaveLength(1);
  expect(program.outputs).toHaveLength(3);
});

test('two layers that read an input in different layouts get a copy each', () => {
  const program = check('sim-2x2', (net) => {
    const image = net.input([1, 12, 12], 8);
    net.output(net.conv(image, 6, { kernel: [5, 5], trits: 4 }));
    net.output(net.conv(image, 6, { kernel: [3, 3], stride: [2, 2], padding: { top: 1, left: 1, bottom: 1, right: 1 }, padCode: 200 }));
  });
  expect(program.inputs[0]?.copies.length).toBe(2);
});

test('several inputs', () => {
  check('sim-2x2', (net) => {
    net.output(net.conv(net.input([3, 8, 8]), 8, { kernel: [3, 3] }));
    net.output(net.dense(net.input([2, 4, 5], 6), 9, { trits: 3, raw: true }));
  });
});

test('argmax joins the layer before it, which keeps its sums to itself', () => {
  const program = check('sim-1x1', (net) => net.output(net.argmax(net.dense(net.input([8, 4, 4]), 40, { trits: 2, raw: true }))));
  expect(program.tensors.map((tensor) => tensor.order.kind)).toEqual(['index']);
});

test('argmax of every pixel, with its raw sums', () => {
  const program = check('sim-2x2', (net) => {
    const sums = net.conv(net.input([8, 6, 7]), 11, { kernel: [3, 3], trits: 3, raw: true });
    net.output(sums);
    net.output(net.argmax(sums));
  });
  expect(program.tensors.map((tensor) => tensor.order.kind)).toEqual(['raw', 'index']);
});

test('argmax of codes, flattened or not', () => {
  check('sim-1x3', (net) => {
    const codes = net.conv(net.input([8, 5, 5]), 10, { kernel: [3, 3], trits: 2 });
    net.output(net.argmax(codes));
    net.output(net.argmax(net.flatten(codes)));
  });
});

test('argmax over many maps cuts wide rows into stripes', () => {
  const program = check('sim-2x2', (net) => {
    const sums = net.conv(net.input([3, 2, 300]), 19, { kernel: [1, 3], stride: [1, 1], padding: { top: 0, left: 1, bottom: 0, right: 1 }, padCode: 2, raw: true });
    net.output(sums);
    net.output(net.argmax(sums));
  }, 1);
  expect(program.tensors.map((tensor) => tensor.shape)).toEqual([[19, 2, 300], [1, 2, 300]]);
});

test('tensors that are not needed at the same time share memory', () => {
  const chain = (layers: number) => check('sim-1x1', (net) => {
    let at = net.input([8, 32, 32]);
    for (let i = 0; i < layers; i++) at = net.conv(at, 8);
    net.output(at);
  }, 1).memory.bytes;
  // Two tensors of 32 x 32 beats, and configuration that grows.
  expect(chain(8) - chain(3)).toBeLessThan(4 * 32 * 32 * 5);
});

test('flatten costs nothing, and an output may be flat', () => {
  const program = check('sim-1x1', (net) => {
    const maps = net.conv(net.input([4, 6, 6]), 9, { kernel: [3, 3], trits: 2 });
    net.output(net.flatten(maps));
    net.output(net.conv(net.flatten(maps), 12, { trits: 3 }));
  });
  expect(program.layers.map((layer) => layer.kind)).toEqual(['conv', 'conv']);
});

test('pooling of squares reads plain codes, for every zero point', () => {
  for (let zero = 0; zero < 8; zero++) {
    const program = check('sim-2x2', (net) => net.output(net.sumPool(net.input([9, 6, 6]), [2, 3], [2, 2], undefined, zero)), 1);
    expect(new Set(program.phases.flatMap(({ tiles }) => tiles.flatMap(({ sequencer }) => sequencer?.square ?? [])))).toEqual(new Set([zero]));
    expect(program.inputs[0]?.copies.length).toBe(1);
  }
});

test('pooling of squares over padding, overlapping and beside another reader', () => {
  const padding = { top: 1, left: 2, bottom: 1, right: 0 };
  for (const zero of [0, 3, 7]) {
    check('sim-2x2', (net) => {
      const maps = net.conv(net.input([3, 9, 11]), 20, { kernel: [3, 3], trits: 2 });
      net.output(net.sumPool(maps, [3, 3], [1, 2], padding, zero));
      net.output(net.conv(maps, 5, { kernel: [1, 1], trits: 2 }));
      net.output(maps);
    });
    check('sim-1x1', (net) => net.output(net.sumPool(net.sumPool(net.input([2, 8, 9]), [1, 1], [1, 1], padding, zero), [3, 2], [2, 1], padding, 7 - zero)));
    check('sim-1x2', (net) => net.output(net.sumPool(net.flatten(net.input([3, 2, 3])), [1, 1], [1, 1], undefined, zero)));
    check('sim-1x2', (net) => net.output(net.sumPool(net.conv(net.input([3, 5, 6]), 10, { kernel: [2, 2] }), [4, 5], [1, 1], undefined, zero)));
  }
});

test('weights without any nonzero plane, and skipped planes, keep their factors', () => {
  check('sim-1x1', (net) => {
    const input = net.input([8, 5, 5]);
    const id = net.conv(input, 20, { kernel: [3, 3], trits: 4, raw: true });
    const node = net.graph().nodes.find((entry) => entry.id === id);
    if (node?.kind === 'conv') {
      // Groups of 16 maps: multiples of 27 (lowest planes empty), then zeros.
      for (let i = 0; i < node.weights.length; i++) node.weights[i] = i < 16 * 72 ? [27, -27, 0, 28][i % 4] as number : 0;
      for (let i = 0; i < 8 * 72; i++) node.weights[i] = [27, -27, 0, 0, 18][i % 5] as number;
    }
    net.output(id);
  });
});

test('frames of one phase continue in the row ring', () => {
  check('sim-1x1', (net) => net.output(net.conv(net.input([8, 7, 5]), 8, { kernel: [3, 2], stride: [2, 1], padding: { top: 2, left: 1, bottom: 1, right: 0 }, padCode: 5, trits: 2 })), 9);
});

test('options limit layers and tiles of a phase', () => {
  const random = createRandom(5);
  const graph = lenet(random);
  const program = schedule(graph, targetOf('sim-2x2'), { maxLayersPerPhase: 1, maxTilesPerPhase: 1 });
  expect(program.phases.every((phase) => phase.tiles.filter((tile) => tile.layer !== null).length <= 1)).toBe(true);
  expectEqual(graph, program, random, 1);
});
