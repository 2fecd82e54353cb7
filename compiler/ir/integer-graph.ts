// The integer stage: the network that the hardware computes, bit-exact by definition. Its meaning is what
// compiler/reference/integer.ts does; nothing here knows tiles, trit planes or time.
import type { Padding, Pair } from './float-graph.ts';
import type { Graph, NodeBase } from './graph.ts';

/** How the integers of a tensor are to be read: real = scale * (value - zero).
 *  codes: unsigned 0..7. wide: unsigned input codes of 4..9 bits. raw: signed accumulators (24 bits). index: argmax. */
export type IntegerFormat =
  | { readonly kind: 'codes'; readonly zero: number; readonly scale: number }
  | { readonly kind: 'wide'; readonly bits: number; readonly zero: number; readonly scale: number }
  | { readonly kind: 'raw'; readonly scale: number }
  | { readonly kind: 'index' };

/** Never reached and always reached, as thresholds: the compiler proves that true values stay strictly inside. */
export const NEVER = 2 ** 23 - 1;
export const ALWAYS = -(2 ** 23);

/** From accumulator to output. For channel c and accumulator acc (a plain integer):
 *  codes: v = absolute === null ? acc : |2*acc - absolute[c]|; n = number of thresholds[7c..7c+6] with v >= t (ascending);
 *         code = falling[c] ? 7 - n : n; output = codeMap === null ? code : codeMap[code].
 *  raw:   output = acc + bias[c]. */
export type Epilogue =
  | {
      readonly kind: 'codes';
      readonly thresholds: Int32Array;
      readonly falling: Uint8Array;
      readonly absolute: Int32Array | null;
      readonly codeMap: Uint8Array | null;
    }
  | { readonly kind: 'raw'; readonly bias: Int32Array };

interface IntegerBase extends NodeBase {
  readonly format: IntegerFormat;
  /** Multiply-adds of the network as written (conv, dense and transposed conv only; a table counts its own connections). */
  readonly macs: number;
}

export interface IntegerInput extends IntegerBase { readonly kind: 'input' }
/** acc = sum of weights * input code over the window, with `padCode` outside the image. Weights are
 *  [maps, C/groups, kh, kw], zero where a table has no connection. Dense is a conv whose kernel is the whole image. */
export interface IntegerConv extends IntegerBase {
  readonly kind: 'conv';
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly padCode: number;
  readonly groups: number;
  readonly weights: Int8Array;
  readonly trits: 1 | 2 | 3 | 4;
  readonly epilogue: Epilogue;
}
/** Weights [C, maps/groups, kh, kw]: out[m][y*s+ky-top][x*s+kx-left] += w * (in[c][y][x] - inputZero), so that untouched places are real zero. */
export interface IntegerTransposedConv extends IntegerBase {
  readonly kind: 'transposed-conv';
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly outputPadding: Pair;
  readonly groups: number;
  readonly inputZero: number;
  readonly weights: Int8Array;
  readonly trits: 1 | 2 | 3 | 4;
  readonly epilogue: Epilogue;
}
/** acc = sum of `squares === null ? code : squares[code]` over the window, `padCode` outside; average pooling that does not count padding
 *  has `thresholdsByCount`: one epilogue per number of real pixels in the window, indexed by that number. */
export interface IntegerSumPool extends IntegerBase {
  readonly kind: 'sum-pool';
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly padCode: number;
  readonly squares: Uint8Array | null;
  readonly epilogue: Epilogue;
  readonly thresholdsByCount: ReadonlyMap<number, Epilogue> | null;
}
/** Largest code of the window, or the smallest where minimum[c] is 1 (a falling curve after it). Outside the image counts for nothing. */
export interface IntegerMaxPool extends IntegerBase {
  readonly kind: 'max-pool';
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly minimum: Uint8Array;
}
/** acc = code (or wide code) of the same place; then the epilogue. Stand-alone activation or batch-norm. */
export interface IntegerRequantize extends IntegerBase { readonly kind: 'requantize'; readonly epilogue: Epilogue }
/** output = table[8 * first + second]: add, and any other pair. */
export interface IntegerPairTable extends IntegerBase { readonly kind: 'pair-table'; readonly table: Uint8Array }
/** Channels one after the other, each operand re-coded by its own 8-entry map. */
export interface IntegerConcat extends IntegerBase { readonly kind: 'concat'; readonly codeMaps: readonly Uint8Array[] }
export interface IntegerUpsample extends IntegerBase { readonly kind: 'upsample'; readonly factor: Pair }
export interface IntegerFlatten extends IntegerBase { readonly kind: 'flatten' }
/** Over raw accumulators of one scale, or codes; lowest index wins a tie. */
export interface IntegerArgmax extends IntegerBase { readonly kind: 'argmax' }

export type IntegerNode =
  | IntegerInput | IntegerConv | IntegerTransposedConv | IntegerSumPool | IntegerMaxPool | IntegerRequantize
  | IntegerPairTable | IntegerConcat | IntegerUpsample | IntegerFlatten | IntegerArgmax;

export type IntegerGraph = Graph<IntegerNode>;

/** A tensor of one frame: channel-major integers of `shape`. */
export interface IntegerTensor {
  readonly shape: readonly [number, number, number];
  readonly data: Int32Array;
}
