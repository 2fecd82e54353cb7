// Goldens of the passes on layers: a typical case, an edge and a graph they leave alone.
import { describe, expect, it } from 'vitest';
import { chooseRaw } from '../../compiler/passes/choose-raw.ts';
import { foldBatchnorm } from '../../compiler/passes/fold-batchnorm.ts';
import { formLayers } from '../../compiler/passes/form-layers.ts';
import { fuseActivation } from '../../compiler/passes/fuse-activation.ts';
import type { LayerGraph } from '../../compiler/passes/layer-graph.ts';
import { moveActivationBeforeMaxpool } from '../../compiler/passes/move-activation-before-maxpool.ts';
import { recodeWide } from '../../compiler/passes/recode-wide.ts';
import { splitL2Pool } from '../../compiler/passes/split-l2pool.ts';
import { buildGraph, type GraphBuilder } from '../support/graph-builder.ts';
import { printGraph } from '../support/print-graph.ts';

type Build = (graph: GraphBuilder, image: string) => void;

function layersOf(build: Build, bits = 3): LayerGraph {
  const graph = buildGraph();
  build(graph, graph.input([2, 8, 8], { bits, zero: 0, scale: 1 }, 'image'));
  return formLayers.run(graph.finish());
}

describe('form-layers', () => {
  it('gives every core a curve and makes curves of the rest', () => {
    const layers = layersOf((graph, image) => graph.output(graph.activation(graph.batchnorm(graph.conv(image, 2, { name: 'c' })), 'relu')));
    expect(printGraph(layers)).toEqual([
      'input image()', 'conv c(image) 3x3 []', 'pointwise batchnorm2(c) [batchnorm]', 'pointwise relu3(batchnorm2) [relu]', 'outputs out0=relu3',
    ]);
  });

  it('keeps max pooling apart from the others', () => {
    const layers = layersOf((graph, image) => graph.output(graph.pool(graph.pool(image, 'max'), 'average')));
    expect(printGraph(layers)).toEqual(['input image()', 'max-pool pool1(image) 2x2', 'pool pool2(pool1) 2x2 average', 'outputs out0=pool2']);
  });

  it('keeps data movement as it is', () => {
    const layers = layersOf((graph, image) => graph.output(graph.flatten(graph.upsample(graph.concat(image, image), [2, 1]))));
    expect(printGraph(layers)).toEqual(['input image()', 'concat concat1(image, image)', 'upsample upsample2(concat1)', 'flatten flatten3(upsample2)', 'outputs out0=flatten3']);
  });
});

describe('split-l2pool', () => {
  it('makes sums of average and l2 pooling', () => {
    const layers = layersOf((graph, image) => graph.output(graph.pool(graph.pool(image, 'average'), 'l2')));
    expect(printGraph(splitL2Pool.run(layers))).toEqual([
      'input image()', 'sum-pool pool1(image) 2x2 sum of values / window []', 'sum-pool pool2(pool1) 2x2 sum of squares / one [sqrt]', 'outputs out0=pool2',
    ]);
  });

  it('divides by real pixels where padding does not count', () => {
    const layers = layersOf((graph, image) => graph.output(graph.pool(image, 'average', { countPadding: false })));
    expect(printGraph(splitL2Pool.run(layers))[1]).toBe('sum-pool pool1(image) 2x2 sum of values / inside []');
  });

  it('leaves max pooling alone', () => {
    const layers = layersOf((graph, image) => graph.output(graph.pool(image, 'max')));
    expect(splitL2Pool.run(layers)).toEqual(layers);
  });
});

describe('fold-batchnorm', () => {
  it('puts a batch-norm into the curve before it', () => {
    const layers = layersOf((graph, image) => graph.output(graph.batchnorm(graph.conv(image, 2, { name: 'c' }))));
    expect(printGraph(foldBatchnorm.run(layers))).toEqual(['input image()', 'conv c(image) 3x3 [batchnorm]', 'outputs out0=c']);
  });

  it('leaves it alone where the value before is read twice', () => {
    const layers = layersOf((graph, image) => {
      const c = graph.conv(image, 2, { name: 'c' });
      graph.output(graph.batchnorm(c));
      graph.output(graph.activation(c, 'relu'));
    });
    expect(foldBatchnorm.run(layers)).toBe(layers);
  });

  it('leaves it alone on an input and after max pooling', () => {
    const layers = layersOf((graph, image) => graph.output(graph.batchnorm(graph.pool(graph.batchnorm(image), 'max'))));
    expect(foldBatchnorm.run(layers)).toBe(layers);
  });
});

describe('fuse-activation', () => {
  it('grows the curve of the core, step by step', () => {
    const layers = layersOf((graph, image) => graph.output(graph.activation(graph.batchnorm(graph.activation(graph.conv(image, 2, { name: 'c' }), 'relu')), 'tanh')));
    expect(printGraph(fuseActivation.run(layers))).toEqual(['input image()', 'conv c(image) 3x3 [relu, batchnorm, tanh]', 'outputs out0=c']);
  });

  it('names a pooling with activation after what the user named', () => {
    const graph = buildGraph();
    graph.output(graph.activation(graph.pool(graph.input([1, 4, 4], undefined, 'image'), 'sum'), 'tanh'));
    const fused = fuseActivation.run(splitL2Pool.run(formLayers.run(graph.finish())));
    expect(printGraph(fused)).toEqual(['input image()', 'sum-pool pool1(image) 2x2 sum of values / one [tanh]', 'outputs out0=pool1']);
  });

  it('takes an absolute value behind lines and odd functions only, and once', () => {
    const layers = layersOf((graph, image) => {
      const c = (name: string): string => graph.conv(image, 2, { name });
      graph.output(graph.activation(graph.activation(c('odd'), 'tanh'), 'abs'));
      graph.output(graph.activation(graph.activation(c('even'), 'sigmoid'), 'abs'));
      graph.output(graph.activation(graph.batchnorm(graph.activation(c('twice'), 'abs')), 'abs'));
    });
    expect(printGraph(fuseActivation.run(layers)).slice(1, -1).toSorted()).toEqual([
      'conv even(image) 3x3 [sigmoid]', 'conv odd(image) 3x3 [tanh, abs]', 'conv twice(image) 3x3 [abs, batchnorm]', 'pointwise abs10(twice) [abs]', 'pointwise abs6(even) [abs]',
    ]);
  });

  it('lets given thresholds follow a bare core only, and nothing follow them', () => {
    const layers = layersOf((graph, image) => {
      graph.output(graph.activation(graph.threshold(graph.conv(image, 2, { name: 'a' })), 'relu'));
      graph.output(graph.threshold(graph.activation(graph.conv(image, 2, { name: 'b' }), 'tanh')));
    });
    expect(printGraph(fuseActivation.run(layers)).slice(1, -1).toSorted()).toEqual([
      'conv a(image) 3x3 [threshold]', 'conv b(image) 3x3 [tanh]', 'pointwise relu3(a) [relu]', 'pointwise threshold6(b) [threshold]',
    ]);
  });

  it('gives an add only activations', () => {
    const layers = layersOf((graph, image) => graph.output(graph.batchnorm(graph.activation(graph.add(image, image), 'relu'))));
    expect(printGraph(fuseActivation.run(layers)).slice(1)).toEqual(['add add1(image, image) [relu]', 'pointwise batchnorm3(add1) [batchnorm]', 'outputs out0=batchnorm3']);
  });
});

describe('move-activation-before-maxpool', () => {
  it('moves a curve in front of one pool or several', () => {
    const layers = layersOf((graph, image) => graph.output(graph.activation(graph.batchnorm(graph.pool(graph.pool(graph.conv(image, 2, { name: 'c' }), 'max'), 'max')), 'relu')));
    expect(printGraph(moveActivationBeforeMaxpool.run(layers))).toEqual([
      'input image()', 'conv c(image) 3x3 [batchnorm, relu]', 'max-pool pool2(c) 2x2 passed [batchnorm, relu]', 'max-pool pool3(pool2) 2x2 passed [batchnorm, relu]', 'outputs out0=pool3',
    ]);
  });

  it('moves given thresholds', () => {
    const layers = layersOf((graph, image) => graph.output(graph.threshold(graph.pool(graph.conv(image, 2, { name: 'c' }), 'max'))));
    expect(printGraph(moveActivationBeforeMaxpool.run(layers))[1]).toBe('conv c(image) 3x3 [threshold]');
  });

  it('leaves abs, shared values and pools without a core alone', () => {
    const layers = layersOf((graph, image) => {
      graph.output(graph.activation(graph.pool(graph.conv(image, 2), 'max'), 'abs'));
      graph.output(graph.activation(graph.pool(image, 'max'), 'relu'));
      const shared = graph.conv(image, 2);
      graph.output(graph.activation(graph.pool(shared, 'max'), 'relu'));
      graph.output(shared);
    });
    expect(moveActivationBeforeMaxpool.run(layers)).toBe(layers);
  });
});

describe('recode-wide', () => {
  it('re-codes a wide input once, behind max pooling too', () => {
    const layers = layersOf((graph, image) => {
      const pooled = graph.pool(image, 'max');
      graph.output(graph.add(pooled, pooled));
      graph.output(graph.concat(pooled, graph.conv(pooled, 1, { kernel: [1, 1], name: 'c' })));
    }, 8);
    expect(printGraph(recodeWide.run(layers)).slice(1)).toEqual([
      'max-pool pool1(image) 2x2', 'conv c(pool1) 1x1 []', 'pointwise pool1.codes(pool1) []', 'add add2(pool1.codes, pool1.codes) []',
      'concat concat4(pool1.codes, c)', 'outputs out0=add2 out1=concat4',
    ]);
  });

  it('re-codes for sums of squares', () => {
    const layers = splitL2Pool.run(layersOf((graph, image) => graph.output(graph.pool(image, 'l2')), 8));
    expect(printGraph(recodeWide.run(layers))[1]).toBe('pointwise image.codes(image) []');
  });

  it('leaves narrow inputs and readers of wide codes alone', () => {
    const narrow = layersOf((graph, image) => graph.output(graph.add(image, image)));
    expect(recodeWide.run(narrow)).toBe(narrow);
    const wide = layersOf((graph, image) => graph.output(graph.conv(image, 2)), 8);
    expect(recodeWide.run(wide)).toBe(wide);
  });
});

describe('choose-raw', () => {
  it('keeps accumulators for argmax and outputs, through flatten and upsampling', () => {
    const layers = layersOf((graph, image) => {
      const logits = graph.conv(image, 3, { name: 'logits' });
      graph.output(graph.flatten(logits));
      graph.output(graph.argmax(graph.upsample(logits, [2, 2])));
    });
    expect(printGraph(chooseRaw.run(layers))[1]).toBe('conv logits(image) raw 3x3 []');
  });

  it('computes a layer twice that is needed both ways', () => {
    const layers = layersOf((graph, image) => {
      const c = graph.conv(image, 3, { name: 'c' });
      graph.output(c);
      graph.output(graph.activation(graph.conv(c, 2, { name: 'd' }), 'relu'));
    });
    expect(printGraph(chooseRaw.run(foldBatchnorm.run(layers))).slice(1, -1)).toEqual([
      'conv c(image) raw 3x3 []', 'conv c.codes(image) 3x3 []', 'conv d(c.codes) 3x3 []', 'pointwise relu3(d) [relu]',
    ]);
  });

  it('leaves activations as codes', () => {
    const layers = fuseActivation.run(layersOf((graph, image) => graph.output(graph.activation(graph.conv(image, 2), 'relu'))));
    expect(chooseRaw.run(layers)).toBe(layers);
  });
});
