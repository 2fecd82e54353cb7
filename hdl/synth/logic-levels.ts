// The longest path between registers of a mapped netlist, in LUTs. Flip-flops, block RAM, DSP blocks and shift registers
// are end points; a LUT, or reading a LUT memory, counts one; carry chains and wide multiplexers count nothing.
// Each module is summarised once, children first: the longest path inside it, from its inputs to a register, from a
// register to its outputs, and from inputs straight to outputs. Ports of the top count as registers.
// Refuses combinational loops.
import type { Cell, Module, Netlist } from './netlist.ts';
import { endBits, outputBits } from './timing-arcs.ts';

export interface LogicLevels {
  readonly levels: number;
  /** Instances and cells along a longest path, from its start to its end. */
  readonly path: readonly string[];
}

interface Summary {
  readonly ports: Module['ports'];
  readonly inside: LogicLevels;
  readonly toRegister: ReadonlyMap<number, LogicLevels>;
  readonly fromRegister: ReadonlyMap<number, LogicLevels>;
  /** Output bit to the input bits that reach it without a register, with levels. */
  readonly through: ReadonlyMap<number, ReadonlyMap<number, number>>;
}

/** Where a bit of a module comes from. */
interface Driver {
  readonly cell: string;
  /** From a register inside the cell or the submodule; undefined where none reaches the bit. */
  readonly start: LogicLevels | undefined;
  readonly arcs: Iterable<readonly [bit: number, levels: number]>;
}

interface Arrival {
  /** Levels from any register, or NONE. */
  readonly levels: number;
  readonly previous: number | undefined;
  /** Levels from each input bit of the module that reaches this bit. */
  readonly fromInputs: ReadonlyMap<number, number>;
}

const NONE = -1;
const EMPTY: LogicLevels = { levels: 0, path: [] };

export function measureLogicLevels(netlist: Netlist): LogicLevels {
  const summaries = new Map<string, Summary>();
  for (const [name, module] of netlist.modules) summaries.set(name, summarise(module, summaries));
  const top = summaries.get(netlist.top) as Summary;
  let best = top.inside;
  for (const entry of [...top.toRegister.values(), ...top.fromRegister.values()]) if (entry.levels > best.levels) best = entry;
  for (const inputs of top.through.values()) {
    for (const levels of inputs.values()) if (levels > best.levels) best = { levels, path: ['port', 'port'] };
  }
  return best;
}

function summarise(module: Module, summaries: ReadonlyMap<string, Summary>): Summary {
  const drivers = findDrivers(module, summaries);
  const arrivals = computeArrivals(module, drivers);
  let inside = EMPTY;
  const toRegister = new Map<number, LogicLevels>();
  const endAt = (bit: number, after: LogicLevels, cell: string): void => {
    const arrival = arrivals.get(bit);
    if (arrival === undefined) return;
    const tail = prefixPath(cell, after);
    if (arrival.levels !== NONE && arrival.levels + after.levels > inside.levels) {
      inside = { levels: arrival.levels + after.levels, path: [...tracePath(bit, arrivals, drivers), ...tail] };
    }
    for (const [input, levels] of arrival.fromInputs) {
      if (levels + after.levels > (toRegister.get(input)?.levels ?? NONE)) toRegister.set(input, { levels: levels + after.levels, path: tail });
    }
  };
  for (const [name, cell] of module.cells) {
    const child = summaries.get(cell.type);
    if (child === undefined) {
      for (const [bit, pin] of endBits(cell)) endAt(bit, EMPTY, `${name} (${cell.type} ${pin})`);
      continue;
    }
    if (child.inside.levels > inside.levels) inside = { levels: child.inside.levels, path: prefixPath(name, child.inside) };
    for (const [inner, outer] of boundBits(cell, child, 'input')) {
      const after = child.toRegister.get(inner);
      if (after !== undefined) endAt(outer, after, name);
    }
  }
  const fromRegister = new Map<number, LogicLevels>();
  const through = new Map<number, ReadonlyMap<number, number>>();
  for (const bit of portBits(module, 'output')) {
    const arrival = arrivals.get(bit);
    if (arrival === undefined) continue;
    if (arrival.levels !== NONE) fromRegister.set(bit, { levels: arrival.levels, path: tracePath(bit, arrivals, drivers) });
    if (arrival.fromInputs.size > 0) through.set(bit, arrival.fromInputs);
  }
  return { ports: module.ports, inside, toRegister, fromRegister, through };
}

function findDrivers(module: Module, summaries: ReadonlyMap<string, Summary>): Map<number, Driver> {
  const drivers = new Map<number, Driver>();
  for (const [name, cell] of module.cells) {
    const child = summaries.get(cell.type);
    if (child === undefined) {
      for (const { bit, isStart, arcs } of outputBits(cell)) {
        drivers.set(bit, { cell: `${name} (${cell.type})`, start: isStart ? EMPTY : undefined, arcs });
      }
      continue;
    }
    // An input that is wired straight to an output has one net in the child: the two sides are kept apart.
    const outerOf = new Map(boundBits(cell, child, 'input'));
    for (const [inner, outer] of boundBits(cell, child, 'output')) {
      const start = child.fromRegister.get(inner);
      const inputs = child.through.get(inner);
      if (start === undefined && inputs === undefined) continue;
      const arcs = [...(inputs ?? [])].flatMap(([input, levels]) => {
        const bit = outerOf.get(input);
        return bit === undefined ? [] : [[bit, levels] as const];
      });
      drivers.set(outer, { cell: name, start, arcs });
    }
  }
  return drivers;
}

/** Arrival at every bit, in an order where causes come first. */
function computeArrivals(module: Module, drivers: ReadonlyMap<number, Driver>): Map<number, Arrival> {
  const arrivals = new Map<number, Arrival>();
  for (const bit of portBits(module, 'input')) arrivals.set(bit, { levels: NONE, previous: undefined, fromInputs: new Map([[bit, 0]]) });
  const open = new Set<number>();
  for (const root of drivers.keys()) {
    const stack = [root];
    while (stack.length > 0) {
      const bit = stack.at(-1) as number;
      const driver = drivers.get(bit);
      if (driver === undefined || arrivals.has(bit)) {
        stack.pop();
        continue;
      }
      const causes = [...driver.arcs].map(([cause]) => cause).filter((cause) => drivers.has(cause) && !arrivals.has(cause));
      if (causes.length === 0) {
        arrivals.set(bit, combine(driver, arrivals));
        open.delete(bit);
        stack.pop();
        continue;
      }
      if (open.has(bit)) throw new Error(`combinational loop in module ${module.source} through ${driver.cell}`);
      open.add(bit);
      stack.push(...causes);
    }
  }
  return arrivals;
}

function combine(driver: Driver, arrivals: ReadonlyMap<number, Arrival>): Arrival {
  let levels = driver.start?.levels ?? NONE;
  let previous: number | undefined;
  const fromInputs = new Map<number, number>();
  for (const [cause, cost] of driver.arcs) {
    const arrival = arrivals.get(cause);
    if (arrival === undefined) continue;
    if (arrival.levels !== NONE && arrival.levels + cost > levels) {
      levels = arrival.levels + cost;
      previous = cause;
    }
    for (const [input, before] of arrival.fromInputs) {
      if (before + cost > (fromInputs.get(input) ?? NONE)) fromInputs.set(input, before + cost);
    }
  }
  return { levels, previous, fromInputs };
}

function tracePath(bit: number, arrivals: ReadonlyMap<number, Arrival>, drivers: ReadonlyMap<number, Driver>): string[] {
  const path: string[] = [];
  for (let current: number | undefined = bit; current !== undefined; ) {
    const driver = drivers.get(current);
    const previous: number | undefined = arrivals.get(current)?.previous;
    if (driver !== undefined) path.push(...(previous === undefined ? [...prefixPath(driver.cell, driver.start ?? EMPTY)].reverse() : [driver.cell]));
    current = previous;
  }
  return path.reverse();
}

function prefixPath(cell: string, inner: LogicLevels): string[] {
  return inner.path.length === 0 ? [cell] : inner.path.map((step) => `${cell}.${step}`);
}

/** Pairs of a child's port bit and the parent's bit on it. */
function* boundBits(cell: Cell, child: Summary, direction: 'input' | 'output'): Generator<readonly [inner: number, outer: number]> {
  for (const [pin, bits] of Object.entries(cell.connections)) {
    if (child.ports[pin]?.direction !== direction) continue;
    const inner = child.ports[pin].bits;
    for (let index = 0; index < bits.length; index++) {
      const outer = bits[index];
      const own = inner[index];
      if (typeof outer === 'number' && typeof own === 'number') yield [own, outer];
    }
  }
}

function portBits(module: Module, direction: 'input' | 'output'): number[] {
  return Object.values(module.ports)
    .filter((port) => port.direction === direction)
    .flatMap((port) => port.bits.filter((bit) => typeof bit === 'number'));
}
