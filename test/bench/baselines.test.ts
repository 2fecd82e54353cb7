// The baseline models against what is known of their machines: neuFlow's own benchmarks, and the peaks of the Bell Labs chips.
import { describe, expect, test } from 'vitest';
import { quantizeGraph } from '../../compiler/compile.ts';
import { loadModel } from '../../runtime/load-model.ts';
import { scheduleTimed } from '../../runtime/frame-time.ts';
import { loadParams } from '../../runtime/load-params.ts';
import { loadTarget } from '../../runtime/load-target.ts';
import { compileFile } from '../../runtime/network.ts';
import { projectFile } from '../../runtime/project-folder.ts';
import type { FloatGraph } from '../../compiler/ir/float-graph.ts';
import { anna } from '../../runtime/bench/baselines/anna.ts';
import { dsp32c } from '../../runtime/bench/baselines/dsp32c.ts';
import { realMultiplyAdds, totalMultiplyAdds } from '../../runtime/bench/baselines/layer-work.ts';
import { net32k } from '../../runtime/bench/baselines/net32k.ts';
import { neuflow, neuflowAsic } from '../../runtime/bench/baselines/neuflow.ts';
import { lowerText } from '../support/nf-model.ts';

const example = (...parts: string[]): FloatGraph => loadModel(projectFile('examples', ...parts), new Map()).graph;

/** Million cycles and operations a frame, frames/s at 200 MHz, GOP/s; operations and rates of pyramids count the packed image. */
const NEUFLOW_TABLE = [
  ['w1', 1.0, 771.5, 200, 154.3],
  ['w2', 0.64, 398.3, 312, 124.5],
  ['w3', 1.156, 121.7, 173, 21.1],
  ['w4', 2.272, 446.4, 88, 39.3],
  ['w5', 5.159, 449.3, 39, 17.4],
  ['w6', 4.802, 1235, 42, 51.4],
  ['w7', 19.7, 5919, 10, 60.1],
] as const;

const digits = (value: number): number => (String(value).split('.')[1] ?? '').length;

test.each([['dscnn', 'dscnn.nf'], ['resnet8', 'resnet8.nf'], ['lenet5', 'lenet5.nf'], ['neuflow', 'w2.nf']])('%s/%s: the multiply-adds of the network as written are those that the compiler counts', async (...parts) => {
  const { program } = await compileFile({ model: projectFile('examples', ...parts), target: 'sim-2x2', calibrate: [], sources: new Map() });
  expect(realMultiplyAdds(example(...parts))).toBe(program.macsPerFrame);
});

test('so it is with strides, groups, tables, uneven padding and a transposed conv', async () => {
  const text = `network N { input x: u3[4, 9, 11]\n weights random(1)
    x |> conv(8 maps, 5x3, stride 2x1, pad 1x2x3x0, groups 2) |> relu |> deconv(4 maps, 4x3, stride 2, pad 1, outpad 1) |> relu
      |> conv(3x3, same, table { 0: 0   1: 1 2   2: 3 }) |> relu |> conv(3x3, depthwise, same) |> relu |> output y: dense(3) }`;
  const graph = lowerText(text);
  const { integer } = await quantizeGraph({ graph, params: loadParams(graph, ''), frames: [] });
  const program = scheduleTimed(integer, loadTarget('sim-2x2'));
  expect(realMultiplyAdds(graph)).toBe(program.macsPerFrame);
});

describe('neuFlow', () => {
  test.each(NEUFLOW_TABLE)('%s meets its published figures', (name, megacycles, mop, fps, gops) => {
    const result = neuflow.run(example('neuflow', `${name}.nf`));
    const cycles = result.cyclesPerFrame ?? 0;
    expect((cycles / 1e6).toFixed(name === 'w7' ? 2 : 3)).toBe(megacycles.toFixed(name === 'w7' ? 2 : 3));
    expect((result.mop ?? 0).toFixed(digits(mop))).toBe(String(mop));
    expect(Math.abs((result.fps ?? 0) - fps)).toBeLessThan(0.51);
    expect((((result.mop ?? 0) * (result.fps ?? 0)) / 1e3).toFixed(1)).toBe(gops.toFixed(1));
  });

  test.each([['w6', 812], ['w7', 4446]])('%s as written has %i MOP', (name, mop) => {
    expect(Math.round((2 * totalMultiplyAdds(example('neuflow', `${name}.nf`))) / 1e6)).toBe(mop);
  });

  test('the ASIC runs the same cycles at twice the clock', () => {
    const graph = example('neuflow', 'w4.nf');
    expect(neuflowAsic.run(graph).fps).toBe(2 * (neuflow.run(graph).fps ?? 0));
  });

  test('a kernel above 10 x 10 and a transposed conv are refused by the name of the layer', () => {
    const large = lowerText('network N { input x: u3[1, 20, 20]\n weights random(1)\n x |> output y: conv(2 maps, 11x3) }');
    expect(neuflow.run(large)).toMatchObject({ cyclesPerFrame: null, fps: null, refusal: 'y: a kernel of 11 x 3 is larger than its convolvers' });
    const transposed = lowerText('network N { input x: u3[1, 20, 20]\n weights random(1)\n x |> output y: deconv(2 maps, 4x4, stride 2) }');
    expect(neuflow.run(transposed).refusal).toBe('y: its compiler has no transposed convolution');
  });
});

describe('the Bell Labs chips', () => {
  test('ANNA reaches its peak of 10 G connections/s where a layer fills it', () => {
    const graph = lowerText('network N { input x: u3[256, 1, 10]\n weights random(1)\n x |> output y: conv(8 maps, 1x1) }');
    expect(anna.run(graph)).toMatchObject({ cyclesPerFrame: 40, mop: 2 * 256 * 8 * 10 / 1e6 });
    expect(totalMultiplyAdds(graph) * (anna.run(graph).fps ?? 0)).toBeCloseTo(10.24e9, -3);
  });

  test('Net32k evaluates 32,768 one-bit connections in 100 ns: 128 ternary neurons of 128 one-bit inputs', () => {
    const graph = lowerText('network N { input x: u1[128, 1, 10]\n weights random(1)\n precision weights ternary\n x |> output y: conv(128 maps, 1x1) }');
    expect(net32k.run(graph).cyclesPerFrame).toBe(10);
    const wider = lowerText('network N { input x: u3[129, 1, 10]\n weights random(1)\n precision weights 2 trits\n x |> output y: conv(128 maps, 1x1) }');
    expect(net32k.run(wider).cyclesPerFrame).toBe(10 * 3 * 2 * 2);
  });

  test('the DSP32C makes ten million multiply-adds a second', () => {
    const graph = example('lenet5', 'lenet5.nf');
    expect(dsp32c.run(graph).fps).toBeCloseTo(1e7 / totalMultiplyAdds(graph), 6);
  });
});
