// Thresholds against their definition, by brute force: every accumulator in reach gets the code nearest to its real output.
import { describe, expect, it } from 'vitest';
import { ALWAYS, NEVER } from '../../compiler/ir/integer-graph.ts';
import { applySteps, type CurveFunction, type RealStep } from '../../compiler/quantize/curve.ts';
import { type Accumulator, foldCurve, takeThresholds } from '../../compiler/quantize/epilogue.ts';
import { findThresholds, toOppositeParity } from '../../compiler/quantize/thresholds.ts';
import { applyEpilogue } from '../../compiler/reference/epilogue.ts';
import { nearestCode } from '../../compiler/reference/rounding.ts';

const REACH = { low: -900, high: 1100 };
const CURVES: readonly CurveFunction[] = ['relu', 'hardtanh', 'tanh', 'sigmoid', 'sqrt'];
const line = (slope: number, offset: number): RealStep => ({ kind: 'line', slope: Float64Array.of(slope), offset: Float64Array.of(offset) });
const fn = (name: CurveFunction): RealStep => ({ kind: 'function', fn: name });
const accumulator = (scale: number, zero: number, bias: number): Accumulator => ({
  channels: 1, scale: () => scale, zero: () => zero, bias: () => bias, reach: () => REACH,
});

/** Codes of all accumulators in reach, by the epilogue and by the definition. */
function compare(acc: Accumulator, steps: readonly RealStep[], format: { scale: number; zero: number }): void {
  const epilogue = foldCurve(acc, steps, format, 7);
  for (let value = REACH.low; value <= REACH.high; value++) {
    const real = applySteps(steps, 0, acc.scale(0) * (value - acc.zero(0)) + acc.bias(0));
    const wanted = nearestCode(real, format.scale, format.zero, 7);
    if (applyEpilogue(epilogue, 0, value) !== wanted) expect.fail(`accumulator ${value}: code ${applyEpilogue(epilogue, 0, value)}, definition ${wanted}`);
  }
}

describe('thresholds equal the definition', () => {
  const formats = [{ scale: 1 / 3, zero: 3 }, { scale: 1 / 7, zero: 0 }, { scale: 0.5, zero: 0 }, { scale: 0.21, zero: 5 }];
  for (const curve of CURVES) {
    for (const slope of [1, -1, 0.37, -2.9, 0]) {
      it(`${curve} behind a line of slope ${slope}`, () => {
        for (const format of formats) {
          for (const [scale, zero, bias] of [[0.003, 0, 0], [0.01, 41, -0.3], [0.25, -7, 0.125], [1, 0, 0.5]] as const) {
            compare(accumulator(scale, zero, bias), [line(slope, 0.1), fn(curve)], format);
            compare(accumulator(scale, zero, bias), [fn(curve), line(slope, -0.2)], format);
          }
        }
      });
    }
  }

  it('plain lines, rising and falling, ties included', () => {
    compare(accumulator(0.5, 0, 0), [], { scale: 1, zero: 0 });
    compare(accumulator(0.5, 0, 0), [], { scale: 1, zero: 7 });
    compare(accumulator(0.5, 0, 0), [line(-1, 0)], { scale: 1, zero: 4 });
    compare(accumulator(0.5, 3, 0.25), [line(-0.5, 1), line(-3, 2)], { scale: 0.75, zero: 4 });
  });

  it('abs of a line, where the centre falls on half steps', () => {
    for (const [scale, zero, bias] of [[0.01, 0, 0], [0.25, 11, 0.125], [0.5, -3, 0.75]] as const) {
      for (const slope of [1, -1, 2]) {
        compare(accumulator(scale, zero, bias), [line(slope, 0), fn('abs')], { scale: 0.4, zero: 0 });
        compare(accumulator(scale, zero, bias), [line(slope, 0), fn('abs'), line(-0.5, 1)], { scale: 0.2, zero: 4 });
        compare(accumulator(scale, zero, bias), [line(slope, 0), fn('tanh'), fn('abs')], { scale: 1 / 7, zero: 0 });
      }
    }
  });

  it('abs with its centre out of reach, or without slope', () => {
    compare(accumulator(0.01, 0, 1000.003), [fn('abs')], { scale: 200, zero: 0 });
    compare(accumulator(0.01, 0, -13.37), [fn('abs'), line(1, -8)], { scale: 2, zero: 0 });
    compare(accumulator(0.01, 0, 4), [line(0, -1.2), fn('abs')], { scale: 0.4, zero: 0 });
  });
});

describe('epilogues', () => {
  it('choose abs thresholds of the parity that |2*acc - c| never has', () => {
    for (const bias of [0, 0.005, 0.01, 0.015, -0.38]) {
      const epilogue = foldCurve(accumulator(0.01, 5, bias), [fn('abs')], { scale: 0.5, zero: 0 }, 7);
      const centre = epilogue.absolute?.[0] ?? 0;
      for (const threshold of epilogue.thresholds) expect(Math.abs(threshold - centre) % 2).toBe(1);
    }
  });

  it('round an abs centre to half a step of the accumulator', () => {
    const epilogue = foldCurve(accumulator(1, 0, 0.3), [fn('abs')], { scale: 1, zero: 0 }, 7);
    expect(epilogue.absolute?.[0]).toBe(-1);
  });

  it('make constant channels of slope zero', () => {
    const { thresholds, falling } = foldCurve(accumulator(0.01, 0, 0), [line(0, 0.5), fn('relu')], { scale: 1 / 7, zero: 0 }, 7);
    expect(Array.from(thresholds)).toEqual([ALWAYS, ALWAYS, ALWAYS, ALWAYS, NEVER, NEVER, NEVER]);
    expect(falling[0]).toBe(0);
  });

  it('keep tanh below the top code', () => {
    expect(foldCurve(accumulator(0.01, 0, 0), [fn('tanh')], { scale: 1 / 3, zero: 3 }, 7).thresholds[6]).toBe(NEVER);
  });

  it('keep their parity next to never and always', () => {
    expect([toOppositeParity(NEVER, 0), toOppositeParity(NEVER, 1), toOppositeParity(ALWAYS, 1), toOppositeParity(ALWAYS, 0)]).toEqual([NEVER, NEVER - 1, ALWAYS, ALWAYS + 1]);
  });

  it('find thresholds anywhere in 24 bits', () => {
    expect(findThresholds((value) => (value >= 8_388_606 ? 7 : value > -8_388_608 ? 1 : 0), false)).toEqual([-8_388_607, ...Array(6).fill(8_388_606)]);
  });
});

describe('given thresholds', () => {
  it('are shifted, sorted, clamped and filled up', () => {
    const epilogue = takeThresholds([5, -1, 3, 2 ** 30, -(2 ** 30), 0], 3, 2, (channel) => 10 * channel);
    expect(Array.from(epilogue.thresholds)).toEqual([-1, 3, 5, NEVER, NEVER, NEVER, NEVER, ALWAYS, 10, NEVER, NEVER, NEVER, NEVER, NEVER]);
  });
});
