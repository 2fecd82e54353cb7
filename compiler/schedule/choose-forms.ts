// Which tensors are stored in blocks of single maps. A layer whose maps read few of many input maps (a connection table, pooling, depthwise)
// passes over blocks of 8 maps mostly for weights that are zero; in blocks of 8 pixels of one map it reads just what it needs. So such forms are
// tried for tensors that only such layers read, and kept where the layers together take fewer cycles. A layer often gains only where both what
// it reads and what it makes change, so the search starts from all tensors in one form, for every form, and then changes one after the other.
// Layers whose maps read different channels of an input may make two rows at a time (clusters.ts), which readers must be able to take in.
import { channelsRead } from './clusters.ts';
import { type GridLayer, type GridNetwork, isPlain, producersOf } from './grid-layer.ts';

/** Rows of a stored row in blocks of single maps; 0 for blocks of 8 maps, pairs for two rows of them in a stored row. */
export type Form = 0 | 1 | 2 | 4 | 'pairs';

const FORMS: readonly Form[] = [0, 1, 2, 4];

export type Forms = ReadonlyMap<string, Form>;

/** The forms with the least cost of those tried; every layer that is not named has form 0. */
export function chooseForms(network: GridNetwork, costOf: (forms: Forms) => number, mostOfPlain = MOST_OF_PLAIN): Forms {
  const candidates = network.layers.filter((layer) => canMakeMaps(layer) && readsFew(layer) && isForThin(network, layer));
  const firsts = network.layers.filter((layer) => isFirst(network, layer) && channelsRead(layer) !== null);
  if (candidates.length + firsts.length === 0) return new Map();
  const plain = { forms: new Map<string, Form>(), cost: costOf(new Map()) };
  const paired = improved(firsts, ['pairs'], plain, costOf);
  const simple = paired.cost <= plain.cost * MOST_OF_UNPAIRED ? paired : plain;
  if (candidates.length === 0) return simple.forms;
  const readersOf = (id: string): string[] => candidates.filter(({ source }) => source === id).map((reader) => reader.id);
  const found = FORMS.map((form) => {
    const forms = new Map([...simple.forms, ...candidates.map(({ id }) => [id, form] as const)]);
    return improved(firsts, ['pairs'], improved(candidates, FORMS, { forms, cost: costOf(forms) }, costOf, readersOf), costOf);
  });
  const best = found.reduce((least, other) => (other.cost < least.cost ? other : least));
  return best.cost <= Math.min(plain.cost * mostOfPlain, simple.cost) ? best.forms : simple.forms;
}

const isFirst = (network: GridNetwork, { source }: GridLayer): boolean => !network.joints.has(source) && network.layers.every(({ id }) => id !== source);

/** Share of the cycles of all layers that rows in pairs must not exceed: with ternary weights, whose passes are few, the model sees gains of less
 *  than a hundredth that phases do not have. */
const MOST_OF_UNPAIRED = 0.985;

/** Share of the cycles in blocks of 8 maps that must not be exceeded: small gains in cycles of single layers are lost again where phases share
 *  the tiles, since blocks of maps need more row memory and leave fewer splits. */
const MOST_OF_PLAIN = 0.75;

interface Found {
  readonly forms: Forms;
  readonly cost: number;
}

function improved(candidates: readonly GridLayer[], among: readonly Form[], start: Found, costOf: (forms: Forms) => number, readersOf: (id: string) => string[] = () => []): Found {
  let { forms, cost } = start;
  for (let before = Infinity; cost < before; ) {
    before = cost;
    for (const { id } of candidates) {
      for (const form of among) {
        if (form === (forms.get(id) ?? 0)) continue;
        const alone = new Map(forms).set(id, form);
        // Where its readers cannot take it as they are, they change, too.
        const readers = readersOf(id);
        const changes = readers.length === 0 || costOf(alone) < Infinity ? [alone] : among.map((other) => new Map([...alone, ...readers.map((reader) => [reader, other] as const)]));
        for (const tried of changes) {
          const triedCost = costOf(tried);
          if (triedCost >= cost) continue;
          cost = triedCost;
          forms = tried;
        }
      }
    }
  }
  return { forms, cost };
}

/** Whether all of these layers can be made and read in blocks of single maps. */
export function canAvoid(network: GridNetwork, wide: ReadonlySet<string>): boolean {
  return network.layers.every((layer) => !wide.has(layer.id) || (canMakeMaps(layer) && readsFew(layer) && isForThin(network, layer)));
}

function canMakeMaps(layer: GridLayer): boolean {
  const { epilogue, pool, stripe, output, isInner } = layer;
  return isPlain(layer) && stripe === null && (epilogue.kind === 'codes' || (epilogue.index === null && !isInner)) && pool === null && output[2] >= 16;
}

/** A window of more values widens too much with every pixel more of a fold, if all of them count. */
const MOST_VALUES = 512;

const readsFew = (layer: GridLayer): boolean => layer.input[0] * layer.kernel[0] * layer.kernel[1] <= MOST_VALUES || isThin(layer);

/** Whether thin layers alone read it, straight from where it is; for an output without readers, whether it is thin itself. */
function isForThin(network: GridNetwork, layer: GridLayer): boolean {
  const readers = network.layers.filter((other) => producersOf(network, other.source).includes(layer.id));
  if (readers.length === 0) return isThin(layer);
  return readers.every((reader) => reader.source === layer.id && reader.fromColumn === null && isThin(reader));
}

/** Each map reads at most a quarter of at least 8 input maps. */
function isThin(layer: GridLayer): boolean {
  const [channels] = layer.input;
  if (channels < 8) return false;
  const sampled = Math.min(8, layer.output[0]);
  let read = 0;
  for (let map = 0; map < sampled; map++) {
    const seen = new Set<number>();
    layer.eachWeight(map, (channel) => { seen.add(channel); }, 0, 0);
    read += seen.size;
  }
  return read <= (sampled * channels) / 4;
}
