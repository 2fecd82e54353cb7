// nf_board running in the bench: an SDRAM on its memory pins, a host at its serial line. The host speaks and waits for answers; the
// clock runs only meanwhile.
import { type Model, portOf, reset } from './model.ts';
import { createSdram, type SdramTiming } from './sdram.ts';
import { createSerialLine } from './serial-line.ts';
import { INITIAL_RESET_CYCLES } from './testbench.ts';

export interface BoardOptions {
  /** Of the design: clock cycles of a bit. */
  readonly divisor: number;
  readonly clockMHz: number;
  readonly timing: SdramTiming;
}

export interface Board {
  /** Sends bytes, then runs until so many bytes have come back; fewer where the rest does not come within `maxCycles` more than they take. */
  readonly exchange: (command: Uint8Array, answerBytes: number, maxCycles: number) => Uint8Array;
  /** Lets the clock run. */
  readonly run: (cycles: number) => void;
  readonly cycles: () => number;
  /** Words read from and written to the SDRAM, rows opened, refreshes. */
  readonly counts: Readonly<{ reads: number; writes: number; activates: number; refreshes: number }>;
  /** Rules of the SDRAM and of the serial line that the design broke. */
  readonly errors: () => readonly string[];
}

const BITS_PER_BYTE = 10;

/** Resets a model of nf_board and binds memory and host to it. */
export function openBoard(model: Model, { divisor, clockMHz, timing }: BoardOptions): Board {
  const clock = portOf(model, 'clk_i').view;
  portOf(model, 'rx_i').view[0] = 1;
  reset(model, INITIAL_RESET_CYCLES);
  const sdram = createSdram(model, timing, clockMHz);
  const line = createSerialLine(model, divisor);
  let now = 0;
  const step = (): void => {
    sdram.present(now);
    line.present();
    clock[0] = 0;
    model.evaluate();
    sdram.advance(now);
    line.advance();
    clock[0] = 1;
    model.evaluate();
    now += 1;
  };
  const run = (cycles: number): void => {
    try {
      for (let cycle = 0; cycle < cycles; cycle++) step();
    } catch (error) {
      throw model.explain(error);
    }
  };
  const exchange = (command: Uint8Array, answerBytes: number, maxCycles: number): Uint8Array => {
    line.send(command);
    run(command.length * BITS_PER_BYTE * divisor);
    const end = now + answerBytes * BITS_PER_BYTE * divisor + maxCycles;
    while (line.receivedBytes() < answerBytes && now < end) run(divisor);
    return line.take();
  };
  const errors = (): readonly string[] => [
    ...sdram.violations.texts,
    ...(sdram.violations.count > sdram.violations.texts.length ? [`${sdram.violations.count} violations in all`] : []),
    ...(line.broken() > 0 ? [`${line.broken()} bytes with a broken stop bit`] : []),
  ];
  return { exchange, run, cycles: () => now, counts: sdram.counts, errors };
}
