// Post-training quantization of a model file: measures the real network on calibration pictures, rounds it at given trits (or searches them),
// and says what is left of it.
import { fitWeights, type Trits, type WeightFit } from '../../compiler/quantize/post/fit-weights.ts';
import { type LayerError, makeErrorSum } from '../../compiler/quantize/post/layer-errors.ts';
import { type PostQuantized, postQuantize } from '../../compiler/quantize/post/post-quantize.ts';
import { measureReal, type RealNetwork, type WeightedLayer } from '../../compiler/quantize/post/real-network.ts';
import { type Assignment, choosePoint, type SearchedPoint, searchPrecision } from '../../compiler/quantize/post/search-precision.ts';
import { prepareFloat } from '../../compiler/reference/float.ts';
import { prepareInteger } from '../../compiler/reference/integer.ts';
import { isOnHost } from '../../compiler/ir/float-graph.ts';
import { bug, type Diagnostic } from '../../compiler/source/diagnostic.ts';
import type { Target } from '../../compiler/target/target.ts';
import type { Split } from '../dataset.ts';
import { orRefusal, type PointFigures, simulatePoint } from '../explore/point.ts';
import { DEFAULT_TARGET, floatInputs, loadModelWithParams } from '../network.ts';
import { loadTarget } from '../load-target.ts';
import { UsageError } from '../usage-error.ts';
import { type LabelledFrames, openPictures } from './calibration-set.ts';
import { integerScore, realScore } from './run-scores.ts';
import type { Score } from './score.ts';

export interface QuantizeRequest {
  readonly model: string;
  readonly weights: string | undefined;
  readonly target: string | undefined;
  readonly calibrate: readonly string[];
  readonly images: number;
  readonly split: Split;
  readonly testImages: number | undefined;
  /** Null: every layer gets the trits of its precision. */
  readonly search: Budget | null;
  readonly sources: Map<string, string>;
}

/** At most one of the two; none searches the whole front. */
export interface Budget {
  readonly cycles: number | undefined;
  /** Joules a frame. */
  readonly energyJ: number | undefined;
}

export interface Measurement extends PointFigures {
  readonly loss: number;
  readonly accuracy: number | null;
  /** What the budget bounds. */
  readonly cost: number;
}

export interface Searched {
  readonly points: readonly SearchedPoint<Measurement>[];
  readonly chosen: SearchedPoint<Measurement>;
  readonly refused: number;
}

export interface BeforeAndAfter {
  readonly origin: string;
  readonly real: Score;
  readonly integer: Score;
}

export interface QuantizedResult {
  readonly network: RealNetwork;
  readonly post: PostQuantized;
  /** By weight key. */
  readonly fits: ReadonlyMap<string, WeightFit>;
  /** By layer id. */
  readonly errors: ReadonlyMap<string, LayerError>;
  readonly target: Target;
  readonly figures: PointFigures;
  readonly calibration: BeforeAndAfter;
  readonly test: BeforeAndAfter | null;
  /** Names of the weighted layers in the order of a search's assignments. */
  readonly searchedLayers: readonly string[];
  readonly search: Searched | null;
  readonly warnings: readonly Diagnostic[];
}

/** Called with what is going on, and how many steps it has; the result is called after each step. */
export type OnStage = (what: string, steps: number) => () => void;

/** Throws ModelError, UsageError, FileFormatError, or the system's own errors. */
export async function quantizeModel(request: QuantizeRequest, onStage: OnStage): Promise<QuantizedResult> {
  const target = loadTarget(request.target ?? DEFAULT_TARGET, request.sources);
  const { graph, params, warnings } = loadModelWithParams(request, 'real');
  const host = graph.nodes.find(isOnHost);
  if (host !== undefined) throw new UsageError(`${host.name} runs on the host, which nfc quantize does not support yet`, 'take a model without `on host`, or calibrate while compiling: nfc compile --calibrate');
  const { calibration, test } = openPictures(floatInputs(graph), { from: request.calibrate, images: request.images, split: request.split, testImages: request.testImages });
  const network = await measureReal(graph, params, calibration, onStage('measuring the real network', calibration.count));
  const real = await realScore(graph, params, calibration, onStage('scoring the real network', calibration.count));
  const rounding = makeRounding(network, calibration);
  const most = rounding.layers.map(({ layer }) => layer.precision.trits);
  const search = request.search === null ? null : await searchTrits(rounding, most, request.search, target, (post) => integerScore(post.integer, calibration, real.results), onStage);

  const fits = rounding.fitsOf(search?.chosen.trits ?? most);
  const post = postQuantize(network, fits, calibration, { correctBias: true });
  const errors = await layerErrors(network, post, calibration, onStage('comparing layers', calibration.count));
  return {
    network, post, fits, errors, target, warnings, search,
    figures: simulatePoint(post.integer, target).figures,
    calibration: { origin: calibration.origin, real: real.score, integer: integerScore(post.integer, calibration, real.results) },
    test: test === null ? null : {
      origin: test.origin,
      real: (await realScore(graph, params, test, onStage('testing the real network', test.count))).score,
      integer: integerScore(post.integer, test, [], onStage('testing the integer network', test.count)),
    },
    searchedLayers: rounding.layers.map(({ layer }) => layer.name),
  };
}

interface Rounding {
  /** One layer for each weight key. */
  readonly layers: readonly WeightedLayer[];
  readonly fitsOf: (trits: Assignment) => Map<string, WeightFit>;
  readonly quantize: (trits: Assignment) => PostQuantized;
}

/** Each layer is fitted once at each number of trits. */
function makeRounding(network: RealNetwork, calibration: LabelledFrames): Rounding {
  const layers = [...new Map(network.weighted.toReversed().map((entry) => [entry.layer.params.key, entry])).values()].reverse();
  const known = new Map<string, WeightFit>();
  const fitOf = (entry: WeightedLayer, trits: Trits): WeightFit => {
    const name = `${trits} ${entry.layer.params.key}`;
    const found = known.get(name) ?? fitWeights(entry, trits);
    known.set(name, found);
    return found;
  };
  const fitsOf = (trits: Assignment): Map<string, WeightFit> => new Map(layers.map((entry, i) => [entry.layer.params.key, fitOf(entry, trits[i] ?? bug('too few trits'))]));
  return { layers, fitsOf, quantize: (trits) => postQuantize(network, fitsOf(trits), calibration, { correctBias: true }) };
}

async function searchTrits(rounding: Rounding, most: Assignment, budget: Budget, target: Target, score: (post: PostQuantized) => Score, onStage: OnStage): Promise<Searched> {
  const limit = budget.cycles ?? (budget.energyJ === undefined ? undefined : 1000 * budget.energyJ);
  const steps = most.reduce<number>((sum, trits) => sum + 2 * (trits - 1), 1);
  const onPoint = onStage('searching precisions', steps);
  let refused = 0;
  const points = await searchPrecision<Measurement>({
    most, budget: limit,
    measure: async (trits) => {
      const post = rounding.quantize(trits);
      const point = orRefusal(() => simulatePoint(post.integer, target));
      onPoint();
      if ('refusal' in point) { refused++; return null; }
      const { loss, accuracy } = score(post);
      const { figures } = point;
      return { ...figures, loss, accuracy, cost: budget.energyJ === undefined ? figures.cycles : figures.energyPerFrameMj };
    },
  });
  const chosen = choosePoint(points, limit);
  if (chosen !== undefined) return { points, chosen, refused };
  const least = Math.min(...points.map((point) => point.cost));
  const [option, unit, factor] = budget.energyJ === undefined ? ['--cycles', 'cycles', 1] : ['--energy', 'J', 0.001];
  throw new UsageError(points.length === 0 ? `${target.name} refuses the network at any precision` : `no precision takes so little a frame: ${Number((least * factor).toPrecision(6))} ${unit} is the least on ${target.name}`, `give a larger ${option}, or another --target`);
}

async function layerErrors(network: RealNetwork, post: PostQuantized, frames: LabelledFrames, onFrame: () => void): Promise<ReadonlyMap<string, LayerError>> {
  const sum = makeErrorSum(network, post);
  const runReal = await prepareFloat(network.dataflow, network.params, sum.wanted);
  const runInteger = prepareInteger(post.integer);
  for (let index = 0; index < frames.count; index++) {
    sum.add(runReal(frames.reals(index)), runInteger(frames.codes(index)));
    onFrame();
  }
  return sum.errors;
}
