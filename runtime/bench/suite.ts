// The suite: which networks `nfc bench` runs, on which targets, and the bar that each is held to.

/** Versions of the neuFlow workloads: as the chips of the lineage compute, with a camera's bytes, with ternary weights. */
export type Version = '6-bit' | '8-bit input' | 'ternary';

export type Bar =
  | { readonly kind: 'ratio'; readonly atLeast: number }
  | { readonly kind: 'fps'; readonly atLeast: number }
  | { readonly kind: 'cycles'; readonly atMost: number };

export interface Workload {
  readonly name: string;
  /** Model file below examples/. */
  readonly file: string;
  /** Of W1 to W7, else null. */
  readonly version: Version | null;
  readonly targets: readonly string[];
  readonly bar: Bar | null;
}

/** Name that stands for W1 to W7 in their three versions. */
export const NEUFLOW_GROUP = 'neuflow';

const VERSIONS: readonly { readonly version: Version; readonly suffix: string; readonly bar: Bar | null }[] = [
  { version: '6-bit', suffix: '', bar: { kind: 'ratio', atLeast: 6 } },
  { version: '8-bit input', suffix: '-u8', bar: null },
  { version: 'ternary', suffix: '-ternary', bar: null },
];

/** What the geometric mean of the frame rates of W1 to W7 over neuFlow's must reach. */
export const MEAN_BARS: Readonly<Record<Version, number>> = { '6-bit': 12, '8-bit input': 6.5, ternary: 36 };

export const suite: readonly Workload[] = [
  ...VERSIONS.flatMap(({ version, suffix, bar }) => Array.from({ length: 7 }, (_, i): Workload => (
    { name: `w${i + 1}${suffix}`, file: `neuflow/w${i + 1}${suffix}.nf`, version, targets: ['neuflow-v6'], bar }
  ))),
  { name: 'cnv', file: 'cnv/cnv.nf', version: null, targets: ['pynq-z2'], bar: { kind: 'fps', atLeast: 4340 } },
  { name: 'resnet8', file: 'resnet8/resnet8.nf', version: null, targets: ['pynq-z2'], bar: { kind: 'cycles', atMost: 22_000 } },
  { name: 'dscnn', file: 'dscnn/dscnn.nf', version: null, targets: ['pynq-z2'], bar: { kind: 'cycles', atMost: 16_000 } },
  { name: 'vww', file: 'vww/vww.nf', version: null, targets: ['pynq-z2'], bar: { kind: 'cycles', atMost: 60_000 } },
  { name: 'kws', file: 'kws/kws.nf', version: null, targets: ['pynq-z2'], bar: { kind: 'fps', atLeast: 57_268 } },
  { name: 'lenet5', file: 'lenet5/lenet5.nf', version: null, targets: ['pynq-z2'], bar: null },
  { name: 'unet', file: 'unet/unet.nf', version: null, targets: ['neuflow-v6', 'pynq-z2'], bar: null },
];
