// Random networks on random targets: tiles, grids, FIFOs and memories of sizes that no named target has. Integer reference = simulator = RTL, every
// value and every cycle. NFC_SWEEP_SEEDS names other targets (1-12 unless told), NFC_SWEEP_NETWORKS more or fewer networks on each.
import { expect, test } from 'vitest';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import { readTarget } from '../../compiler/target/read-target.ts';
import type { Target } from '../../compiler/target/target.ts';
import { scheduleTimed } from '../../runtime/frame-time.ts';
import { makeRandom, randomBelow } from '../../runtime/random.ts';
import { integerOf } from '../support/integer-of.ts';
import { randomGraph } from '../support/random-graph.ts';
import { benchOf, faultOf, verdictOn } from '../support/verdict.ts';

const NETWORKS = Number(process.env['NFC_SWEEP_NETWORKS'] ?? 60);
const [FIRST, LAST = FIRST] = (process.env['NFC_SWEEP_SEEDS'] ?? '1-12').split('-').map(Number) as [number, number?];
const KINDS = ['all', 'chain', 'integer'] as const;

function randomTarget(seed: number): Target {
  const random = makeRandom(seed);
  const pick = <T>(...choices: readonly T[]): T => choices[randomBelow(random, choices.length)] as T;
  const [rows, cols] = pick([1, 1], [1, 2], [2, 1], [1, 3], [2, 2]);
  return readTarget(JSON.stringify({
    from: `sim-${rows}x${cols}`, name: `random-${seed}`, edgeStreams: Math.min(pick(1, 2, 3, 4, 8), 2 * (rows + cols)),
    tile: {
      neurons: pick(16, 16, 32), epilogueLanes: pick(2, 4, 8), rowDepth: pick(64, 128, 256, 512, 1024), weightWidth: pick(64, 128, 192, 256, 512),
      weightBlocks: pick(40, 64, 128, 196, 512), thresholdGroups: pick(4, 8, 16, 32), pairTables: pick(1, 2, 4), pixelDepth: pick(64, 128, 256, 512, 1024),
      drainDepth: pick(16, 32), outDepth: pick(16, 128, 512),
    },
    memory: {
      ports: pick(1, 2, 3), axiBytes: pick(8, 16), protocol: pick('axi3', 'axi4'), maxBurst: pick(4, 8, 16), readLatency: pick(3, 16, 60, 150), writeLatency: pick(2, 12, 70),
      bandwidth: { num: pick(1, 3, 8, 16), den: pick(1, 2) },
    },
  }), 'random.json');
}

test.each(Array.from({ length: LAST - FIRST + 1 }, (_, k) => FIRST + k))('target %i', async (seed) => {
  const target = randomTarget(seed);
  const bench = await benchOf(target);
  const wrong: unknown[] = [];
  let refused = 0;
  for (let index = 0; index < NETWORKS; index++) {
    const graph = randomGraph(1000 * seed + index, { operators: KINDS[index % KINDS.length] as (typeof KINDS)[number] });
    try {
      const integer = await integerOf(graph, index);
      const program = scheduleTimed(integer, target);
      const fault = faultOf(await verdictOn({ integer, program, bench, seed: index, stallSeed: index % 10 === 9 ? index : null }), `network ${1000 * seed + index}`);
      if (fault !== null) wrong.push(fault);
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      refused++;
    }
  }
  console.log(`${target.name}: ${target.rows}x${target.cols} ${JSON.stringify(target.tile)} ${JSON.stringify(target.memory)}: ${NETWORKS - refused} networks, ${refused} refused`);
  expect(wrong).toEqual([]);
});
