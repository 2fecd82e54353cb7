// What one machine did with a program: the common shape of a simulator run and a hardware run, so that verification compares like
// with like. Cycles count from the start write (cycle 0 is the first cycle after it was accepted).

export interface BeatLog {
  /** 24-bit beats in the order of time. */
  readonly values: Uint32Array;
  readonly cycles: Uint32Array;
}

export interface WriteRecord {
  readonly cycle: number;
  readonly address: number;
}

export interface MachineRecord {
  /** From the start write to the first cycle in which all is done. */
  readonly cycles: number;
  /** Cycle in which each go is consumed. */
  readonly goCycles: readonly number[];
  /** Own beats by tile, row major. */
  readonly tiles: readonly BeatLog[];
  /** Accepted write beats of all ports, in the order of time, lower ports first. */
  readonly writes: readonly WriteRecord[];
  /** Memory after the run, as 32-bit words from address `base` on. */
  readonly memory: { readonly base: number; readonly words: Uint32Array };
}
