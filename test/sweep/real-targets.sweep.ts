// A hundred random networks, with branches and without, and the small members of the suite, on the exact RTL of pynq-z2, on 2 x 2 tiles
// of neuflow-v6 and on two tiles of 32 neurons: integer reference = simulator = RTL, every value and every cycle. NFC_SWEEP_NETWORKS and NFC_SWEEP_TARGETS choose fewer.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { quantizeGraph } from '../../compiler/compile.ts';
import { syntheticFrames } from '../../compiler/quantize/calibrate.ts';
import { quantize } from '../../compiler/quantize/quantize.ts';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import type { Target } from '../../compiler/target/target.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import { chooseFrames } from '../../runtime/choose-frames.ts';
import { scheduleTimed } from '../../runtime/frame-time.ts';
import { loadParams } from '../../runtime/load-params.ts';
import { loadModel } from '../../runtime/load-model.ts';
import { openBench } from '../../runtime/open-bench.ts';
import { verify } from '../../runtime/verify.ts';
import { randomGraph } from '../support/random-graph.ts';

const NETWORKS = Number(process.env['NFC_SWEEP_NETWORKS'] ?? 100);
const FRAMES = 2;

const named = (name: string): Target => {
  const target = findTarget(name);
  if (target === undefined) throw new Error(`no target ${name}`);
  return target;
};
/** Two tiles of 32 neurons each, with memory words of 16 bytes. */
function wideTiles(): Target {
  const { memory } = named('neuflow-v6');
  const target = named('sim-1x2');
  return { ...target, name: 'wide-1x2', memory, tile: { ...target.tile, neurons: 32, epilogueLanes: 4, weightBlocks: 256 } };
}
const TARGETS: readonly Target[] = [named('pynq-z2'), { ...named('neuflow-v6'), name: 'neuflow-v6-2x2', rows: 2, cols: 2, edgeStreams: Math.min(8, named('neuflow-v6').edgeStreams) }, wideTiles()]
  .filter((target) => (process.env['NFC_SWEEP_TARGETS'] ?? target.name).split(',').includes(target.name));

/** Small members of the suite: `small.nf` and `*-small.nf` in a folder of examples, and the two that have no smaller size. */
const smallModels = ['examples/cnv/cnv.nf', 'examples/kws/kws.nf', ...readdirSync('examples').flatMap((folder) => {
  const files = existsSync(join('examples', folder)) ? readdirSync(join('examples', folder)) : [];
  return files.filter((file) => /small\.nf$/.test(file)).map((file) => join('examples', folder, file));
}).sort()];

/** Chains, networks of integer steps, and networks with branches in turn. */
const KINDS = ['chain', 'all', 'integer'] as const;

for (const target of TARGETS) {
  test(`${NETWORKS} random networks on ${target.name}`, async () => {
    const bench = await openBench(target, { native: false, onProgress: () => undefined });
    const wrong: unknown[] = [];
    const refused: string[] = [];
    let values = 0;
    for (let seed = 1001; seed <= 1000 + NETWORKS; seed++) {
      const graph = randomGraph(seed, { operators: KINDS[seed % KINDS.length] as (typeof KINDS)[number] });
      try {
        const { graph: integer } = await quantize(graph, loadParams(graph, ''), syntheticFrames(graph, seed, 3));
        const program = scheduleTimed(integer, target);
        const { frames } = chooseFrames(program, { files: [], count: FRAMES, fallback: FRAMES, seed });
        const result = await verify({ program, integer, frames, bench, stallSeed: seed % 10 === 0 ? seed : null });
        values += result.valuesCompared;
        if (!result.equal) wrong.push({ seed, failure: result.failure, first: result.firstDifference });
      } catch (error) {
        if (!(error instanceof ModelError)) throw new Error(`network ${seed}`, { cause: error });
        refused.push(`${seed}: ${error.diagnostics[0]?.code} ${error.diagnostics[0]?.message}`);
      }
    }
    console.log(`${target.name}: ${NETWORKS - wrong.length - refused.length} of ${NETWORKS} equal, ${values} values compared, refused: ${refused.join('; ') || 'none'}`);
    expect(wrong).toEqual([]);
    expect(refused.length).toBeLessThan(NETWORKS / 20);
  });

  for (const model of smallModels) {
    test(`${model} on ${target.name}`, async () => {
      const bench = await openBench(target, { native: false, onProgress: () => undefined });
      const { graph } = loadModel(model, new Map());
      const { integer } = await quantizeGraph({ graph, params: loadParams(graph, dirname(model)), frames: [] });
      const program = scheduleTimed(integer, target);
      const { frames } = chooseFrames(program, { files: [], count: FRAMES, fallback: FRAMES, seed: 1 });
      const result = await verify({ program, integer, frames, bench, stallSeed: null });
      console.log(`${model} on ${target.name}: ${result.valuesCompared} values, ${result.simulatorCycles} = ${result.rtlCycles} cycles`);
      expect({ equal: result.equal, failure: result.failure, first: result.firstDifference }).toEqual({ equal: true, failure: null, first: null });
    });
  }
}
