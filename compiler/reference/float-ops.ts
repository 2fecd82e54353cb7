// Every operator of the dataflow graph on tfjs tensors of shape [1, H, W, C], prepared once for many frames.
import type * as Tensors from '@tensorflow/tfjs-core';
import type { ConvNode, DenseNode, FloatNode, PoolNode, ThresholdNode, TransposedConvNode } from '../ir/float-graph.ts';
import type { Shape } from '../ir/graph.ts';
import { assertNever, bug } from '../source/diagnostic.ts';
import type { TensorLibrary } from './float-backend.ts';

type Tensor = Tensors.Tensor4D;
export type FloatOperator = (operands: readonly Tensor[]) => Tensor;

/** What an operator may need beside its operands. `part` throws a readable error where the tensor is missing. */
export interface OperatorContext {
  readonly tf: TensorLibrary;
  readonly shape: Shape;
  readonly part: (name: string) => ArrayLike<number>;
  /** Real value of one step of the operand, where it consists of whole steps. */
  readonly step: number | null;
  readonly isBiasInSteps: boolean;
}

export function prepareOperator(node: Exclude<FloatNode, { kind: 'input' }>, context: OperatorContext): FloatOperator {
  const { tf } = context;
  const unary = (run: (x: Tensor) => Tensor): FloatOperator => ([x]) => run(x ?? bug(`${node.id} has no operand`));
  switch (node.kind) {
    case 'conv': return unary(prepareConv(node, context));
    case 'dense': return unary(prepareDense(node, context));
    case 'transposed-conv': return unary(prepareTransposedConv(node, context));
    case 'pool': return unary((x) => pool(tf, node, x));
    case 'batchnorm': {
      const [gamma, beta, mean, variance] = ['gamma', 'beta', 'mean', 'variance'].map(context.part) as [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>, ArrayLike<number>];
      const slope = Float32Array.from(gamma, (value, c) => value / Math.sqrt((variance[c] as number) + node.epsilon));
      const offset = Float32Array.from(beta, (value, c) => value - (slope[c] as number) * (mean[c] as number));
      return unary((x) => tf.add(tf.mul(x, slope), offset));
    }
    case 'activation': return unary((x) => activate(tf, node.fn, x));
    case 'threshold': return unary(prepareThresholds(node, context));
    case 'add': return (operands) => operands.reduce((sum, operand) => tf.add(sum, operand));
    case 'concat': return (operands) => tf.concat([...operands], 3);
    case 'upsample': return unary((x) => repeatPixels(tf, node.factor, x));
    case 'flatten': return unary((x) => tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [1, 1, 1, node.shape[0]]));
    case 'argmax': return unary((x) => tf.reshape(tf.cast(tf.argMax(x, 3), 'float32'), [1, node.shape[1], node.shape[2], 1]));
    default: return assertNever(node);
  }
}

function activate(tf: TensorLibrary, fn: Extract<FloatNode, { kind: 'activation' }>['fn'], x: Tensor): Tensor {
  switch (fn) {
    case 'relu': return tf.relu(x);
    case 'hardtanh': return tf.clipByValue(x, -1, 1);
    case 'tanh': return tf.tanh(x);
    case 'abs': return tf.abs(x);
    case 'sigmoid': return tf.sigmoid(x);
    case 'sqrt': return tf.sqrt(tf.relu(x));
    default: return assertNever(fn);
  }
}

function biasOf(node: ConvNode | DenseNode | TransposedConvNode, context: OperatorContext): Float32Array {
  if (!node.hasBias) return new Float32Array(node.shape[0]);
  const unit = context.isBiasInSteps ? (context.step ?? 1) : 1;
  return Float32Array.from(context.part('bias'), (value) => value * unit);
}

function prepareConv(node: ConvNode, context: OperatorContext): (x: Tensor) => Tensor {
  const { tf } = context;
  const [kh, kw] = node.kernel;
  const [maps] = node.shape;
  const perGroup = context.shape[0] / node.groups;
  const mapsPerGroup = maps / node.groups;
  const weight = context.part('weight');
  const isConnected = (map: number, channel: number): boolean => node.table === null || (node.table[map] ?? []).includes(channel);
  const kernels = Array.from({ length: node.groups }, (_, group) => {
    const kernel = new Float32Array(kh * kw * perGroup * mapsPerGroup);
    for (let m = 0; m < mapsPerGroup; m++) {
      for (let c = 0; c < perGroup; c++) {
        const map = group * mapsPerGroup + m;
        if (!isConnected(map, c)) continue;
        for (let tap = 0; tap < kh * kw; tap++) kernel[(tap * perGroup + c) * mapsPerGroup + m] = weight[(map * perGroup + c) * kh * kw + tap] as number;
      }
    }
    return kernel;
  });
  const bias = biasOf(node, context);
  if (perGroup === 1 && node.groups > 1) {
    // Group by group the same numbers would cost many small operators.
    const filter = Float32Array.from({ length: kh * kw * maps }, (_, i) => kernels[Math.floor((i % maps) / mapsPerGroup)]?.[Math.floor(i / maps) * mapsPerGroup + (i % mapsPerGroup)] ?? 0);
    return (x) => tf.add(tf.depthwiseConv2d(pad(tf, node, x, 0), tf.tensor4d(filter, [kh, kw, node.groups, mapsPerGroup]), [...node.stride], 'valid'), bias);
  }
  return (x) => {
    const padded = pad(tf, node, x, 0);
    const parts = kernels.map((kernel, group) => {
      const part = node.groups === 1 ? padded : tf.slice(padded, [0, 0, 0, group * perGroup], [-1, -1, -1, perGroup]);
      return tf.conv2d(part, tf.tensor4d(kernel, [kh, kw, perGroup, mapsPerGroup]), [...node.stride], 'valid');
    });
    return tf.add(parts.length === 1 ? (parts[0] as Tensor) : tf.concat(parts, 3), bias);
  };
}

function prepareDense(node: DenseNode, context: OperatorContext): (x: Tensor) => Tensor {
  const { tf } = context;
  const size = context.shape[0] * context.shape[1] * context.shape[2];
  const [units] = node.shape;
  const weight = Float32Array.from(context.part('weight'));
  const bias = biasOf(node, context);
  return (x) => {
    const row = tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [1, size]);
    const product = tf.matMul(row, tf.tensor2d(weight, [units, size]), false, true);
    return tf.reshape(tf.add(product, bias), [1, 1, 1, units]);
  };
}

function prepareTransposedConv(node: TransposedConvNode, context: OperatorContext): (x: Tensor) => Tensor {
  const { tf } = context;
  const [kh, kw] = node.kernel;
  const [maps, rows, columns] = node.shape;
  const [channels, height, width] = context.shape;
  const perGroup = channels / node.groups;
  const mapsPerGroup = maps / node.groups;
  const weight = context.part('weight');
  const kernels = Array.from({ length: node.groups }, (_, group) => {
    const kernel = new Float32Array(kh * kw * perGroup * mapsPerGroup);
    for (let c = 0; c < perGroup; c++) {
      for (let m = 0; m < mapsPerGroup; m++) {
        for (let tap = 0; tap < kh * kw; tap++) kernel[(tap * mapsPerGroup + m) * perGroup + c] = weight[((group * perGroup + c) * mapsPerGroup + m) * kh * kw + tap] as number;
      }
    }
    return kernel;
  });
  const bias = biasOf(node, context);
  const full = [(height - 1) * node.stride[0] + kh, (width - 1) * node.stride[1] + kw] as const;
  const extraRows = Math.max(0, rows + node.padding.top - full[0]);
  const extraColumns = Math.max(0, columns + node.padding.left - full[1]);
  return (x) => {
    const parts = kernels.map((kernel, group) => {
      const part = node.groups === 1 ? x : tf.slice(x, [0, 0, 0, group * perGroup], [-1, -1, -1, perGroup]);
      return tf.conv2dTranspose(part, tf.tensor4d(kernel, [kh, kw, mapsPerGroup, perGroup]), [1, full[0], full[1], mapsPerGroup], [...node.stride], 'valid');
    });
    const whole = parts.length === 1 ? (parts[0] as Tensor) : tf.concat(parts, 3);
    const extended = tf.pad(whole, [[0, 0], [0, extraRows], [0, extraColumns], [0, 0]]);
    return tf.add(tf.slice(extended, [0, node.padding.top, node.padding.left, 0], [1, rows, columns, maps]), bias);
  };
}

function pool(tf: TensorLibrary, node: PoolNode, x: Tensor): Tensor {
  const window = [...node.kernel] as [number, number];
  const stride = [...node.stride] as [number, number];
  const area = window[0] * window[1];
  const sum = (values: Tensor): Tensor => tf.mul(tf.avgPool(pad(tf, node, values, 0), window, stride, 'valid'), area);
  switch (node.mode) {
    case 'max': return tf.maxPool(pad(tf, node, x, -3e38), window, stride, 'valid');
    case 'sum': return sum(x);
    case 'average': return tf.div(sum(x), node.countPadding ? area : sum(tf.onesLike(x)));
    case 'l2': return tf.sqrt(sum(tf.square(x)));
    default: return assertNever(node.mode);
  }
}

function pad(tf: TensorLibrary, { padding }: ConvNode | PoolNode, x: Tensor, value: number): Tensor {
  const { top, bottom, left, right } = padding;
  return top + bottom + left + right === 0 ? x : tf.pad(x, [[0, 0], [top, bottom], [left, right], [0, 0]], value);
}

function repeatPixels(tf: TensorLibrary, [down, across]: readonly [number, number], x: Tensor): Tensor {
  const [, height, width, channels] = x.shape;
  // Concatenation copies whole rows, many times as fast as the library's `tile`.
  const repeat = (values: Tensors.Tensor, rows: number, times: number): Tensors.Tensor => {
    const flat = tf.reshape(values, [rows, -1]);
    return times === 1 ? flat : tf.concat(Array.from({ length: times }, () => flat), 1);
  };
  const wider = repeat(x, height * width, across);
  return tf.reshape(repeat(wider, height, down), [1, height * down, width * across, channels]);
}

/** base + number of thresholds reached. In whole steps, half a step of tolerance takes up the rounding of floats. */
function prepareThresholds(node: ThresholdNode, { tf, part, step }: OperatorContext): (x: Tensor) => Tensor {
  const rows = part('thresholds');
  const [channels] = node.shape;
  const count = rows.length / channels;
  const limits = Array.from({ length: count }, (_, k) =>
    Float32Array.from({ length: channels }, (_unused, c) => (step === null ? (rows[c * count + k] as number) : ((rows[c * count + k] as number) - 0.5) * step)));
  return (x) => limits.reduce<Tensor>((sum, limit) => tf.add(sum, tf.cast(tf.greaterEqual(x, limit), 'float32')), tf.fill(x.shape, node.base));
}
