// What `nfc quantize` reports: accuracy before and after, the layers one by one, and the points of a search.
import { signalToNoise } from '../../compiler/quantize/post/layer-errors.ts';
import { paretoFront } from '../explore/pareto.ts';
import type { PointFigures } from '../explore/point.ts';
import type { BeforeAndAfter, QuantizedResult, Searched } from './quantize-model.ts';

export interface LayerRow {
  readonly name: string;
  readonly kind: string;
  /** Trits that the integers need, and the most that the layer's precision allows; null without weights. */
  readonly trits: number | null;
  readonly mostTrits: number | null;
  /** Root of squared weight error over squared weights. */
  readonly weightError: number | null;
  /** Decibels of real values over their difference from the integer network's, on the calibration frames; null where nothing differs. */
  readonly signalToNoiseDb: number | null;
  /** real = scale * (code - zero). */
  readonly codes: { readonly scale: number; readonly zero: number } | null;
  /** min-max or a percentile where calibration chose the codes. */
  readonly clipping: string | null;
  /** Root mean square of what was added to the sums of the output maps, in real units; null where the bias was left alone. */
  readonly biasShift: number | null;
}

export interface PointRow extends PointFigures {
  readonly trits: Readonly<Record<string, number>>;
  readonly loss: number;
  readonly accuracy: number | null;
  readonly isPareto: boolean;
  readonly isChosen: boolean;
}

export interface QuantizeDocument {
  readonly model: string;
  readonly target: string;
  readonly lossKind: 'cross-entropy' | 'share of the real results';
  readonly calibration: BeforeAndAfter;
  readonly test: BeforeAndAfter | null;
  readonly figures: PointFigures;
  readonly layers: readonly LayerRow[];
  readonly search: { readonly points: readonly PointRow[]; readonly refused: number } | null;
}

export function quantizeDocument(result: QuantizedResult): QuantizeDocument {
  const { network, target, calibration, test, figures, search, searchedLayers } = result;
  return {
    model: network.layers.name, target: target.name,
    lossKind: calibration.integer.accuracy === null ? 'share of the real results' : 'cross-entropy',
    calibration, test, figures,
    layers: layerRows(result),
    search: search === null ? null : { points: pointRows(search, searchedLayers), refused: search.refused },
  };
}

function layerRows({ network, post, fits, errors }: QuantizedResult): LayerRow[] {
  const formats = new Map(post.integer.nodes.map((node) => [node.id, node.format]));
  return network.layers.nodes.filter((layer) => layer.kind !== 'input' && layer.kind !== 'argmax').map((layer) => {
    const fit = 'params' in layer ? fits.get(layer.params.key) : undefined;
    const error = errors.get(layer.id);
    const format = formats.get(layer.id);
    const shift = post.biases.get(layer.id)?.shift;
    return {
      name: layer.name, kind: layer.kind,
      trits: fit === undefined ? null : tritsOf(fit.integers),
      mostTrits: 'precision' in layer ? layer.precision.trits : null,
      weightError: fit?.relativeError ?? null,
      signalToNoiseDb: error === undefined ? null : signalToNoise(error),
      codes: format?.kind === 'codes' ? { scale: format.scale, zero: format.zero } : null,
      clipping: network.codes.get(layer.id)?.source ?? null,
      biasShift: shift === undefined ? null : Math.sqrt(shift.reduce((sum, value) => sum + value * value, 0) / shift.length),
    };
  });
}

/** Balanced trits that hold all of `integers`. */
function tritsOf(integers: Int8Array): number {
  const largest = integers.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  return Math.max(1, Math.ceil(Math.log(2 * largest + 1) / Math.log(3) - 1e-9));
}

/** By cycles, then loss. */
function pointRows({ points, chosen }: Searched, names: readonly string[]): PointRow[] {
  const front = paretoFront(points.map((point) => [point.cost, point.loss]));
  return points.map(({ trits, cost: _cost, ...figures }, index): PointRow => ({
    ...figures, trits: Object.fromEntries(names.map((name, i) => [name, trits[i] ?? 0])), isPareto: front[index] === true, isChosen: points[index] === chosen,
  })).sort((a, b) => a.cycles - b.cycles || a.loss - b.loss);
}
