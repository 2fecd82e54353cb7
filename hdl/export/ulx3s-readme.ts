// The README of an exported ULX3S project: what is there, how to load it, what the host says to the board, what has been checked.
import type { Target } from '../../compiler/target/target.ts';
import type { BoardClock } from './ulx3s-clock.ts';

export interface Ulx3sReadmeFacts {
  readonly clock: BoardClock;
  readonly top: string;
  readonly target: Target;
  readonly model: string;
}

export function ulx3sReadme({ clock, top, target, model }: Ulx3sReadmeFacts): string {
  return `# ${target.name}: ULX3S

The grid of target \`${target.name}\` (${target.rows} x ${target.cols} tiles) on a ULX3S with LFE5U-85F, at ${clock.clockMHz} MHz, and the images of \`${model}\`.
The hardware is the same for every network of this target: another network needs other images, not another bitstream.

## Files

- \`nfc.bit\`: the bitstream; \`route.json\`: what placement and routing achieved, with the longest path; \`nextpnr.log\`: every word of it. Missing where the export was told not to route.
- \`rtl/\`: the SystemVerilog. \`${top}.sv\` is the top; \`nf_board.sv\` is all of it but PLL and pads.
- \`ulx3s.lpf\`: pins of the board versions 2.x and 3.0.x.
- \`images/\`: configuration streams as hexadecimal 64-bit words, and \`manifest.json\`, which says where they and the tensors lie in memory.

## Loading

\`\`\`
openFPGALoader -b ulx3s nfc.bit
\`\`\`

## Talking to it

The board's USB serial line runs at ${clock.baud} baud, 8N1. A command is one byte that says what to do, four bytes of address, four of count, and data for writes; numbers have their lowest byte first.

| byte | command | count | data of command | data of answer |
| - | - | - | - | - |
| 0x57 | write memory | words of 8 bytes | 8 bytes each | |
| 0x52 | read memory | words of 8 bytes | | 8 bytes each |
| 0x77 | write register | any | 4 bytes | |
| 0x72 | read register | any | | 4 bytes |

An answer is its data, a status byte (0 is good, anything else is the AXI response of a register), and the CRC-32 (as in zip files) of the whole command, the data and the status.
A command that is not finished within ${((2 ** clock.parameters.SilenceBits) / clock.clockMHz / 1000).toFixed(0)} ms is forgotten: after a wrong answer wait that long and say it again.

A network is run so: read the register GRID 0x3C, which holds \`fingerprint\` of \`manifest.json\` where the network was compiled for this grid; write both images to the addresses of \`manifest.json\`, and the packed frames to theirs; write the registers INIT_ADDR 0x08, INIT_WORDS 0x0C, LOOP_ADDR 0x10, LOOP_WORDS 0x14, FRAMES 0x18, MODE 0x1C;
write 1 to CTRL 0x00; read STATUS 0x04 until bit 1 (done) or bit 2 (error); read the outputs. \`npx nfc run FOLDER --input PICTURES --device /dev/ttyUSB0\` does all of it, and \`serialPort\` of nfc's library (docs/runtime.md).

Lights, from the lowest: alive, memory ready, serial line in, serial line out, grid reads, grid writes, interrupt, a command was forgotten.

## What has been checked

The grid equals the cycle simulator in Verilator; memory controller and serial line are simulated against models of an SDRAM and of the host.
The clock inside the chip is what the place-and-route tool computes (\`route.json\`). The memory's clock lags by three quarters of a period, after the figures of the data sheets; no board has measured it.
`;
}
