// The Verilog top that Vivado packages: one AXI4-Lite slave, one AXI master per memory port, a clock, a reset and an interrupt, named and
// attributed so that Vivado infers the interfaces. It only splits the grid's packed vectors; probes stay open.
// Bursts never exceed 16 beats on an AXI3 target, so the same master serves both protocols.
import type { VivadoFacts } from './vivado-facts.ts';

interface Pin {
  readonly axi: string;
  readonly direction: 'input' | 'output';
  readonly width: number;
}

const LITE: readonly Pin[] = [
  { axi: 'awaddr', direction: 'input', width: 16 }, { axi: 'awprot', direction: 'input', width: 3 },
  { axi: 'awvalid', direction: 'input', width: 1 }, { axi: 'awready', direction: 'output', width: 1 },
  { axi: 'wdata', direction: 'input', width: 32 }, { axi: 'wstrb', direction: 'input', width: 4 },
  { axi: 'wvalid', direction: 'input', width: 1 }, { axi: 'wready', direction: 'output', width: 1 },
  { axi: 'bresp', direction: 'output', width: 2 }, { axi: 'bvalid', direction: 'output', width: 1 }, { axi: 'bready', direction: 'input', width: 1 },
  { axi: 'araddr', direction: 'input', width: 16 }, { axi: 'arprot', direction: 'input', width: 3 },
  { axi: 'arvalid', direction: 'input', width: 1 }, { axi: 'arready', direction: 'output', width: 1 },
  { axi: 'rdata', direction: 'output', width: 32 }, { axi: 'rresp', direction: 'output', width: 2 },
  { axi: 'rvalid', direction: 'output', width: 1 }, { axi: 'rready', direction: 'input', width: 1 },
];

const master = (bytes: number): readonly Pin[] => [
  { axi: 'araddr', direction: 'output', width: 32 }, { axi: 'arlen', direction: 'output', width: 8 },
  { axi: 'arvalid', direction: 'output', width: 1 }, { axi: 'arready', direction: 'input', width: 1 },
  { axi: 'rdata', direction: 'input', width: 8 * bytes }, { axi: 'rresp', direction: 'input', width: 2 }, { axi: 'rlast', direction: 'input', width: 1 },
  { axi: 'rvalid', direction: 'input', width: 1 }, { axi: 'rready', direction: 'output', width: 1 },
  { axi: 'awaddr', direction: 'output', width: 32 }, { axi: 'awlen', direction: 'output', width: 8 },
  { axi: 'awvalid', direction: 'output', width: 1 }, { axi: 'awready', direction: 'input', width: 1 },
  { axi: 'wdata', direction: 'output', width: 8 * bytes }, { axi: 'wstrb', direction: 'output', width: bytes }, { axi: 'wlast', direction: 'output', width: 1 },
  { axi: 'wvalid', direction: 'output', width: 1 }, { axi: 'wready', direction: 'input', width: 1 },
  { axi: 'bresp', direction: 'input', width: 2 }, { axi: 'bvalid', direction: 'input', width: 1 }, { axi: 'bready', direction: 'output', width: 1 },
];

/** Signals every AXI4 master has and the grid does not drive itself: INCR bursts of full width; normal, bufferable, unprivileged data. */
const tied = (bytes: number): readonly (readonly [axi: string, width: number, value: string])[] =>
  ['ar', 'aw'].flatMap((channel) => [
    [`${channel}size`, 3, `3'd${Math.log2(bytes)}`], [`${channel}burst`, 2, "2'b01"], [`${channel}cache`, 4, "4'b0011"], [`${channel}prot`, 3, "3'b000"],
  ] as const);

const range = (width: number): string => (width === 1 ? '' : `[${width - 1}:0] `);

export function wrapperVerilog(facts: VivadoFacts): string {
  const ports = Array.from({ length: facts.ports }, (_, port) => port);
  const pins = master(facts.axiBytes);
  const constants = tied(facts.axiBytes);
  const interfaces = ['s_axi', ...ports.map((port) => `m${port}_axi`)].join(':');
  const declarations = [
    `  (* X_INTERFACE_INFO = "xilinx.com:signal:clock:1.0 aclk CLK", X_INTERFACE_PARAMETER = "ASSOCIATED_BUSIF ${interfaces}, ASSOCIATED_RESET aresetn" *)`,
    '  input  wire aclk',
    '  (* X_INTERFACE_INFO = "xilinx.com:signal:reset:1.0 aresetn RST", X_INTERFACE_PARAMETER = "POLARITY ACTIVE_LOW" *)',
    '  input  wire aresetn',
    '  (* X_INTERFACE_INFO = "xilinx.com:signal:interrupt:1.0 irq INTERRUPT", X_INTERFACE_PARAMETER = "SENSITIVITY LEVEL_HIGH" *)',
    '  output wire irq',
    ...LITE.map((pin) => declare('s_axi', pin)),
    ...ports.flatMap((port) => [
      ...pins.map((pin) => declare(`m${port}_axi`, pin)),
      ...constants.map(([axi, width]) => declare(`m${port}_axi`, { axi, direction: 'output', width })),
    ]),
  ];
  return `// AXI wrapper of nf_grid for ${facts.targetName}: splits the packed memory ports. Written by nfc export.
\`default_nettype none
module nfc_axi (
${joinPorts(declarations)}
);
${ports.flatMap((port) => constants.map(([axi, , value]) => `  assign m${port}_axi_${axi} = ${value};`)).join('\n')}

  nf_grid u_grid (
    .clk_i(aclk),
    .rst_ni(aresetn),
    .irq_o(irq),
${LITE.filter((pin) => !pin.axi.endsWith('prot')).map((pin) => `    .s_axil_${pin.axi}_${suffix(pin)}(s_axi_${pin.axi})`).join(',\n')},
${pins.map((pin) => `    .m_axi_${pin.axi}_${suffix(pin)}({${[...ports].reverse().map((port) => `m${port}_axi_${pin.axi}`).join(', ')}})`).join(',\n')},
    .probe_valid_o(),
    .probe_data_o(),
    .probe_go_o()
  );
endmodule
\`default_nettype wire
`;
}

const suffix = (pin: Pin): string => (pin.direction === 'input' ? 'i' : 'o');

function declare(bus: string, pin: Pin): string {
  const direction = pin.direction.padEnd(6);
  return `  (* X_INTERFACE_INFO = "xilinx.com:interface:aximm:1.0 ${bus} ${pin.axi.toUpperCase()}" *)\n  ${direction} wire ${range(pin.width)}${bus}_${pin.axi}`;
}

/** Commas after each port but the last; attribute lines of their own carry none. */
function joinPorts(lines: readonly string[]): string {
  return lines.map((line, index) => (line.trimStart().startsWith('(*') && !line.includes('\n') ? line : `${line}${index === lines.length - 1 ? '' : ','}`)).join('\n');
}
