// The AXI4-Lite master of the test bench: carries out a list of steps, one transfer at a time, on the s_axil_* ports.
// Like the memory, what it shows in a cycle follows from its state at the start of that cycle. A write shows address and
// data together and lowers each after its handshake; bready and rready are high for the whole transfer. A step that ends
// in cycle n lets the next one begin in cycle n + 1. Under stalls each cycle draws once: fields 0 to 4 withhold awvalid,
// wvalid, bready, arvalid, rready; a valid that was shown is never withdrawn.
import { type AxiMemory, reportViolation } from './axi-memory.ts';
import { AXI_RESPONSES, type BenchStep, RULE, type StallConfig, type StepResult } from './bench-types.ts';
import { type Model, type PortView, portOf } from './model.ts';
import { createStallSource, drawStalls, withholds } from './stall-source.ts';

const SALT = 0x5bd1e995;

export interface AxiLiteMaster {
  readonly present: () => void;
  /** Takes the design's outputs, settled in cycle `now`. */
  readonly advance: (now: number) => void;
  readonly isDone: () => boolean;
  /** True in the cycles of a reset step. */
  readonly isResetting: () => boolean;
  readonly results: readonly StepResult[];
}

type Violations = AxiMemory['violations'];

/** Binds a master to the s_axil_* and irq_o ports of a model; a design without irq_o cannot run wait-irq steps. `now` is the first cycle. */
export function createAxiLiteMaster(
  model: Model, steps: readonly BenchStep[], stallConfig: StallConfig | undefined, violations: Violations, now = 0,
): AxiLiteMaster {
  const pin = (name: string): PortView => portOf(model, `s_axil_${name}`).view;
  const pins = {
    awvalid: pin('awvalid_i'), awready: pin('awready_o'), awaddr: pin('awaddr_i'),
    wvalid: pin('wvalid_i'), wready: pin('wready_o'), wdata: pin('wdata_i'), wstrb: pin('wstrb_i'),
    bvalid: pin('bvalid_o'), bready: pin('bready_i'), bresp: pin('bresp_o'),
    arvalid: pin('arvalid_i'), arready: pin('arready_o'), araddr: pin('araddr_i'),
    rvalid: pin('rvalid_o'), rready: pin('rready_i'), rdata: pin('rdata_o'), rresp: pin('rresp_o'),
  };
  const irq = steps.some((step) => step.kind === 'wait-irq') ? portOf(model, 'irq_o').view : undefined;
  const stalls = stallConfig === undefined ? undefined : createStallSource(stallConfig.seed, stallConfig.level, SALT);
  const results: StepResult[] = [];
  let index = 0;
  let firstCycle = now;
  let waited = 0;
  // Handshakes still to come in the current transfer, and whether their valid has been shown.
  let needsAw = false, needsW = false, needsAr = false, needsB = false, needsR = false;
  let isAwShown = false, isWShown = false, isArShown = false;
  // A response the design showed without being answered, to see that it stays.
  let isResponsePending = false, isDataPending = false, pendingResponse = 0, pendingData = 0;

  const begin = (): void => {
    const step = steps[index];
    waited = 0;
    needsAw = needsW = needsB = step?.kind === 'write';
    needsAr = needsR = step?.kind === 'read' || step?.kind === 'poll';
    isAwShown = isWShown = isArShown = false;
    if (step === undefined) return;
    if (step.kind === 'write') {
      pins.awaddr[0] = step.address;
      pins.wdata[0] = step.value;
      pins.wstrb[0] = 15;
    } else if (step.kind === 'read' || step.kind === 'poll') pins.araddr[0] = step.address;
  };
  const finish = (now: number, response: number, data: number): void => {
    results.push({ firstCycle, lastCycle: now, response: AXI_RESPONSES[response] ?? 'okay', data });
    firstCycle = now + 1;
    index += 1;
    begin();
  };

  const present = (): void => {
    const draw = stalls === undefined ? 0 : drawStalls(stalls);
    const isFree = (field: number): boolean => stalls === undefined || !withholds(stalls, draw, field);
    isAwShown = needsAw && (isAwShown || isFree(0));
    isWShown = needsW && (isWShown || isFree(1));
    isArShown = needsAr && (isArShown || isFree(3));
    pins.awvalid[0] = Number(isAwShown);
    pins.wvalid[0] = Number(isWShown);
    pins.bready[0] = Number(needsB && isFree(2));
    pins.arvalid[0] = Number(isArShown);
    pins.rready[0] = Number(needsR && isFree(4));
  };

  const advance = (now: number): void => {
    const step = steps[index];
    if (step === undefined) return;
    checkResponses(now);
    switch (step.kind) {
      case 'wait':
      case 'reset':
        waited += 1;
        if (waited >= step.cycles) finish(now, 0, 0);
        return;
      case 'wait-irq':
        if (irq?.[0] === 1) finish(now, 0, 0);
        return;
      case 'write':
        if (isAwShown && pins.awready[0] === 1) needsAw = false;
        if (isWShown && pins.wready[0] === 1) needsW = false;
        if (pins.bvalid[0] === 1 && pins.bready[0] === 1) finish(now, pins.bresp[0] as number, 0);
        return;
      case 'read':
      case 'poll': {
        if (isArShown && pins.arready[0] === 1) needsAr = false;
        if (!(pins.rvalid[0] === 1 && pins.rready[0] === 1)) return;
        const data = pins.rdata[0] as number;
        const isMatch = step.kind === 'read' || (data & step.mask) >>> 0 === step.value >>> 0;
        if (isMatch) finish(now, pins.rresp[0] as number, data);
        else begin();
      }
    }
  };

  /** A response may not come before what it answers, and must stay until it is taken. */
  const checkResponses = (now: number): void => {
    if (steps[index]?.kind === 'reset') {
      isResponsePending = isDataPending = false;
      return;
    }
    const bvalid = pins.bvalid[0] === 1;
    const rvalid = pins.rvalid[0] === 1;
    if (isResponsePending && !(bvalid && pins.bresp[0] === pendingResponse)) reportViolation(violations, RULE.liteResponseUnstable, now, 0, 0);
    if (isDataPending && !(rvalid && pins.rdata[0] === pendingData)) reportViolation(violations, RULE.liteDataUnstable, now, 0, 0);
    if (bvalid && (needsAw || needsW || !needsB)) reportViolation(violations, RULE.liteEarlyResponse, now, 0, 0);
    if (rvalid && (needsAr || !needsR)) reportViolation(violations, RULE.liteEarlyData, now, 0, 0);
    isResponsePending = bvalid && pins.bready[0] === 0;
    isDataPending = rvalid && pins.rready[0] === 0;
    pendingResponse = pins.bresp[0] as number;
    pendingData = pins.rdata[0] as number;
  };

  for (const input of [pins.awvalid, pins.wvalid, pins.bready, pins.arvalid, pins.rready]) input[0] = 0;
  begin();
  return {
    present, advance, results,
    isDone: () => index >= steps.length,
    isResetting: () => steps[index]?.kind === 'reset',
  };
}
