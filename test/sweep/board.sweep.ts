// LeNet-5 on the ULX3S design from the pins inwards, lanes on ECP5's cells as on the board: a host loads it over the serial line into an
// SDRAM, runs frames, reads the results back, and they are those of the integer reference; no rule of the memory is broken on the way.
import { expect, test } from 'vitest';
import { prepareInteger } from '../../compiler/reference/integer.ts';
import { openBoard } from '../../hdl/cosim/board.ts';
import { buildModel } from '../../hdl/cosim/build-model.ts';
import { SDRAM_TIMING } from '../../hdl/cosim/sdram.ts';
import { primitivesFor } from '../../hdl/emit/emit.ts';
import { boardSources } from '../../hdl/emit/read-rtl.ts';
import { boardClock } from '../../hdl/export/ulx3s-clock.ts';
import { programInputs } from '../../runtime/choose-frames.ts';
import { openDevice } from '../../runtime/device/device.ts';
import { serialPort } from '../../runtime/device/serial-port.ts';
import { randomFrames } from '../../runtime/frames.ts';
import { compileFile } from '../../runtime/network.ts';
import { modelCacheFolder } from '../../runtime/project-folder.ts';
import { readFixtures } from '../hdl/fixtures/read-fixture.ts';

const FRAMES = 3;
/** Clock cycles of a bit: a fast line, for the time of this test is the line's. */
const DIVISOR = 4;
const PATIENCE_CYCLES = 10_000;

test('LeNet-5 comes over the serial line, runs from SDRAM and gives what the reference gives', async () => {
  const { program, integer } = await compileFile({ model: 'examples/lenet5/lenet5-ternary.nf', target: 'ulx3s-85f', calibrate: [], sources: new Map() });
  const { target } = program;
  const clock = boardClock(target.clockMHz);
  if (clock === null) throw new Error(`no clock of ${target.clockMHz} MHz`);
  expect(clock.clockMHz).toBe(target.clockMHz);
  const model = await buildModel({
    sources: new Map([...boardSources(target), ...readFixtures('fx_ecp5_cells.sv')]), top: 'nf_board', cacheDir: modelCacheFolder(),
    parameters: new Map(Object.entries({ ...clock.parameters, Divisor: DIVISOR, Primitives: primitivesFor(target.family) })),
  });
  const board = openBoard(model, { divisor: DIVISOR, clockMHz: target.clockMHz, timing: SDRAM_TIMING });
  board.run(clock.parameters.InitCycles + 100);
  const cyclesPerMs = 1000 * target.clockMHz;
  const device = await openDevice(serialPort('nf_board in Verilator', { base: target.memory.base, bytes: target.memory.bytes }, {
    exchange: (command, answerBytes) => board.exchange(command, answerBytes, PATIENCE_CYCLES),
    now: () => board.cycles() / cyclesPerMs,
    pause: async (milliseconds) => board.run(Math.ceil(milliseconds * cyclesPerMs)),
    close: () => undefined,
  }));

  const inputs = programInputs(program);
  const frames = randomFrames(inputs, FRAMES, 1).frames;
  const reference = prepareInteger(integer);
  const network = device.load(program);
  let seen = 0;
  for await (const result of network.stream(frames)) {
    if (result.error !== null) throw result.error;
    const frame = frames[result.index];
    const expected = reference(new Map(inputs.map(({ name, shape }) => [name, { shape, data: frame?.get(name) as Int32Array }])));
    for (const { name, tensor } of program.outputs) expect(result.outputs.get(name)?.data, `${name} of frame ${result.index}`).toEqual(expected.get(tensor)?.data);
    seen += 1;
  }
  expect(seen).toBe(FRAMES);
  expect(board.counts.refreshes).toBeGreaterThan(board.cycles() / 700);
  expect(board.errors()).toEqual([]);
});
