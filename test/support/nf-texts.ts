// Model texts for property tests: a corpus that uses every construct, soups of words, and mutations of the corpus.
import fc from 'fast-check';
import { lenet5 } from './nf-lenet5.ts';

export const corpus: readonly string[] = [
  lenet5,
  `import "blocks.nf"
network Everything { # a comment
  input image: u8[3, 2 * 16, 32], scale 1/255, zero 0
  input depth: s4[1, 32, 32]
  weights random(1 + 1)
  precision weights 2 trits, activations 3b

  k = 3
  shared enc = Encoder(8 maps)
  # between statements
  body = image |> conv(k + 1, k x k, stride (2 * 1), pad 1x2x3x4, groups 1, no bias) |> batchnorm(epsilon 1e-3)
    # in a pipeline
    |> c2: conv(8 maps, (k)x(k), same, weights ternary, key "old.c2") |> relu(range = 6)
  skip = if k > 1 and not (k == 2 or k >= 9) then image |> maxpool(2x2, stride 2) |> conv(8, 1x1) else body
  t = concat(
    body,
    image |> enc |> avgpool(3x3, stride 2, pad 1, count padding), # one
    skip
  ) |> threshold(base -1)
  t |> r: repeat 2 as v, i {
    a = v |> conv(maps(v) - 0, 3x3, same, table { 0: 0 1   1: 2 })
    return add(v, a, v) |> tanh
  } |> repeat 3 { |> relu |> l2pool(2) } |> output feat: deconv(4 maps, 4x4, stride 2, outpad 1)
  depth |> upsample(2x1) |> flatten |> output logits: dense(10 units) |> output again
  output digit = argmax(logits)
  output other: sigmoid(feat) |> sqrt
  output t
}

table T { 0: 0 1
  1: 1 2   2: 0 }

block Encoder(x, maps, stride = 1, mode = same, w = 2 trits) { return x |> conv(maps, 3x3, stride, pad mode, weights w) |> hardtanh }
`,
];

const vocabulary: readonly string[] = [
  'network', 'block', 'table', 'import', 'input', 'output', 'weights', 'precision', 'return', 'repeat', 'shared', 'as', 'if', 'then', 'else',
  'and', 'or', 'not', 'N', 'x', 'conv', 'relu', 'add', 'maps', 'stride', 'pad', 'same', 'base', 'image', 'random', 'u8',
  '5x5', '3', '1e9', '6b', '0.5', '"a.nf"', '"', '|>', '=', '==', '<', '+', '-', '*', '/', '%', ':', ',', '(', ')', '{', '}', '[', ']',
  '#', '\n', '\n', ';', '//', 'é', '0:', 'trits', 'a', 'b', '\t', '\r\n', '()', '{}', '[1, 8, 8]',
];

/** Words in any order. */
export const wordSoup = fc.array(fc.constantFrom(...vocabulary), { maxLength: 80 }).map((words) => words.join(' '));

interface Edit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(4000),
  length: fc.nat(12),
  text: fc.oneof(fc.constantFrom(...vocabulary), fc.string({ maxLength: 6 })),
});

/** A text of the corpus with a few places cut, replaced or filled in. */
export const mutatedText = fc.tuple(fc.constantFrom(...corpus), fc.array(edit, { minLength: 1, maxLength: 6 })).map(([text, edits]) =>
  edits.reduce((current, { at, length, text: inserted }) => {
    const start = at % (current.length + 1);
    return current.slice(0, start) + inserted + current.slice(start + length);
  }, text),
);

/** A valid text with its blanks changed where that keeps the meaning: line ends inside brackets, wide gaps, comments. */
export const respacedText = fc.tuple(fc.constantFrom(...corpus), fc.array(fc.nat(7), { minLength: 20, maxLength: 60 })).map(([text, choices]) => {
  let count = 0;
  return text.replace(/, |\n| \|> /g, (gap) => {
    const choice = choices[count % choices.length] ?? 0;
    count += 1;
    if (gap === ', ') return [',  ', ',', ' , ', ', '][choice % 4] ?? gap;
    if (gap === '\n') return ['\n\n\n', '  \n', '\r\n', '\n', '\n# note\n', '\n', '\n', '\n'][choice] ?? gap;
    return ['\n|> ', '  |>  ', '|>', '\n      |> ', ' |> ', ' |> ', '\n # why\n |> ', ' |> '][choice] ?? gap;
  });
});
