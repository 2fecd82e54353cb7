// What Yosys needs for memories of given shapes, beside the compiler's own count.
import { expect } from 'vitest';
import { memoryBlocks } from '../../compiler/target/resources.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import type { Target } from '../../compiler/target/target.ts';
import { rtlSources } from '../../hdl/emit/read-rtl.ts';
import type { ModuleResources } from '../../hdl/synth/resources.ts';
import { synthesize } from '../../hdl/synth/yosys.ts';

export interface MemoryShape {
  readonly width: number;
  readonly depth: number;
}

/** The hand-written modules. */
export const LEAVES = new Map([...rtlSources(findTarget('sim-1x1') as Target)].filter(([name]) => !/^nf_(grid|target_pkg)\.sv$/.test(name)));

/** Fails where a memory of one of the shapes, or inside one of the other instances, takes another number of blocks than is counted; all modules mapped. */
export async function expectBlocksOf(shapes: readonly MemoryShape[], others: readonly string[] = []): Promise<readonly ModuleResources[]> {
  const distinct = new Map(shapes.map(({ width, depth }) => [`${width}x${depth}`, { width, depth }]));
  const instances = [...[...distinct.values()].map(({ width, depth }) => `nf_ram #(.Width(${width}), .Depth(${depth}))`), ...others];
  const top = `module all (input logic clk_i);\n${instances.map((instance, index) => `  (* keep *) ${instance} u${index} (.clk_i);\n`).join('')}endmodule\n`;
  const { perModule } = await synthesize({ sources: new Map([...LEAVES, ['all.sv', top]]), top: 'all', family: 'xc7' });
  const memories = perModule.filter(({ module }) => module === 'nf_ram');
  expect(memories.length).toBeGreaterThanOrEqual(distinct.size);
  for (const { parameters, bram36 } of memories) {
    const [width, depth] = [Number(parameters['Width']), Number(parameters['Depth'])];
    expect({ width, depth, bram36 }).toEqual({ width, depth, bram36: memoryBlocks(width, depth) });
  }
  return perModule;
}
