// The network as the grid sees it: every operator is a walk of a window over the rows of one tensor, with trits in
// the window and an epilogue behind it. One GridLayer becomes one or more tiles. Plain data and one weight function.
import type { IntegerNode } from '../ir/integer-graph.ts';
import type { Pair } from '../ir/float-graph.ts';
import type { Shape } from '../ir/graph.ts';

/** Calls `visit` for every nonzero weight of an output map, in the coordinates of the tensor that is read. A layer with sub-pixels has
 *  weights of its own for each row `dv` and column `dh` of a cell. */
export type EachWeight = (map: number, visit: (channel: number, ky: number, kx: number, weight: number) => void, dv: number, dh: number) => void;

/** A pooling window behind the convolution, in pixels of its output. */
export interface PoolWalk {
  readonly rows: number;
  readonly cols: number;
  readonly strideY: number;
  readonly strideX: number;
  /** Codes are summed and looked up; null: the largest is kept. */
  readonly sums: PoolSums | null;
}

export interface PoolSums {
  /** Of each code. */
  readonly values: readonly number[];
  /** Of each sum. */
  readonly codes: readonly number[];
  /** Columns of a window that neurons fold, all or 1; `cols` and `strideX` of the walk are 1 then. */
  readonly fold: number;
}

const TABLE = 64;

/** Tables that a tile of the layer holds, of codes of pairs or of sums. */
export function pairTablesOf({ epilogue, pool }: Pick<GridLayer, 'epilogue' | 'pool'>): number[][] {
  if (epilogue.kind === 'codes' && epilogue.pair !== null) return [Array.from(epilogue.pair)];
  const codes = pool?.sums?.codes ?? [];
  return Array.from({ length: Math.ceil(codes.length / TABLE) }, (_, k) => codes.slice(TABLE * k, TABLE * (k + 1)));
}

/** Columns of a pooling window that neurons fold. */
export const poolFoldOf = ({ pool }: Pick<GridLayer, 'pool'>): number => pool?.sums?.fold ?? 1;

export type LayerEpilogue =
  | {
      readonly kind: 'codes';
      readonly thresholds: Int32Array;
      readonly falling: Uint8Array;
      readonly absolute: Int32Array | null;
      readonly codeMap: Uint8Array | null;
      /** Channels whose pooling keeps the smallest count; null without pooling. */
      readonly poolMin: Uint8Array | null;
      /** Code of 8 * first + second operand, in place of thresholds; with `skip` of 8 * code + skip, behind them; null for all else. */
      readonly pair: Uint8Array | null;
    }
  | { readonly kind: 'raw'; readonly bias: Int32Array; readonly isEmitted: boolean; readonly index: string | null };

/** The operand of an addition inside a layer: map m takes channel firstChannel + m of what is read, at this place of the window. */
export interface SkipRead {
  readonly firstChannel: number;
  readonly ky: number;
  readonly kx: number;
}

/** A place in a joint: a tensor in memory whose rows hold the rows of several layers one after the other. */
export interface JointPlace {
  readonly joint: string;
  readonly index: number;
}

/** Folded pixels, pixels that share a block, and rows that share a group, of a layout whose rows hold columns in one run although it is not even. */
export interface PlainColumns {
  readonly fold: number;
  readonly beatPixels: number;
  readonly rows: number;
}

/** Columns of a tensor from `first` on, when several layers make it; `tensor` is `width` columns wide. */
export interface Stripe {
  readonly tensor: string;
  readonly first: number;
  readonly width: number;
  /** null: an even layout. */
  readonly plain: PlainColumns | null;
}

/** A tensor of the graph that the beats of a layer hold, from `firstChannel` up to, not including, `endChannel`; below 0
 *  where maps of another tensor come first. */
export interface BeatName {
  readonly tensor: string;
  readonly firstChannel: number;
  readonly endChannel: number;
}

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
  /** Codes x of one digit count as (x - square)^2; null: as they are. */
  readonly square: number | null;
  /** Largest value of what is counted. */
  readonly topCode: number;
  readonly output: Shape;
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly top: number;
  readonly left: number;
  readonly padCode: number;
  readonly pool: PoolWalk | null;
  /** Rows and columns of the output that one window position makes, each with weights of its own. */
  readonly sub: Pair;
  /** Taken from the sums of a map at a place of a cell, on top of the surplus; null for none. */
  readonly shift: ((map: number, dv: number, dh: number) => number) | null;
  /** null: the mapping chooses. Otherwise an even layout: all halves of every group, that many folded pixels. */
  readonly evenFold: number | null;
  /** Halves of a group of an even layout; null: as its own maps have it. */
  readonly evenHalves: number | null;
  /** Every group of a row is whole memory words, with filler at its end: some columns of several groups are read or written at a time. */
  readonly groupsOnWords?: boolean;
  readonly place: JointPlace | null;
  readonly stripe: Stripe | null;
  /** First column of the source that is read (`input` has as many as are read); null: whole rows. */
  readonly fromColumn: number | null;
  /** null: the tensor `id`, whole. */
  readonly names: readonly BeatName[] | null;
  /** The window is the whole image: computed as one row of all its blocks. */
  readonly isWhole: boolean;
  readonly trits: number;
  readonly eachWeight: EachWeight;
  /** null for all but additions inside. */
  readonly skip: SkipRead | null;
  readonly epilogue: LayerEpilogue;
}

/** channels: the channels of all parts one after the other. digits: part k is digit k of one tensor (0 the lowest).
 *  columns: the parts are stripes of one tensor, side by side. */
export interface Joint {
  readonly id: string;
  readonly kind: 'channels' | 'digits' | 'columns';
  /** Ids of layers, or of joints of columns. */
  readonly parts: readonly string[];
  /** Channels of each part; of the tensor where the parts are columns. */
  readonly channels: readonly number[];
  readonly shape: Shape;
  readonly fold: number;
  /** Halves of every group. */
  readonly halves: number;
  /** As in its parts. */
  readonly groupsOnWords?: boolean;
}

export interface GridNetwork {
  readonly layers: readonly GridLayer[];
  /** What layers can read besides inputs and other layers. */
  readonly joints: ReadonlyMap<string, Joint>;
  /** Where the values of a node really are: flatten and repeated argmax are other names of the same tensor. */
  readonly resolve: (id: string) => string;
  /** Tensors that must end in memory because they are outputs. */
  readonly outputs: ReadonlySet<string>;
}

/** Layers whose beats a layer with this source reads. */
export const producersOf = (network: Pick<GridNetwork, 'joints'>, source: string): readonly string[] =>
  network.joints.get(source)?.parts.flatMap((part) => producersOf(network, part)) ?? [source];

/** Rows of filler behind the last row: such a stream must pass through memory, where readers leave them out. */
export const hasFillerRows = (layer: GridLayer): boolean => layer.output[1] % layer.sub[0] !== 0;

/** Digit planes of a pass over rows of `stored` digits: squares of one stored digit have two. */
export const digitPlanesOf = ({ square }: Pick<GridLayer, 'square'>, stored: 1 | 2 | 3): 1 | 2 | 3 => (square === null ? stored : 2);

/** What a place outside the image counts as. */
export const padValueOf = ({ padCode, square }: Pick<GridLayer, 'padCode' | 'square'>): number => (square === null ? padCode : (padCode - square) ** 2);

/** The tensor whose columns a layer makes. */
export const tensorOf = (layer: GridLayer): string => layer.stripe?.tensor ?? layer.id;

/** Whether a window position makes one pixel of a tensor that is the layer's own and has the layout that the mapping chooses. */
export const isPlain = ({ isWhole, place, names, evenFold, sub }: GridLayer): boolean =>
  !isWhole && place === null && names === null && evenFold === null && sub[0] * sub[1] === 1;

/** Beat names of a layer. */
export const namesOf = (layer: GridLayer): readonly BeatName[] => layer.names ?? [{ tensor: tensorOf(layer), firstChannel: 0, endChannel: layer.output[0] }];
