// Every message code of the language front end: one row each, with a title and an explanation that stands by itself.
// NF1 is the text, NF20 names and structure, NF21 the arguments of a layer, NF22 shapes and numbers. A code is never
// reused for another meaning. test/errors holds a model that provokes each row.

/** One row: `title` is a short noun phrase, `explanation` says why the compiler refuses and what to do. */
export interface CodeRow {
  readonly code: string;
  readonly title: string;
  readonly explanation: string;
}

const row = (code: string, title: string, explanation: string): CodeRow => ({ code, title, explanation });

export const codeRows = [
  row('NF1001', 'unexpected character', 'The character begins no word, number or sign of the language.'),
  row('NF1002', 'text without closing quote', 'Text in double quotes ends on the line on which it begins.'),
  row('NF1003', 'unexpected word', 'The grammar wants something else here; the message says what.'),
  row('NF1004', 'unfinished file', 'The file ends inside a network, block, table or call: a closing bracket is missing.'),
  row('NF1005', 'nesting too deep', 'Brackets and if-expressions may be nested 200 deep; name an inner part instead.'),

  row('NF2001', 'unknown name', 'A value, table or number must be defined above the place that uses it.'),
  row('NF2002', 'name defined twice', 'A name means one thing in its network, block or file, so that messages and weights can use it.'),
  row('NF2003', 'unknown layer or block', 'What is called is neither a built-in layer nor a block of this file or of its imports.'),
  row('NF2004', 'built-in name', 'Blocks, tables and shared layers cannot take the name of a built-in layer, function or option.'),
  row('NF2005', 'block uses itself', 'A network is finite hardware: a block cannot contain itself, not even through others.'),
  row('NF2006', 'imported file not found', 'An import is resolved relative to the file that contains it.'),
  row('NF2007', 'import cycle', 'Files that import each other have no first one; move what both use into a third file.'),
  row('NF2008', 'no network', 'The file given to the compiler must define the network; imported files give only blocks and tables.'),
  row('NF2009', 'more than one network', 'One file describes one network, so that it has one program and one weights file.'),
  row('NF2010', 'network without output', 'Without an output nothing of the network would be computed.'),
  row('NF2011', 'no weights declared', 'Layers with weights need a source for them: a safetensors file, or random(seed) for a trial.'),
  row('NF2012', 'misplaced statement', 'Return ends a block or repeat; inputs and outputs belong to the network.'),
  row('NF2013', 'declaration repeated', 'Weights and precision are declared once per network.'),
  row('NF2014', 'network without input', 'A network reads at least one input.'),
  row('NF2015', 'result not used', 'The layer feeds neither an output nor another layer; it is left out of the hardware.'),
  row('NF2016', 'input not used', 'Every declared input is streamed into the machine, so it has to feed something.'),
  row('NF2017', 'value used as a layer', 'After |> stands a layer or a block; a value can only stand at the start of a pipeline.'),

  row('NF2101', 'unknown option', 'The layer or block has no option or parameter of this name.'),
  row('NF2102', 'missing argument', 'The layer or block needs this argument and has no default for it.'),
  row('NF2103', 'wrong number of operands', 'The layer reads another number of tensors, or arguments are left over.'),
  row('NF2104', 'table does not fit the input', 'A connection table names input maps that the input does not have.'),
  row('NF2105', 'faulty table', 'A table lists each output map once, from 0 without gaps, with at least one input map and none twice.'),
  row('NF2106', 'argument of the wrong kind', 'A tensor, number, size, table or word stands where another kind of value is needed.'),
  row('NF2107', 'argument given twice', 'The same option or parameter appears more than once in a call.'),
  row('NF2108', 'options exclude each other', 'Two options contradict each other in one layer.'),

  row('NF2201', 'shapes differ', 'Add needs equal shapes; concat needs equal height and width.'),
  row('NF2202', 'window larger than the input', 'A kernel must fit into the input with its padding at least once.'),
  row('NF2203', 'not a whole number', 'Sizes, counts and zero points are whole numbers.'),
  row('NF2204', 'number out of range', 'The number is outside what this place allows; the message names the range.'),
  row('NF2205', 'division by zero', 'A constant expression divides by zero.'),
  row('NF2206', 'groups do not divide the maps', 'Input maps and output maps are both split evenly into groups.'),
  row('NF2207', 'tensor too large', 'A tensor may hold 2^27 elements and a layer 2^27 weights.'),
  row('NF2208', 'precision out of range', 'Inputs have 1 to 9 bits, weights 1 to 4 trits or 2 to 6 bits, activations 1 to 3 bits.'),
  row('NF2209', 'network too large', 'Blocks and repeats expand to at most 10,000 nodes, calls nest at most 200 deep.'),
  row('NF2210', 'argmax feeds a layer', 'Argmax yields an index, which is a result and no activation.'),
  row('NF2211', 'shared weights of different shapes', 'Layers with the same key use the same numbers, so their weights have one shape.'),
  row('NF2212', 'output without a layer', 'An output that is an unchanged input needs no machine.'),
  row('NF2213', 'unknown number format', 'Inputs are code, u1 to u9 or s1 to s9.'),
  row('NF2214', 'machine after host', 'The host finishes what the machine gives out, so no layer of the machine can read a layer of the host.'),
  row('NF2215', 'host reads an input', 'The host works on results of the machine; what it would do to an input alone needs no machine.'),
] as const satisfies readonly CodeRow[];

/** The row of a code, or undefined. */
export function findCode(code: string): CodeRow | undefined {
  return codeRows.find((entry) => entry.code === code);
}
