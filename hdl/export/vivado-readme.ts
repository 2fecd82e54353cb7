// The README of an exported Vivado project: what is there, which commands build it, and what has not been checked.
import type { Board } from './boards.ts';
import { REGISTERS } from './registers.ts';
import type { VivadoFacts } from './vivado-facts.ts';

export function projectReadme(facts: VivadoFacts): string {
  const { board } = facts;
  return `# ${facts.targetName}: Vivado project${board === null ? '' : ` for ${board.title}`}

The grid of target \`${facts.targetName}\` for part \`${facts.part}\` at ${facts.clockMHz} MHz, and the images of \`${facts.modelName}\`.
The hardware is the same for every network of this target: another network needs other images, not another bitstream.

${board === null ? bareCommands(facts) : boardCommands(facts, board)}
Arguments after \`-tclargs\`: \`jobs=8\` for more parallel jobs, \`out=DIR\` for another folder than \`build\`.

## Files

- \`rtl/\`: the emitted SystemVerilog, and \`nfc_axi.v\`, the AXI wrapper: one AXI4-Lite slave, ${facts.ports} ${facts.protocol.toUpperCase()} master${facts.ports === 1 ? '' : 's'} of ${8 * facts.axiBytes} bits, one interrupt.
- \`settings.tcl\`: what the scripts share; \`package_ip.tcl\`, \`report.tcl\`${board === null ? '' : ', `processor.tcl`, `block_design.tcl`'} and the build scripts read it.
- \`constraints/grid.xdc\`: clock and port delays of the bare grid.${board === null ? '' : ' In the block design the processor brings the clock, and the design has no pins but those of the processor.'}
- \`images/\`: configuration streams as hexadecimal 64-bit words, and \`manifest.json\`, which says where they and the tensors lie in memory.${board === null ? '' : '\n- `python/nfc_device.py`: a driver for PYNQ. It has run against a stand-in of the array, not on a board.'}

${board === null ? '' : runningSection(board)}## Registers

| offset | name | access | meaning |
|---|---|---|---|
${REGISTERS.map(({ name, offset, access, summary, fields }) => `| 0x${offset.toString(16).toUpperCase().padStart(2, '0')} | ${name} | ${access} | ${[summary, ...fields.map((field) => `${field.name} (bit ${bitsOf(field)}) ${field.summary}`)].join('; ')} |`).join('\n')}

## What has been checked

The RTL lints clean and equals the cycle simulator in Verilator; Yosys maps it to this family. The scripts run against stand-ins of the Vivado commands that check
options, files, pins and ports, not against Vivado itself. The clock is an assumption until \`build/timing.rpt\` confirms it.
`;
}

const bitsOf = ({ bit, bits }: { readonly bit: number; readonly bits: number }): string => (bits === 1 ? `${bit}` : `${bit + bits - 1}:${bit}`);

const boardCommands = (facts: VivadoFacts, board: Board): string => `## Bitstream

\`\`\`
vivado -mode batch -source build.tcl
\`\`\`

It packages the IP core, builds the block design, synthesises and implements it, and writes \`build/nfc.bit\`, \`build/nfc.hwh\`, \`build/timing.rpt\`, \`build/utilization.rpt\` and \`build/power.rpt\`.
It stops with an error where timing is not met at ${facts.clockMHz} MHz. Vivado must know the board's files (\`${board.boardParts}\`) if you boot from this design;
to load the bitstream under a running Linux it need not.

## One part of the flow at a time

\`\`\`
vivado -mode batch -source package_ip.tcl
vivado -mode batch -source build_plain.tcl
\`\`\`

The first packages the IP core into \`build/ip\`, the second places and routes the bare grid out of context: a quick look at its clock.
`;

const bareCommands = (facts: VivadoFacts): string => `## Implementation of the bare grid

\`\`\`
vivado -mode batch -source build_plain.tcl
\`\`\`

It synthesises, places and routes \`nf_grid\` out of context for ${facts.part} and writes \`build/nf_grid.dcp\`, \`build/timing.rpt\`, \`build/utilization.rpt\` and \`build/power.rpt\`.

## IP core for a design of your own

\`\`\`
vivado -mode batch -source package_ip.tcl
\`\`\`

It packages the grid as \`nfc:grid:nfc_axi:1.0\` into \`build/ip\`. Connect its masters to memory at the addresses of \`images/manifest.json\`, its slave to 64 KB of your processor's addresses.
`;

const runningSection = (board: Board): string => `## Running a network

The registers are at 0x${board.controlAddress.toString(16).toUpperCase()}; memory is the processor's, at its own addresses.
Under PYNQ copy \`python/nfc_device.py\`, \`images/\`, \`build/nfc.bit\` and \`build/nfc.hwh\` to the board:

\`\`\`python
from nfc_device import Device
network = Device.open('nfc.bit', registers=0x${board.controlAddress.toString(16).toUpperCase()}).load('images')
outputs = network.run(frame)    # integers by name of the input, [channels, height, width]
\`\`\`

It does what a program of your own would do:

1. Compare GRID with \`fingerprint\` of \`manifest.json\`: they differ where the network was compiled for another target or version.
2. Write the two images to the addresses of \`manifest.json\` and the packed input frames to theirs.
3. Write INIT_ADDR, INIT_WORDS, LOOP_ADDR, LOOP_WORDS and MODE from \`manifest.json\`, then FRAMES and WATCHDOG.
4. Write 1 to CTRL and wait for DONE or ERROR in STATUS, or for the interrupt.
5. Read the results from the addresses of \`manifest.json\`; CYCLES_LOW and CYCLES_HIGH hold the cycles taken.

The masters are not coherent with the processor's caches: flush inputs before the start, invalidate results after it.

`;
