// What a simulation can end in besides a result. Every text is for people: it names tiles, links, channels and tensors.

/** deadlock: nothing can move any more. program: the Program asks for what no machine can do (a pass list without end, a run of
 *  zero beats). stream: a consumer's beats per frame differ from what its source sends. memory: an address outside the image. */
export type SimulationErrorKind = 'deadlock' | 'program' | 'stream' | 'memory';

/** Someone that waits for someone else; `link` names the FIFO or the resource between them. */
export interface Wait {
  readonly who: string;
  readonly waitsFor: string;
  readonly link: string;
}

/** Thrown by sim/: `waits` is filled for a deadlock (the closed chain first). */
export class SimulationError extends Error {
  readonly kind: SimulationErrorKind;
  readonly waits: readonly Wait[];
  constructor(kind: SimulationErrorKind, message: string, waits: readonly Wait[] = []) {
    super(message);
    this.name = 'SimulationError';
    this.kind = kind;
    this.waits = waits;
  }
}
