// A random integer network of a few layers, everything the grid can do, from one seeded generator.
import type { IntegerGraph } from '../../../compiler/ir/integer-graph.ts';
import type { Padding } from '../../../compiler/ir/float-graph.ts';
import { buildInteger, type IntegerBuilder, NO_PADDING } from './integer-builder.ts';
import type { Random } from './random.ts';

/** `columns`: least and most of the input. */
export function randomNet(random: Random, columns: readonly [number, number] = [4, 15]): IntegerGraph {
  const net = buildInteger(random);
  const start = net.input([random.pick([1, 2, 3, 4, 5, 8, 9, 13, 17, 24]), random.between(4, 13), random.between(...columns)], random.pick([3, 3, 5, 6, 8, 9]));
  let at = start;
  const steps = random.between(1, 5);
  let isEnd = false;
  for (let i = 0; i < steps && !isEnd; i++) {
    const isLast = i === steps - 1;
    // Now and then a tensor inside is an output too, or a second branch reads it.
    if (at !== start && random.chance(12)) net.output(at);
    if (at !== start && random.chance(12)) net.output(randomLayer(net, random, at, false).id);
    const next = randomLayer(net, random, at, isLast);
    at = next.id;
    isEnd = next.isEnd;
  }
  net.output(at);
  if (isEnd && random.chance(50)) net.output(net.argmax(random.chance(20) ? net.flatten(at) : at));
  return net.graph();
}

function randomLayer(net: IntegerBuilder, random: Random, from: string, isLast: boolean): { id: string; isEnd: boolean } {
  const [channels, height, width] = net.shapeOf(from);
  const isWide = from.startsWith('input');
  const kind = random.pick(['conv', 'conv', 'conv', 'depthwise', 'table', 'max', 'sum', 'requantize', 'dense', 'square', 'flat'] as const);
  const raw = isLast && random.chance(50);
  const trits = random.pick([1, 1, 2, 3, 4] as const);
  const common = { trits, raw, absolute: !raw && random.chance(15), codeMap: !raw && random.chance(15), odd: random.chance(50), sparsity: random.pick([0, 10, 60, 95]) };
  const kernel = [random.between(1, Math.min(5, height)), random.between(1, Math.min(5, width))] as const;
  const stride = [random.between(1, 3), random.between(1, 3)] as const;
  const side = (k: number): number => (random.chance(40) ? random.below(k) : 0);
  const padding: Padding = { top: side(kernel[0]), bottom: side(kernel[0]), left: side(kernel[1]), right: side(kernel[1]) };
  const padCode = random.below(8);
  switch (kind) {
    case 'conv': return { id: net.conv(from, random.between(1, 40), { ...common, kernel, stride, padding, padCode }), isEnd: raw };
    case 'depthwise': {
      const groups = random.pick([channels, random.pick([1, 2, 3, 4].filter((g) => channels % g === 0))]);
      return { id: net.conv(from, groups * random.between(1, 2), { ...common, kernel, stride, padding, padCode, groups }), isEnd: raw };
    }
    case 'table': return { id: net.conv(from, random.between(4, 24), { ...common, kernel, padding, padCode, table: true, sparsity: 60 }), isEnd: raw };
    case 'max': {
      if (isWide && net.graph().nodes.some((node) => node.id === from && node.format.kind === 'wide')) return randomLayer(net, random, from, isLast);
      const isPadded = random.chance(30);
      return { id: net.maxPool(from, kernel, stride, isPadded ? { ...padding, top: Math.min(padding.top, kernel[0] - 1), left: Math.min(padding.left, kernel[1] - 1) } : NO_PADDING, random.pick(['all', 'none', 'some'])), isEnd: false };
    }
    case 'sum': return { id: net.sumPool(from, kernel, stride, padding), isEnd: false };
    case 'square': {
      if (net.graph().nodes.some((node) => node.id === from && node.format.kind === 'wide')) return randomLayer(net, random, from, isLast);
      const zero = random.below(8);
      return { id: net.sumPool(from, kernel, stride, padding, zero), isEnd: false };
    }
    case 'requantize': return { id: net.requantize(from), isEnd: false };
    case 'dense': {
      if (channels * height * width > 3000) return randomLayer(net, random, from, isLast);
      return { id: net.dense(from, random.between(1, 70), common), isEnd: raw };
    }
    case 'flat': {
      if (channels * height * width > 1500) return randomLayer(net, random, from, isLast);
      return { id: net.conv(net.flatten(from), random.between(1, 40), common), isEnd: raw };
    }
  }
}
