// Net32k, the chip of Bell Labs with 32,768 one-bit connections (1990): 256 neurons of 128 inputs, joinable up to 1,024, evaluated every
// 100 ns. A ternary weight takes a pair of neurons. Carried over to 3-bit states: one evaluation per bit, one pair per trit of a weight.
// Favourable: templates never need to be reloaded, and bits and trits are added up elsewhere at no cost.
import { layerWork, multiplyAdds, placesOf } from './layer-work.ts';
import { baselineResult, type BaselineMachine, type Constant } from './machine.ts';

const SOURCE = 'Graf, Janow, Henderson and Lee, NIPS 3, 1990';

const CONSTANTS = {
  neurons: { value: 256, unit: 'neurons', status: 'recalled', source: SOURCE },
  inputsPerNeuron: { value: 128, unit: 'connections', status: 'recalled', source: SOURCE },
  neuronsPerTrit: { value: 2, unit: 'neurons', status: 'recalled', source: SOURCE },
  /** Evaluations a microsecond, used as its clock. */
  evaluationsMHz: { value: 10, unit: 'MHz', status: 'recalled', source: SOURCE },
} as const satisfies Record<string, Constant>;

export const net32k: BaselineMachine = {
  name: 'net32k', title: 'Net32k', constants: CONSTANTS,
  run: (graph) => {
    let operations = 0;
    let evaluations = 0;
    for (const layer of layerWork(graph)) {
      if (layer.kind !== 'weighted') continue;
      operations += 2 * multiplyAdds(layer);
      const neurons = layer.sources.reduce((sum, row) => sum + Math.ceil((row.length * layer.kernel[0] * layer.kernel[1]) / CONSTANTS.inputsPerNeuron.value), 0);
      const templates = Math.ceil((neurons * CONSTANTS.neuronsPerTrit.value * layer.trits) / CONSTANTS.neurons.value);
      evaluations += placesOf(layer) * templates * layer.inputBits;
    }
    return baselineResult('net32k', CONSTANTS.evaluationsMHz.value, evaluations, operations);
  },
};
