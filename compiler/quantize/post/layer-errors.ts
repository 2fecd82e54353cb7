// How far the integer network is from the real one, layer by layer: energy of the real values against energy of the difference.
import type { IntegerFormat, IntegerTensor } from '../../ir/integer-graph.ts';
import { bug } from '../../source/diagnostic.ts';
import type { PostQuantized } from './post-quantize.ts';
import type { RealNetwork } from './real-network.ts';

export interface LayerError {
  readonly signal: number;
  readonly noise: number;
}

export interface ErrorSum {
  /** Adds one frame: real values by node id of the dataflow graph, integers by layer id. */
  readonly add: (reals: ReadonlyMap<string, Float32Array>, integers: ReadonlyMap<string, IntegerTensor>) => void;
  /** By layer id. */
  readonly errors: ReadonlyMap<string, LayerError>;
  /** Nodes of the dataflow graph whose values are compared. */
  readonly wanted: ReadonlySet<string>;
}

/** A layer whose activation stands before a max pooling that it once followed is compared behind the pooling. */
export function makeErrorSum({ layers }: RealNetwork, { integer }: PostQuantized): ErrorSum {
  const nodes = new Map(integer.nodes.map((node) => [node.id, node]));
  const compared = layers.nodes.filter((layer) => layer.kind !== 'input' && layer.kind !== 'argmax').map((layer) => {
    const behind = nodes.get(layer.valuesOf);
    const node = behind?.kind === 'max-pool' ? behind : nodes.get(layer.id);
    return { id: layer.id, valuesOf: layer.valuesOf, node: node ?? bug(`no layer ${layer.id}`) };
  });
  const errors = new Map<string, { signal: number; noise: number }>(compared.map(({ id }) => [id, { signal: 0, noise: 0 }]));
  return {
    errors,
    wanted: new Set(compared.map(({ valuesOf }) => valuesOf)),
    add: (reals, integers) => {
      for (const { id, valuesOf, node } of compared) {
        const real = reals.get(valuesOf) ?? bug(`${valuesOf} has no values`);
        const { data } = integers.get(node.id) ?? bug(`${node.id} has no tensor`);
        const readValue = readerOf(node.format);
        const sum = errors.get(id) ?? bug(`${id} is not compared`);
        for (let i = 0; i < real.length; i++) {
          const value = real[i] as number;
          sum.signal += value * value;
          sum.noise += (value - readValue(data[i] as number)) ** 2;
        }
      }
    },
  };
}

/** In decibels; null where nothing differs or there is no signal. */
export function signalToNoise({ signal, noise }: LayerError): number | null {
  return signal > 0 && noise > 0 ? 10 * Math.log10(signal / noise) : null;
}

function readerOf(format: IntegerFormat): (value: number) => number {
  switch (format.kind) {
    case 'codes': case 'wide': return (code) => format.scale * (code - format.zero);
    case 'raw': return (sum) => format.scale * sum;
    case 'index': return (index) => index;
  }
}
