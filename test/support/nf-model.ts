// Helpers for tests of the language: compile a text, with further files by name, and read the graph as short lines.
import { parseModel } from '../../compiler/frontend.ts';
import type { FloatGraph, FloatNode } from '../../compiler/ir/float-graph.ts';
import { renderDiagnostics } from '../../compiler/source/render.ts';

/** The graph of a text that must be free of errors; other files it imports by path. */
export function lowerText(text: string, files: Readonly<Record<string, string>> = {}): FloatGraph {
  const all: Readonly<Record<string, string>> = { ...files, 'model.nf': text };
  const { graph, diagnostics, sources } = parseModel('model.nf', { readText: (path) => all[path] });
  if (graph === undefined) throw new Error(renderDiagnostics(diagnostics, sources));
  return graph;
}

/** Lowers the statements of a network with one input `image` of the given shape. */
export function lowerBody(body: string, shape = '4, 12, 10', rest = ''): FloatGraph {
  return lowerText(`network Test {\n  input image: u8[${shape}], scale 1/255\n  weights random(1)\n${body}\n}\n${rest}`);
}

export function nodeNamed(graph: FloatGraph, name: string): FloatNode {
  const node = graph.nodes.find((other) => other.name === name);
  if (node === undefined) throw new Error(`no node ${name}; there are ${graph.nodes.map((other) => other.name).join(', ')}`);
  return node;
}

/** `name: kind 6x28x28 <- image` for every node, in order. */
export function showGraph(graph: FloatGraph): string[] {
  const names = new Map(graph.nodes.map((node) => [node.id, node.name]));
  return graph.nodes.map((node) => {
    const from = node.inputs.map((id) => names.get(id) ?? '?').join(', ');
    return `${node.name}: ${node.kind} ${node.shape.join('x')}${from === '' ? '' : ` <- ${from}`}`;
  });
}
