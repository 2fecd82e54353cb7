// The README of an exported Vivado project: what is there, which commands build it, and what has not been checked.
import type { VivadoFacts } from './vivado-facts.ts';

export function projectReadme(facts: VivadoFacts): string {
  const board = facts.isZynq7000
    ? `## Bitstream for a Zynq-7000 board

\`\`\`
vivado -mode batch -source build.tcl
\`\`\`

It packages the IP core (\`package_ip.tcl\`), builds the block design (\`block_design.tcl\`), implements it and writes \`build/nfc.bit\`, \`build/nfc.hwh\` and three reports.
It stops with an error where timing is not met at ${facts.clockMHz} MHz.

## One part of the flow at a time

\`\`\`
vivado -mode batch -source package_ip.tcl
vivado -mode batch -source build_plain.tcl
\`\`\`
`
    : `## Implementation of the bare grid

\`\`\`
vivado -mode batch -source build_plain.tcl
\`\`\`

It synthesises, places and routes \`nf_grid\` out of context for ${facts.part} and writes \`build/nf_grid.dcp\` and three reports.
`;
  return `# ${facts.targetName}: Vivado project

The grid of target \`${facts.targetName}\` (top \`nf_grid\`, part \`${facts.part}\`, ${facts.clockMHz} MHz) and the images of \`${facts.modelName}\`.
The hardware is the same for every network of this target: another network needs other images, not another bitstream.

${board}
\`-tclargs part=... jobs=... out=...\` choose another part, more parallel jobs, another output folder.

## Files

- \`rtl/\`: the emitted SystemVerilog, and \`nfc_axi.v\`, the AXI wrapper (one AXI4-Lite slave, ${facts.ports} masters of ${facts.axiBytes} bytes, one interrupt).
- \`images/\`: configuration streams as hexadecimal 64-bit words, and \`manifest.json\`, which says where they and the tensors lie in memory.
- \`constraints/\`: the clock of the bare grid.

## Running a network

1. Write the two images to the addresses of \`manifest.json\` and the packed input frames to theirs.
2. Write the registers INIT_ADDR 0x08, INIT_WORDS 0x0C, LOOP_ADDR 0x10, LOOP_WORDS 0x14, FRAMES 0x18, MODE 0x1C and WATCHDOG 0x28.
3. Write 1 to CTRL 0x00 and wait for bit 1 (done) or bit 2 (error, code in bits 15:8) of STATUS 0x04, or for the interrupt (IRQ enable 0x38).
4. Read the results from the addresses of \`manifest.json\`; CYCLES 0x20 and 0x24 hold the cycles taken.

The masters are not coherent with the processor's caches: flush inputs before the start, invalidate results after it.

## What has been checked

The RTL lints clean and equals the cycle simulator in Verilator. The scripts run against recorded stand-ins of the Vivado commands, not against Vivado itself.
The clock is an assumption until \`timing.rpt\` confirms it.
`;
}
