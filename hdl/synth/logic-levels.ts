// The longest path between registers of a mapped netlist, in LUTs. Flip-flops, block RAM, DSP blocks and shift registers
// are end points; a LUT, or reading a LUT memory, counts one; carry chains and wide multiplexers count nothing.
// Each module is summarised once, children first: the longest path inside it, from its inputs to a register, from a
// register to its outputs, and from inputs straight to outputs. Ports of the top count as registers.
// Refuses combinational loops.
import type { Cell, Module, Netlist } from './netlist.ts';
import { endBits, outputBits } from './timing-arcs.ts';

export interface LogicLevels {
  readonly levels: number;
  /** Instances and cells along a longest path, from its start to its end; a cell goes by the name of what it drives where that has one. */
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
  /** Levels from each input bit of the module that reaches this bit, and the bit before it on that way. */
  readonly fromInputs: ReadonlyMap<number, { readonly levels: number; readonly previous: number | undefined }>;
}

const NONE = -1;
const EMPTY: LogicLevels = { levels: 0, path: [] };

export function measureLogicLevels(netlist: Netlist): LogicLevels {
  return measureModuleLevels(netlist).get(netlist.top) as LogicLevels;
}

/** The same of each module with its submodules, as if it were the top. */
export function measureModuleLevels(netlist: Netlist): Map<string, LogicLevels> {
  const summaries = new Map<string, Summary>();
  const result = new Map<string, LogicLevels>();
  for (const [name, module] of netlist.modules) {
    const summary = summarise(module, summaries);
    summaries.set(name, summary);
    result.set(name, longestOf(module, summary));
  }
  return result;
}

function longestOf(module: Module, { inside, toRegister, fromRegister, through }: Summary): LogicLevels {
  const port = (bit: number): string => `port ${module.netNames.get(bit) ?? bit}`;
  let best = inside;
  for (const [bit, { levels, path }] of toRegister) if (levels > best.levels) best = { levels, path: [port(bit), ...path] };
  for (const [bit, { levels, path }] of fromRegister) if (levels > best.levels) best = { levels, path: [...path, port(bit)] };
  for (const [output, inputs] of through) {
    for (const [bit, levels] of inputs) if (levels > best.levels) best = { levels, path: [port(bit), port(output)] };
  }
  return best;
}

function summarise(module: Module, summaries: ReadonlyMap<string, Summary>): Summary {
  const drivers = findDrivers(module, summaries);
  const arrivals = computeArrivals(module, drivers);
  let inside = EMPTY;
  const ends = new Map<number, { readonly levels: number; readonly bit: number; readonly tail: readonly string[] }>();
  const endAt = (bit: number, after: LogicLevels, cell: string): void => {
    const arrival = arrivals.get(bit);
    if (arrival === undefined) return;
    const tail = prefixPath(cell, after);
    if (arrival.levels !== NONE && arrival.levels + after.levels > inside.levels) {
      inside = { levels: arrival.levels + after.levels, path: [...tracePath(bit, arrivals, drivers), ...tail] };
    }
    for (const [input, { levels }] of arrival.fromInputs) {
      if (levels + after.levels > (ends.get(input)?.levels ?? NONE)) ends.set(input, { levels: levels + after.levels, bit, tail });
    }
  };
  for (const [name, cell] of module.cells) {
    const child = summaries.get(cell.type);
    if (child === undefined) {
      for (const [bit, pin] of endBits(cell)) endAt(bit, EMPTY, `${cellName(module, name, cell)} (${cell.type} ${pin})`);
      continue;
    }
    if (child.inside.levels > inside.levels) inside = { levels: child.inside.levels, path: prefixPath(name, child.inside) };
    for (const [inner, outer] of boundBits(cell, child, 'input')) {
      const after = child.toRegister.get(inner);
      if (after !== undefined) endAt(outer, after, name);
    }
  }
  const toRegister = new Map<number, LogicLevels>();
  for (const [input, { levels, bit, tail }] of ends) toRegister.set(input, { levels, path: [...tracePath(bit, arrivals, drivers, input), ...tail] });
  const fromRegister = new Map<number, LogicLevels>();
  const through = new Map<number, ReadonlyMap<number, number>>();
  for (const bit of portBits(module, 'output')) {
    const arrival = arrivals.get(bit);
    if (arrival === undefined) continue;
    if (arrival.levels !== NONE) fromRegister.set(bit, { levels: arrival.levels, path: tracePath(bit, arrivals, drivers) });
    if (arrival.fromInputs.size > 0) through.set(bit, new Map([...arrival.fromInputs].map(([input, { levels }]) => [input, levels])));
  }
  return { ports: module.ports, inside, toRegister, fromRegister, through };
}

function findDrivers(module: Module, summaries: ReadonlyMap<string, Summary>): Map<number, Driver> {
  const drivers = new Map<number, Driver>();
  for (const [name, cell] of module.cells) {
    const child = summaries.get(cell.type);
    if (child === undefined) {
      for (const { bit, isStart, arcs } of outputBits(cell)) {
        drivers.set(bit, { cell: `${module.netNames.get(bit) ?? name} (${cell.type})`, start: isStart ? EMPTY : undefined, arcs });
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
  for (const bit of portBits(module, 'input')) arrivals.set(bit, { levels: NONE, previous: undefined, fromInputs: new Map([[bit, { levels: 0, previous: undefined }]]) });
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
  const fromInputs = new Map<number, { levels: number; previous: number }>();
  for (const [cause, cost] of driver.arcs) {
    const arrival = arrivals.get(cause);
    if (arrival === undefined) continue;
    if (arrival.levels !== NONE && arrival.levels + cost > levels) {
      levels = arrival.levels + cost;
      previous = cause;
    }
    for (const [input, { levels: before }] of arrival.fromInputs) {
      if (before + cost > (fromInputs.get(input)?.levels ?? NONE)) fromInputs.set(input, { levels: before + cost, previous: cause });
    }
  }
  return { levels, previous, fromInputs };
}

/** Cells on the longest way to a bit, from a register or from the input given. */
function tracePath(bit: number, arrivals: ReadonlyMap<number, Arrival>, drivers: ReadonlyMap<number, Driver>, input?: number): string[] {
  const path: string[] = [];
  for (let current: number | undefined = bit; current !== undefined; ) {
    const driver = drivers.get(current);
    const arrival = arrivals.get(current);
    const previous: number | undefined = input === undefined ? arrival?.previous : arrival?.fromInputs.get(input)?.previous;
    if (driver !== undefined) path.push(...(previous === undefined ? [...prefixPath(driver.cell, driver.start ?? EMPTY)].reverse() : [driver.cell]));
    current = previous;
  }
  return path.reverse();
}

/** A register goes by what it drives: its own name is Yosys's. */
function cellName(module: Module, name: string, cell: Cell): string {
  for (const pin of ['Q', 'O']) {
    const bit = cell.connections[pin]?.[0];
    const found = typeof bit === 'number' ? module.netNames.get(bit) : undefined;
    if (found !== undefined) return found;
  }
  return name;
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
