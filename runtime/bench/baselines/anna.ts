// ANNA, the mixed analog and digital chip of Bell Labs (1991): eight neurons read up to 256 inputs in one operation of 200 ns. Weights of
// 6 bits, states of 3. Favourable: reloading its 4,096 weights and wider inputs cost nothing, and every operation finds its data.
import { layerWork, multiplyAdds, placesOf } from './layer-work.ts';
import { baselineResult, type BaselineMachine, type Constant } from './machine.ts';

const SOURCE = 'Boser and others, IEEE JSSC 26(12), 1991';

const CONSTANTS = {
  neurons: { value: 8, unit: 'neurons', status: 'recalled', source: SOURCE },
  inputsPerOperation: { value: 256, unit: 'inputs', status: 'recalled', source: SOURCE },
  clockMHz: { value: 20, unit: 'MHz', status: 'recalled', source: SOURCE },
  cyclesPerOperation: { value: 4, unit: 'cycles', status: 'derived', source: '200 ns at 20 MHz' },
} as const satisfies Record<string, Constant>;

export const anna: BaselineMachine = {
  name: 'anna', title: 'ANNA', constants: CONSTANTS,
  run: (graph) => {
    let operations = 0;
    let evaluations = 0;
    for (const layer of layerWork(graph)) {
      if (layer.kind !== 'weighted') continue;
      operations += 2 * multiplyAdds(layer);
      const widest = Math.max(...layer.sources.map((row) => row.length)) * layer.kernel[0] * layer.kernel[1];
      evaluations += placesOf(layer) * Math.ceil(layer.output[0] / CONSTANTS.neurons.value) * Math.ceil(widest / CONSTANTS.inputsPerOperation.value);
    }
    return baselineResult('anna', CONSTANTS.clockMHz.value, evaluations * CONSTANTS.cyclesPerOperation.value, operations);
  },
};
