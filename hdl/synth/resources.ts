// Counts LUT, FF, BRAM and DSP sites of a mapped, hierarchical netlist: each module once, times its instances.
import { cellKind } from './cell-kinds.ts';
import type { Module, Netlist } from './netlist.ts';
import { POSITION_PARAMETERS } from './twin-modules.ts';

export interface Resources {
  readonly lut: number;
  readonly ff: number;
  readonly bram36: number;
  readonly dsp: number;
}

export interface ModuleResources extends Resources {
  readonly module: string;
  /** Without those that only say where an instance sits. */
  readonly parameters: Readonly<Record<string, number>>;
  /** In the whole design. */
  readonly instances: number;
  /** Sites of the module's own cells, submodules left out; the fields above include them. */
  readonly own: Resources;
}

/** One entry per module, children before parents; the last is the top. All figures are for one instance. */
export function countResources(netlist: Netlist): ModuleResources[] {
  const instances = countInstances(netlist);
  const totals = new Map<string, Resources>();
  const result: ModuleResources[] = [];
  for (const [name, module] of netlist.modules) {
    let own: Resources = { lut: 0, ff: 0, bram36: 0, dsp: 0 };
    let total = own;
    for (const [type, count] of countCells(module)) {
      const child = totals.get(type);
      if (child === undefined) own = addScaled(own, cellKind(type), count);
      else total = addScaled(total, child, count);
    }
    total = addScaled(total, own, 1);
    totals.set(name, total);
    const parameters = Object.fromEntries([...module.parameters].filter(([key]) => !POSITION_PARAMETERS.includes(key)));
    result.push({ module: module.source, parameters, instances: instances.get(name) ?? 0, ...total, own });
  }
  return result;
}

export function countCells(module: Module): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of module.cells.values()) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

function countInstances(netlist: Netlist): Map<string, number> {
  const instances = new Map([[netlist.top, 1]]);
  for (const [name, module] of [...netlist.modules].reverse()) {
    for (const [type, count] of countCells(module)) {
      if (netlist.modules.has(type)) instances.set(type, (instances.get(type) ?? 0) + count * (instances.get(name) ?? 0));
    }
  }
  return instances;
}

function addScaled(sum: Resources, part: Resources, factor: number): Resources {
  return {
    lut: sum.lut + factor * part.lut, ff: sum.ff + factor * part.ff,
    bram36: sum.bram36 + factor * part.bram36, dsp: sum.dsp + factor * part.dsp,
  };
}
