// Small networks, one for each operator of the language and for each way in which operators meet that the grid treats on its own.
import type { FloatGraph, InputFormat } from '../../compiler/ir/float-graph.ts';
import { buildGraph, type GraphBuilder, tritPrecision } from './graph-builder.ts';

const BYTE: InputFormat = { bits: 8, zero: 0, scale: 1 / 255 };
const CENTRED: InputFormat = { bits: 6, zero: 20, scale: 1 / 63 };
const ONE = { top: 1, left: 1, bottom: 1, right: 1 };
const TWO_TRITS = tritPrecision(2);

type Build = (net: GraphBuilder) => void;

const relu = (net: GraphBuilder, from: string): string => net.activation(from, 'relu', 2);
const codes = (net: GraphBuilder, maps: number, from?: string, padding = ONE): string =>
  net.activation(net.conv(from ?? net.input([3, 6, 7], BYTE, 'image'), maps, { kernel: [3, 3], padding, precision: TWO_TRITS }), 'tanh');

const NETWORKS: Readonly<Record<string, Build>> = {
  'an input that is an output': (net) => {
    const image = net.input([3, 4, 5], BYTE, 'image');
    net.output(image);
    net.output(net.input([2, 3, 3], { bits: 3, zero: 1, scale: 1 }, 'other'));
    net.output(codes(net, 3, image));
  },
  'add of two branches': (net) => {
    const first = codes(net, 5);
    net.output(relu(net, net.add(codes(net, 5, first), codes(net, 5, first))));
  },
  'add of a tensor and itself': (net) => { const first = codes(net, 9); net.output(relu(net, net.add(first, first))); },
  'add of inputs': (net) => net.output(relu(net, net.add(net.input([4, 5, 6], BYTE, 'left'), net.input([4, 5, 6], { bits: 3, zero: 2, scale: 0.1 }, 'right')))),
  'add of three': (net) => {
    const first = codes(net, 20);
    net.output(relu(net, net.add(first, codes(net, 20, first), first)));
  },
  'residual blocks with more than 16 maps': (net) => {
    let at = relu(net, codes(net, 20));
    for (let i = 0; i < 2; i++) at = relu(net, net.add(at, codes(net, 20, relu(net, codes(net, 20, at)))));
    net.output(net.argmax(net.dense(at, 4)));
  },
  'residual block with a strided shortcut': (net) => {
    const first = codes(net, 9);
    const body = net.activation(net.conv(first, 20, { kernel: [3, 3], stride: [2, 2], padding: ONE, precision: TWO_TRITS }), 'tanh');
    const skip = net.conv(first, 20, { kernel: [1, 1], stride: [2, 2], precision: TWO_TRITS });
    net.output(relu(net, net.add(net.batchnorm(net.conv(body, 20, { kernel: [3, 3], padding: ONE, precision: tritPrecision(4) })), skip)));
  },
  'a conv and what it reads, added in rows of 200 pixels': (net) => {
    const wide = net.conv(net.input([2, 3, 200], BYTE, 'image'), 17, { kernel: [1, 1], precision: TWO_TRITS });
    const first = net.activation(wide, 'tanh');
    const sum = net.activation(net.add(first, net.conv(first, 17, { kernel: [3, 5], padding: { top: 1, left: 2, bottom: 1, right: 2 }, precision: TWO_TRITS })), 'tanh');
    net.output(relu(net, net.add(net.conv(net.activation(net.conv(sum, 17, { kernel: [3, 3], padding: ONE }), 'tanh'), 17, { kernel: [1, 1] }), sum)));
  },
  'pooling of pooling, then L2 of single pixels': (net) => {
    const once = net.pool(relu(net, codes(net, 6)), 'average', { kernel: [1, 2], stride: [2, 1] });
    net.output(relu(net, net.pool(net.pool(once, 'sum', { kernel: [1, 1], stride: [1, 1] }), 'l2', { kernel: [1, 1], stride: [1, 1] })));
  },
  'few maps added in rows that end in filler, then dense': (net) => {
    const first = codes(net, 3);
    const sum = net.add(first, net.activation(net.conv(first, 3, { kernel: [3, 3], padding: ONE, precision: TWO_TRITS }), 'tanh'));
    net.output(net.argmax(net.dense(net.activation(sum, 'tanh'), 4)));
  },
  'concat read by a conv and an output': (net) => {
    const [a, b] = [codes(net, 5), codes(net, 20, net.input([2, 6, 7], CENTRED, 'other'))];
    const both = net.concat(a, b);
    net.output(both);
    net.output(codes(net, 6, both));
  },
  'concat of a tensor with itself and an input': (net) => {
    const image = net.input([2, 6, 7], { bits: 3, zero: 1, scale: 0.3 }, 'image');
    const first = codes(net, 3, image);
    net.output(codes(net, 4, net.concat(first, image, first)));
  },
  'concat of concats': (net) => {
    const first = codes(net, 3);
    const both = net.concat(first, codes(net, 17, first));
    net.output(codes(net, 4, net.concat(both, codes(net, 2, both))));
  },
  'concat of flattened tensors before dense': (net) => {
    const first = codes(net, 3);
    net.output(net.dense(net.concat(net.flatten(first), net.flatten(net.pool(first, 'max'))), 7));
  },
  'upsampling between convs': (net) => net.output(codes(net, 4, net.upsample(codes(net, 20), [2, 3]))),
  'upsampling of an input of 8 bits': (net) => net.output(net.conv(net.upsample(net.input([2, 4, 5], BYTE, 'image'), [2, 2]), 4, { kernel: [3, 3], padding: ONE })),
  'upsampling of raw sums, as output and for argmax': (net) => {
    const sums = net.conv(codes(net, 4), 3, { kernel: [3, 3], stride: [2, 1], padding: ONE });
    const large = net.upsample(sums, [2, 2]);
    net.output(large);
    net.output(net.argmax(large));
  },
  'argmax of enlarged sums of many maps': (net) => net.output(net.argmax(net.upsample(net.conv(codes(net, 4), 19, { kernel: [1, 1] }), [2, 2]))),
  'encoder and decoder with skips': (net) => {
    const wide = relu(net, codes(net, 8));
    const low = codes(net, 20, net.pool(wide, 'max'));
    const up = net.upsample(low, [2, 2]);
    const cut = net.conv(wide, 8, { kernel: [1, 2], precision: TWO_TRITS });
    net.output(net.conv(net.concat(up, net.activation(cut, 'relu', 2)), 3, { kernel: [3, 3], padding: ONE }));
  },
  'transposed conv, stride 2': (net) => net.output(relu(net, net.transposedConv(codes(net, 6), 5, { kernel: [3, 3], stride: [2, 2], padding: ONE, outputPadding: [1, 0] }))),
  'transposed conv on an input with a zero point, cropped': (net) => net.output(codes(net, 3, relu(net, net.transposedConv(net.input([3, 5, 4], CENTRED, 'image'), 9, { kernel: [4, 3], stride: [3, 2], padding: { top: 2, left: 1, bottom: 0, right: 2 } })))),
  'transposed conv with groups, kernel smaller than stride': (net) => net.output(relu(net, net.transposedConv(codes(net, 6), 4, { kernel: [1, 2], stride: [2, 3], groups: 2 }))),
  'raw transposed conv and its argmax': (net) => {
    const sums = net.transposedConv(codes(net, 5), 4, { kernel: [3, 2], stride: [2, 2] });
    net.output(sums);
    net.output(net.argmax(sums));
  },
  'argmax over 20 maps of an image, with its sums': (net) => {
    const sums = net.conv(codes(net, 4), 20, { kernel: [1, 1] });
    net.output(sums);
    net.output(net.argmax(sums));
  },
  'argmax over the flattened sums of a conv': (net) => net.output(net.argmax(net.flatten(net.conv(codes(net, 4), 2, { kernel: [3, 3], stride: [2, 2], padding: ONE })))),
  'argmax over 17 maps in rows of 259 pixels': (net) => net.output(net.argmax(net.conv(net.input([2, 2, 259], BYTE, 'image'), 17, { kernel: [1, 3], padding: { top: 0, left: 1, bottom: 0, right: 1 }, precision: TWO_TRITS }))),
  'argmax of 20 maps of codes': (net) => net.output(net.argmax(codes(net, 20))),
  'average that does not count padding': (net) => net.output(codes(net, 3, relu(net, net.pool(codes(net, 17), 'average', { kernel: [3, 3], stride: [2, 1], padding: ONE, countPadding: false })))),
  'average that does not count padding, of an input': (net) => net.output(relu(net, net.pool(net.input([2, 5, 6], BYTE, 'image'), 'average', { kernel: [2, 3], stride: [1, 1], padding: { top: 1, left: 2, bottom: 0, right: 1 }, countPadding: false }))),
  'average and sum that count padding': (net) => {
    const first = codes(net, 5);
    net.output(relu(net, net.pool(first, 'average', { kernel: [3, 3], padding: ONE })));
    net.output(relu(net, net.pool(first, 'sum', { kernel: [2, 2], padding: ONE })));
  },
  'square pooling with padding and a zero point': (net) => net.output(relu(net, net.pool(codes(net, 9), 'l2', { kernel: [3, 3], stride: [2, 2], padding: ONE }))),
  'square pooling of relu codes, overlapping, with a second reader': (net) => {
    const first = relu(net, net.conv(net.input([3, 7, 8], BYTE, 'image'), 12, { kernel: [3, 3], precision: TWO_TRITS }));
    net.output(codes(net, 4, relu(net, net.pool(first, 'l2', { kernel: [3, 2], stride: [1, 1], padding: { top: 1, left: 0, bottom: 1, right: 1 } }))));
    net.output(net.pool(first, 'max'));
  },
  'square pooling of inputs of 3 and of 8 bits': (net) => {
    net.output(relu(net, net.pool(net.input([10, 6, 9], { bits: 3, zero: 5, scale: 0.2 }, 'image'), 'l2', { kernel: [2, 3], stride: [2, 2], padding: { top: 0, left: 2, bottom: 1, right: 0 } })));
    net.output(relu(net, net.pool(net.input([3, 6, 6], CENTRED, 'other'), 'l2', { kernel: [3, 3], padding: ONE })));
  },
  'square pooling of whole maps, then its sums enlarged': (net) => {
    const first = codes(net, 17);
    net.output(net.dense(relu(net, net.pool(first, 'l2', { kernel: [6, 7] })), 3));
    net.output(relu(net, net.pool(net.upsample(first, [2, 1]), 'l2', { kernel: [1, 1] })));
  },
  'largest and smallest with padding': (net) => {
    const sums = net.batchnorm(net.pool(net.conv(net.input([3, 7, 8], BYTE, 'image'), 9, { kernel: [3, 3], precision: TWO_TRITS }), 'max', { kernel: [3, 3], stride: [2, 2], padding: ONE }));
    net.output(codes(net, 4, relu(net, sums)));
  },
  'max pooling of an input of 8 bits, padded': (net) => net.output(net.conv(net.pool(net.input([2, 6, 7], BYTE, 'image'), 'max', { kernel: [3, 3], stride: [2, 2], padding: ONE }), 4, { kernel: [3, 3], padding: ONE, precision: TWO_TRITS })),
  'max pooling twice, enlarged, of an input with a zero point': (net) => {
    const small = net.pool(net.pool(net.input([2, 8, 8], CENTRED, 'image'), 'max', { kernel: [2, 2], padding: { top: 1, left: 0, bottom: 1, right: 0 } }), 'max', { kernel: [3, 3], stride: [1, 1], padding: ONE });
    net.output(net.conv(net.upsample(small, [2, 1]), 3, { kernel: [3, 3], padding: ONE, precision: TWO_TRITS }));
  },
  'wide codes flattened behind pooling': (net) => net.output(net.dense(net.flatten(net.pool(net.input([2, 4, 6], CENTRED, 'image'), 'max')), 5)),
  'two inputs, two outputs, a pyramid with shared weights': (net) => {
    const image = net.input([2, 9, 8], BYTE, 'image');
    const level = (from: string): string => relu(net, net.conv(from, 6, { kernel: [3, 3], padding: ONE, key: 'shared', precision: TWO_TRITS }));
    const fine = level(relu(net, net.pool(image, 'average', { kernel: [1, 1] })));
    const coarse = level(relu(net, net.pool(image, 'average', { kernel: [3, 2] })));
    net.output(net.dense(net.concat(net.flatten(fine), net.flatten(coarse), net.input([3, 1, 1], { bits: 3, zero: 0, scale: 0.2 }, 'hints')), 5), 'scores');
    net.output(coarse, 'coarse');
  },
};

/** `widen`: images are so many times as wide. */
export const OPERATOR_NETWORKS: Readonly<Record<string, (widen?: number) => FloatGraph>> = Object.fromEntries(
  Object.entries(NETWORKS).map(([name, build]) => [name, (widen = 1) => {
    const net = buildGraph(5);
    build({ ...net, input: ([channels, height, width], ...more) => net.input([channels, height, width === 1 ? 1 : widen * width], ...more) });
    return net.finish();
  }]),
);
