// The dataflow stage: the network as the user wrote it, in real numbers. Blocks, repeats and imports are expanded, shapes
// are known, nothing is quantized. Parameters are named, not yet loaded.
import type { Span } from '../source/span.ts';
import type { Graph, NodeBase } from './graph.ts';

/** Where the numbers of a layer come from. Two layers with the same key (a shared block) use the same numbers. */
export interface ParamRef {
  readonly key: string;
  readonly source:
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'random'; readonly seed: number };
  readonly span: Span;
}

/** Weight range of a layer: `trits` digits hold it, `min`..`max` bound it (ternary -1..1; 6b -32..31 in 4 trits). */
export interface Precision {
  readonly trits: 1 | 2 | 3 | 4;
  readonly min: number;
  readonly max: number;
}

export interface Padding {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export type Pair = readonly [vertical: number, horizontal: number];

/** Real value = scale * (code - zero), codes 0 .. 2^bits - 1, bits 1..9 (three radix-8 digits at most). */
export interface InputFormat {
  readonly bits: number;
  readonly zero: number;
  readonly scale: number;
}

export interface InputNode extends NodeBase { readonly kind: 'input'; readonly format: InputFormat }
/** A layer of the machine, or of the host where that is said: the host computes in real numbers and comes last. */
interface LayerBase extends NodeBase { readonly onHost?: true }
/** `table[m]` lists the input maps that output map m reads (groups is 1 then); null means all of its group. */
export interface ConvNode extends LayerBase {
  readonly kind: 'conv';
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly groups: number;
  readonly table: readonly (readonly number[])[] | null;
  readonly hasBias: boolean;
  readonly params: ParamRef;
  readonly precision: Precision;
}
/** Weights are [units, C*H*W of the input, channel-major]. */
export interface DenseNode extends LayerBase {
  readonly kind: 'dense';
  readonly hasBias: boolean;
  readonly params: ParamRef;
  readonly precision: Precision;
}
/** Weights are [inputMaps, maps/groups, kh, kw] as in PyTorch; output size = (in - 1) * stride - padding + kernel + outputPadding. */
export interface TransposedConvNode extends LayerBase {
  readonly kind: 'transposed-conv';
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly outputPadding: Pair;
  readonly groups: number;
  readonly hasBias: boolean;
  readonly params: ParamRef;
  readonly precision: Precision;
}
/** l2 is sqrt of the sum of squares over the window. Global pooling is a window of the whole image. `countPadding`
 *  says whether an average divides by the full window at the border. */
export interface PoolNode extends LayerBase {
  readonly kind: 'pool';
  readonly mode: 'max' | 'average' | 'sum' | 'l2';
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly countPadding: boolean;
}
/** Parameters gamma, beta, mean, variance, each [C]. */
export interface BatchNormNode extends LayerBase { readonly kind: 'batchnorm'; readonly epsilon: number; readonly params: ParamRef }
/** Bits of an activation: 2^bits of the eight codes occur. */
export type ActivationBits = 1 | 2 | 3;
/** `range` fixes the real value of the top code (for signed curves also of minus the bottom) instead of calibrating it. */
export interface ActivationNode extends LayerBase {
  readonly kind: 'activation';
  readonly fn: 'relu' | 'hardtanh' | 'tanh' | 'abs' | 'sigmoid' | 'sqrt';
  readonly range: number | null;
  readonly bits: ActivationBits;
}
/** Integer networks: per-channel integer thresholds [C, 7] (or [C, levels-1]) taken as given. Codes mean base .. base+levels-1. */
export interface ThresholdNode extends LayerBase { readonly kind: 'threshold'; readonly base: number; readonly params: ParamRef }
export interface AddNode extends LayerBase { readonly kind: 'add' }
export interface ConcatNode extends LayerBase { readonly kind: 'concat' }
export interface UpsampleNode extends LayerBase { readonly kind: 'upsample'; readonly factor: Pair }
export interface FlattenNode extends LayerBase { readonly kind: 'flatten' }
/** Index of the largest channel at each pixel; the lowest index wins a tie. Shape [1, H, W]. */
export interface ArgmaxNode extends LayerBase { readonly kind: 'argmax' }

export type FloatNode =
  | InputNode | ConvNode | DenseNode | TransposedConvNode | PoolNode | BatchNormNode | ActivationNode | ThresholdNode
  | AddNode | ConcatNode | UpsampleNode | FlattenNode | ArgmaxNode;

export type FloatGraph = Graph<FloatNode>;

export const isOnHost = (node: FloatNode): boolean => 'onHost' in node && node.onHost === true;

/** Loaded parameters of one key. Names in the file: `<key>.weight`, `.bias`, `.gamma`, `.beta`, `.mean`, `.variance`, `.thresholds`;
 *  and by the name of any layer `<name>.codes`, [scale, zero] of its codes. */
export interface LayerParams {
  readonly [part: string]: { readonly shape: readonly number[]; readonly data: Float32Array | Int32Array } | undefined;
}
/** All parameters by key, loaded before quantization. */
export type Params = ReadonlyMap<string, LayerParams>;
