// LeNet-5 in integers with random weights: 8-bit image, connection table in the second conv, logits and their argmax.
import type { IntegerGraph } from '../../../compiler/ir/integer-graph.ts';
import { buildInteger } from './integer-builder.ts';
import type { Random } from './random.ts';

export function lenet(random: Random, trits: 1 | 4 = 4): IntegerGraph {
  const net = buildInteger(random);
  const c1 = net.conv(net.input([1, 32, 32], 8), 6, { kernel: [5, 5], trits });
  const s2 = net.sumPool(c1, [2, 2], [2, 2]);
  const c3 = net.conv(s2, 16, { kernel: [5, 5], trits, table: true, sparsity: 40 });
  const s4 = net.sumPool(c3, [2, 2], [2, 2]);
  const c5 = net.conv(s4, 120, { kernel: [5, 5], trits });
  const f6 = net.dense(c5, 84, { trits });
  const logits = net.dense(f6, 10, { trits, raw: true });
  net.output(logits);
  net.output(net.argmax(logits));
  return net.graph();
}
