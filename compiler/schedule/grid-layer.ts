// The network as the grid sees it: every operator is a walk of a window over the rows of one tensor, with trits in
// the window and an epilogue behind it. One GridLayer becomes one or more tiles. Plain data and one weight function.
import type { IntegerNode } from '../ir/integer-graph.ts';
import type { Pair } from '../ir/float-graph.ts';
import type { Shape } from '../ir/graph.ts';

/** Calls `visit` for every nonzero weight of an output map, in the coordinates of the tensor that is read. */
export type EachWeight = (map: number, visit: (channel: number, ky: number, kx: number, weight: number) => void) => void;

/** A pooling window behind the convolution, in pixels of its output. */
export interface PoolWalk {
  readonly rows: number;
  readonly cols: number;
  readonly strideY: number;
  readonly strideX: number;
}

export type LayerEpilogue =
  | {
      readonly kind: 'codes';
      readonly thresholds: Int32Array;
      readonly falling: Uint8Array;
      readonly absolute: Int32Array | null;
      readonly codeMap: Uint8Array | null;
      /** Channels whose pooling keeps the smallest count; null without pooling. */
      readonly poolMin: Uint8Array | null;
    }
  | { readonly kind: 'raw'; readonly bias: Int32Array; readonly isEmitted: boolean; readonly index: string | null };

export interface GridLayer {
  /** Tensor that it makes: an integer node, or a made-up one that the graph does not have (`isInner`). */
  readonly id: string;
  readonly isInner: boolean;
  /** The operator it works for: name, span, multiply-adds. */
  readonly node: IntegerNode;
  /** Tensor that it reads: a graph input or another layer. */
  readonly source: string;
  readonly input: Shape;
  /** Radix-8 digits of an input value. */
  readonly digits: 1 | 2 | 3;
  readonly topCode: number;
  readonly output: Shape;
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly top: number;
  readonly left: number;
  readonly padCode: number;
  readonly pool: PoolWalk | null;
  /** The window is the whole image: computed as one row of all its blocks. */
  readonly isWhole: boolean;
  readonly trits: number;
  readonly eachWeight: EachWeight;
  readonly epilogue: LayerEpilogue;
}

export interface GridNetwork {
  readonly layers: readonly GridLayer[];
  /** Where the values of a node really are: flatten and repeated argmax are other names of the same tensor. */
  readonly resolve: (id: string) => string;
  /** Tensors that must end in memory because they are outputs. */
  readonly outputs: ReadonlySet<string>;
}
