// The network: every layer with its shapes and precisions beside a drawing of who reads whom.
import type { IntegerFormat, IntegerNode } from '../../../compiler/ir/integer-graph.ts';
import type { ReportFacts } from '../facts.ts';
import { type Html, html } from '../html.ts';
import { layLanes, type LaneLine } from './network-lanes.ts';
import type { Section } from './section.ts';

/** Width of a lane in the drawing. */
const LANE = 16;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly what: string;
  readonly weights: string;
  readonly shape: string;
  readonly values: string;
  readonly where: string;
  readonly inputs: readonly string[];
  readonly isOutput: boolean;
}

export function networkSection({ network: { integer, tail, program } }: ReportFacts): Section {
  const outputs = new Set([...integer.outputs, ...(tail?.graph.outputs ?? [])].map(({ node }) => node));
  const rows: Row[] = integer.nodes.map((node) => {
    const layer = program.layers.find(({ id }) => id === node.id);
    return {
      id: node.id, name: node.name, kind: node.kind, what: describe(node), weights: weightsOf(node), shape: node.shape.join(' × '), values: valuesOf(node.format),
      where: node.kind === 'input' ? 'from memory' : layer === undefined ? 'fused' : `${layer.phases.length > 1 ? 'phases' : 'phase'} ${layer.phases.join(', ')}`,
      inputs: node.inputs, isOutput: outputs.has(node.id),
    };
  });
  const host: Row[] = (tail?.graph.nodes ?? []).filter(({ kind }) => kind !== 'input').map((node) => ({
    id: node.id, name: node.name, kind: node.kind, what: node.kind, weights: 'params' in node ? 'real numbers' : '', shape: node.shape.join(' × '), values: 'real numbers', where: 'on the host', inputs: node.inputs,
    isOutput: outputs.has(node.id),
  }));
  const all = [...rows, ...host];
  const { lines, lanes } = layLanes(all);
  return {
    id: 'network', title: 'Network',
    lead: html`${all.length} steps from input to output. Shapes are channels × height × width. A weight of <i>n</i> trits is a sum of <i>n</i> digits −1, 0, 1 times powers of three; “fused” means that no tile works for this step alone.`,
    body: html`<div class="net" role="table" aria-label="Layers of the network" style="--lanes:${Math.max(1, lanes) * LANE + 8}px"><div role="row" class="line head"><span></span>${['layer', 'computes', 'weights', 'result', 'values', 'runs in'].map((title) => html`<span role="columnheader">${title}</span>`)}</div>${all.map((row, index) => line(row, lines[index] as LaneLine, lanes))}</div>`,
  };
}

function line(row: Row, lanes: LaneLine, count: number): Html {
  return html`<div role="row" class="line" data-layer="${row.name}">${drawing(lanes, count)}<span role="cell" class="name"><b>${row.name}</b>${row.isOutput ? html` <em>output</em>` : null}</span><span role="cell">${row.what}</span><span role="cell">${row.weights}</span><span role="cell" class="shape">${row.shape}</span><span role="cell">${row.values}</span><span role="cell" class="where">${row.where}</span></div>`;
}

/** Lines stretch to the height of the row; the dot lies in the middle. */
function drawing({ lane, entering, passing, leaves }: LaneLine, count: number): Html {
  const x = (index: number): number => index * LANE + 10;
  const width = count * LANE + 8;
  return html`<span class="lanes" aria-hidden="true" style="width:${width}px"><svg viewBox="0 0 ${width} 100" preserveAspectRatio="none">${passing.map((index) => html`<path d="M${x(index)} 0V100"/>`)}${entering.map((index) => html`<path d="M${x(index)} 0C${x(index)} 30 ${x(lane)} 20 ${x(lane)} 50"/>`)}${leaves ? html`<path d="M${x(lane)} 50V100"/>` : null}</svg><i style="left:${x(lane)}px"></i></span>`;
}

function describe(node: IntegerNode): string {
  switch (node.kind) {
    case 'input': return 'input';
    case 'conv': {
      const [height, width] = node.kernel;
      const window = height === 1 && width === 1 && node.shape[1] === 1 && node.shape[2] === 1 ? 'dense' : `convolution ${height} × ${width}`;
      return [window, strideOf(node.stride), node.groups > 1 ? `${node.groups} groups` : ''].filter((part) => part !== '').join(', ');
    }
    case 'transposed-conv': return [`transposed convolution ${node.kernel.join(' × ')}`, strideOf(node.stride)].filter((part) => part !== '').join(', ');
    case 'sum-pool': return `${node.squares === null ? 'average' : 'L2'} pooling ${node.kernel.join(' × ')}`;
    case 'max-pool': return `max pooling ${node.kernel.join(' × ')}`;
    case 'requantize': return 'curve';
    case 'pair-table': return 'sum of two tensors';
    case 'concat': return `joins ${node.inputs.length} tensors`;
    case 'upsample': return `enlarges ${node.factor.join(' × ')}`;
    case 'flatten': return 'flattens';
    case 'argmax': return 'index of the largest';
  }
}

const strideOf = ([down, across]: readonly [number, number]): string => (down === 1 && across === 1 ? '' : `stride ${down === across ? down : `${down} × ${across}`}`);

function weightsOf(node: IntegerNode): string {
  if (!('weights' in node)) return '';
  return `${node.weights.length.toLocaleString('en-US')} of ${node.trits} ${node.trits === 1 ? 'trit' : 'trits'} (${Math.min(...extremes(node.weights))} to ${Math.max(...extremes(node.weights))})`;
}

function extremes(values: Int8Array): number[] {
  let least = 0;
  let most = 0;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

function valuesOf(format: IntegerFormat): string {
  switch (format.kind) {
    case 'codes': return '3 bits';
    case 'wide': return `${format.bits} bits`;
    case 'raw': return '24-bit sums';
    case 'index': return 'class index';
  }
}
