// Every number of the ULX3S board design that follows from its clock: dividers of the PLL, times of the SDRAM and of the serial line in
// cycles. One clock drives all of it; the SDRAM sees the same clock three quarters of a period later.

export interface BoardClock {
  readonly clockMHz: number;
  readonly pll: { readonly input: number; readonly feedback: number; readonly output: number };
  /** Parameters of nf_board. */
  readonly parameters: Readonly<Record<'Divisor' | 'SilenceBits' | 'InitCycles' | 'RefreshCycles' | 'Latency' | 'RowCycles' | 'ActiveCycles' | 'RefreshTime' | 'WriteRecovery', number>>;
  readonly baud: number;
}

export const INPUT_MHZ = 25;
export const DEFAULT_BAUD = 1_000_000;
/** VCO cycles of an output period: with 8 the VCO runs at 400 to 800 MHz, as ECP5 allows, for clocks from 50 to 100 MHz. */
const OUTPUT_DIVIDER = 8;
const CLOCK_RANGE = [50, 100] as const;
/** The phase detector works from 3.125 MHz on. */
const LARGEST_INPUT_DIVIDER = 8;
const LARGEST_FEEDBACK_DIVIDER = 80;

/** Nanoseconds, the slowest of the 32 MB parts on these boards; the refresh leaves time for a burst to end. */
const SDRAM_NS = { powerUp: 200_000, row: 20, active: 45, refresh: 66, refreshInterval: 7812.5, writeRecovery: 15 } as const;
const LONGEST_BURST_CYCLES = 20;
/** A CAS latency of 2 needs 10 ns of period in all of these parts. */
const CAS_LATENCY = 2;
/** A command that stays incomplete for about this long is forgotten. */
const SILENCE_SECONDS = 0.01;

/** The highest clock of the PLL's that is not above `clockMHz`; null where it lies outside of 50 to 100 MHz. */
export function boardClock(clockMHz: number, baud: number = DEFAULT_BAUD): BoardClock | null {
  const pll = pllDividers(clockMHz);
  if (pll === null) return null;
  const actual = (INPUT_MHZ * pll.feedback) / pll.input;
  const cycles = (nanoseconds: number): number => Math.ceil((nanoseconds * actual) / 1000 - 1e-9);
  return {
    clockMHz: actual, pll, baud,
    parameters: {
      Divisor: Math.round((actual * 1e6) / baud),
      SilenceBits: Math.ceil(Math.log2(SILENCE_SECONDS * actual * 1e6)),
      InitCycles: cycles(SDRAM_NS.powerUp), RefreshCycles: Math.floor((SDRAM_NS.refreshInterval * actual) / 1000) - LONGEST_BURST_CYCLES,
      Latency: CAS_LATENCY, RowCycles: cycles(SDRAM_NS.row), ActiveCycles: cycles(SDRAM_NS.active),
      RefreshTime: cycles(SDRAM_NS.refresh), WriteRecovery: cycles(SDRAM_NS.writeRecovery),
    },
  };
}

function pllDividers(clockMHz: number): BoardClock['pll'] | null {
  let best: BoardClock['pll'] | null = null;
  const rate = (pll: BoardClock['pll']): number => pll.feedback / pll.input;
  for (let input = 1; input <= LARGEST_INPUT_DIVIDER; input++) {
    const feedback = Math.min(LARGEST_FEEDBACK_DIVIDER, Math.floor((clockMHz * input) / INPUT_MHZ + 1e-9));
    if (feedback < 1) continue;
    const candidate = { input, feedback, output: OUTPUT_DIVIDER };
    if (best === null || rate(candidate) > rate(best) + 1e-9) best = candidate;
  }
  if (best === null) return null;
  const actual = INPUT_MHZ * rate(best);
  return actual >= CLOCK_RANGE[0] && actual <= CLOCK_RANGE[1] ? best : null;
}
