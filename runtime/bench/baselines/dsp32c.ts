// DSP32C, the floating-point signal processor of AT&T that ran these networks before the chips: 20 million operations a second, two for a
// multiply-add. Favourable: pooling, curves and addresses cost nothing.
import { totalMultiplyAdds } from './layer-work.ts';
import { baselineResult, type BaselineMachine, type Constant } from './machine.ts';

const CONSTANTS = {
  operationsMHz: { value: 20, unit: 'million operations/s', status: 'recalled', source: "figure of the talk on Bell Labs' network chips" },
} as const satisfies Record<string, Constant>;

export const dsp32c: BaselineMachine = {
  name: 'dsp32c', title: 'DSP32C', constants: CONSTANTS,
  run: (graph) => {
    const operations = 2 * totalMultiplyAdds(graph);
    return baselineResult('dsp32c', CONSTANTS.operationsMHz.value, operations, operations);
  },
};
