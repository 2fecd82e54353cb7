// A second program of a network, in which tensors that the first keeps inside its tiles are outputs. A pooling or an addition joins the layer
// before it only where nothing else reads that layer's codes; an output is read, so each layer stands alone then, and its codes can be seen.
import type { IntegerGraph, IntegerNode } from '../compiler/ir/integer-graph.ts';
import type { Program } from '../compiler/program/program.ts';
import { schedule } from '../compiler/schedule/schedule.ts';
import { ModelError } from '../compiler/source/diagnostic.ts';
import type { Target } from '../compiler/target/target.ts';
import { maxFrames } from './memory-image.ts';

export interface Revealed {
  /** Null where none of the tensors can be an output. */
  readonly program: Program | null;
  /** Why a tensor is no output of the program, by its name. */
  readonly reasons: ReadonlyMap<string, string>;
}

/** Schedules `graph` on `target` for at least `frames` frames, with the tensors of these names as outputs: all, or those that the target
 *  takes one after the other. The cheapest plan by the cost model is taken: its cycles are compared, but are no figure of the network. */
export function reveal(graph: IntegerGraph, target: Target, names: readonly string[], frames: number): Revealed {
  const hidden = graph.nodes.filter((node) => names.includes(node.name));
  const all = tryOutputs(graph, target, hidden, frames);
  if (typeof all !== 'string') return { program: all, reasons: new Map() };
  const reasons = new Map<string, string>();
  const taken: IntegerNode[] = [];
  let program: Program | null = null;
  for (const node of hidden) {
    const more = hidden.length === 1 ? all : tryOutputs(graph, target, [...taken, node], frames);
    if (typeof more === 'string') {
      reasons.set(node.name, more);
      continue;
    }
    taken.push(node);
    program = more;
  }
  return { program, reasons };
}

/** The program, or why there is none. */
function tryOutputs(graph: IntegerGraph, target: Target, nodes: readonly IntegerNode[], frames: number): Program | string {
  const outputs = [...graph.outputs, ...nodes.map(({ name, id, span }) => ({ name, node: id, span }))];
  try {
    const program = schedule({ ...graph, outputs }, target);
    return maxFrames(program) >= frames ? program : `${frames} frames with it do not fit the memory of ${target.name}`;
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const [first] = error.diagnostics;
    return `${first?.code}: ${first?.message}`;
  }
}
