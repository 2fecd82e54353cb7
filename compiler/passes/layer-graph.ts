// The layer stage: the network in the shape the quantizer works on. A layer is a core (conv, pooling, sum of two) with the
// curve that follows it: batch-norms and activations in order, not yet numbers. Values are still real.
import type { ActivationNode, InputFormat, Padding, Pair, ParamRef, Precision } from '../ir/float-graph.ts';
import type { Graph, NodeBase } from '../ir/graph.ts';
import type { Span } from '../source/span.ts';

interface StepBase {
  readonly name: string;
  readonly span: Span;
}
export interface BatchNormStep extends StepBase { readonly kind: 'batchnorm'; readonly epsilon: number; readonly params: ParamRef }
export interface ActivationStep extends StepBase {
  readonly kind: 'activation';
  readonly fn: ActivationNode['fn'];
  readonly range: number | null;
  readonly bits: ActivationNode['bits'];
}
export interface ThresholdStep extends StepBase { readonly kind: 'threshold'; readonly base: number; readonly params: ParamRef }
export type CurveStep = BatchNormStep | ActivationStep | ThresholdStep;
export type Curve = readonly CurveStep[];

/** `valuesOf` is the node of the float graph whose values decide the range of this layer's codes. */
interface LayerBase extends NodeBase { readonly valuesOf: string }

export interface InputLayer extends LayerBase { readonly kind: 'input'; readonly format: InputFormat }
/** raw: accumulators of one scale, for outputs and argmax. codes: what every other layer reads. */
export type OutputForm = 'raw' | 'codes';
interface WeightLayer extends LayerBase {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly groups: number;
  readonly hasBias: boolean;
  readonly params: ParamRef;
  readonly precision: Precision;
  readonly curve: Curve;
  readonly form: OutputForm;
  /** True for the second form of a layer that is needed raw and as codes: its multiply-adds are counted once. */
  readonly isTwin: boolean;
}
export interface ConvLayer extends WeightLayer { readonly kind: 'conv'; readonly table: readonly (readonly number[])[] | null }
export interface TransposedConvLayer extends WeightLayer { readonly kind: 'transposed-conv'; readonly outputPadding: Pair }
/** Sum of the window (of squares for l2), divided by nothing, by the whole window or by the pixels inside the image. */
export interface SumPoolLayer extends LayerBase {
  readonly kind: 'sum-pool';
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly operand: 'value' | 'square';
  readonly divideBy: 'one' | 'window' | 'inside';
  readonly curve: Curve;
  readonly form: OutputForm;
  readonly isTwin: boolean;
}
/** Maximum over the window. `passed` are the steps that once followed the pool and now stand before it: where they fall, the
 *  largest value has become the smallest. */
export interface MaxPoolLayer extends LayerBase {
  readonly kind: 'max-pool';
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly passed: Curve;
}
/** Only a curve. */
export interface PointwiseLayer extends LayerBase { readonly kind: 'pointwise'; readonly curve: Curve }
export interface AddLayer extends LayerBase { readonly kind: 'add'; readonly curve: Curve }
export interface ConcatLayer extends LayerBase { readonly kind: 'concat' }
export interface UpsampleLayer extends LayerBase { readonly kind: 'upsample'; readonly factor: Pair }
export interface FlattenLayer extends LayerBase { readonly kind: 'flatten' }
export interface ArgmaxLayer extends LayerBase { readonly kind: 'argmax' }
/** l2 and average pooling as the user wrote them; split-l2pool and pool-to-sum leave none. */
export interface PoolLayer extends LayerBase {
  readonly kind: 'pool';
  readonly mode: 'average' | 'sum' | 'l2';
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly countPadding: boolean;
}

export type Layer =
  | InputLayer | ConvLayer | TransposedConvLayer | SumPoolLayer | MaxPoolLayer | PointwiseLayer | AddLayer | ConcatLayer
  | UpsampleLayer | FlattenLayer | ArgmaxLayer | PoolLayer;

export type LayerGraph = Graph<Layer>;

/** The layers that end in a curve. */
export type CurvedLayer = ConvLayer | TransposedConvLayer | SumPoolLayer | PointwiseLayer | AddLayer;

export function hasCurve(layer: Layer): layer is CurvedLayer {
  switch (layer.kind) {
    case 'conv': case 'transposed-conv': case 'sum-pool': case 'pointwise': case 'add': return true;
    default: return false;
  }
}
