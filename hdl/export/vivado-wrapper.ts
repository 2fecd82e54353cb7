// The Verilog top that Vivado packages: one AXI4-Lite slave, one AXI master per memory port, a clock, a reset and an interrupt, named and
// attributed so that Vivado infers the interfaces. It only splits the grid's packed vectors; probes stay open.
// The ports of a Zynq-7000 are AXI3: the bursts of its targets have at most 16 words, so lengths lose their upper half and nothing has to convert.
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

const master = (bytes: number, lengthBits: number): readonly Pin[] => [
  { axi: 'araddr', direction: 'output', width: 32 }, { axi: 'arlen', direction: 'output', width: lengthBits },
  { axi: 'arvalid', direction: 'output', width: 1 }, { axi: 'arready', direction: 'input', width: 1 },
  { axi: 'rdata', direction: 'input', width: 8 * bytes }, { axi: 'rresp', direction: 'input', width: 2 }, { axi: 'rlast', direction: 'input', width: 1 },
  { axi: 'rvalid', direction: 'input', width: 1 }, { axi: 'rready', direction: 'output', width: 1 },
  { axi: 'awaddr', direction: 'output', width: 32 }, { axi: 'awlen', direction: 'output', width: lengthBits },
  { axi: 'awvalid', direction: 'output', width: 1 }, { axi: 'awready', direction: 'input', width: 1 },
  { axi: 'wdata', direction: 'output', width: 8 * bytes }, { axi: 'wstrb', direction: 'output', width: bytes }, { axi: 'wlast', direction: 'output', width: 1 },
  { axi: 'wvalid', direction: 'output', width: 1 }, { axi: 'wready', direction: 'input', width: 1 },
  { axi: 'bresp', direction: 'input', width: 2 }, { axi: 'bvalid', direction: 'input', width: 1 }, { axi: 'bready', direction: 'output', width: 1 },
];

/** Signals every AXI master has and the grid does not drive itself: INCR bursts of full width; normal, bufferable, unprivileged data. */
const tied = (bytes: number): readonly (readonly [axi: string, width: number, value: string])[] =>
  ['ar', 'aw'].flatMap((channel) => [
    [`${channel}size`, 3, `3'd${Math.log2(bytes)}`], [`${channel}burst`, 2, "2'b01"], [`${channel}cache`, 4, "4'b0011"], [`${channel}prot`, 3, "3'b000"],
  ] as const);

/** Bits of a burst length as the grid gives it, and as AXI3 takes it. */
const GRID_LENGTH_BITS = 8;
const AXI3_LENGTH_BITS = 4;
/** docs/hardware.md section 6: bursts of a port that may be under way. */
const READS_UNDER_WAY = 8;
const WRITES_UNDER_WAY = 15;

/** Bus interfaces of the wrapper: the register slave, then the masters. */
export const busInterfaces = (ports: number): string[] => ['s_axi', ...Array.from({ length: ports }, (_, port) => `m${port}_axi`)];

const range = (width: number): string => (width === 1 ? '' : `[${width - 1}:0] `);

export function wrapperVerilog(facts: VivadoFacts): string {
  const ports = Array.from({ length: facts.ports }, (_, port) => port);
  const isAxi3 = facts.protocol === 'axi3';
  const pins = master(facts.axiBytes, isAxi3 ? AXI3_LENGTH_BITS : GRID_LENGTH_BITS);
  const constants = tied(facts.axiBytes);
  const masterParameters = [
    `PROTOCOL ${facts.protocol.toUpperCase()}`, `DATA_WIDTH ${8 * facts.axiBytes}`, 'ADDR_WIDTH 32', 'ID_WIDTH 0', 'SUPPORTS_NARROW_BURST 0',
    `MAX_BURST_LENGTH ${facts.maxBurst}`, `NUM_READ_OUTSTANDING ${READS_UNDER_WAY}`, `NUM_WRITE_OUTSTANDING ${WRITES_UNDER_WAY}`,
  ];
  const declarations = [
    ['  (* X_INTERFACE_INFO = "xilinx.com:signal:clock:1.0 aclk CLK" *)', ...parameters('aclk', [`ASSOCIATED_BUSIF ${busInterfaces(facts.ports).join(':')}`, 'ASSOCIATED_RESET aresetn']), '  input  wire aclk'].join('\n'),
    ['  (* X_INTERFACE_INFO = "xilinx.com:signal:reset:1.0 aresetn RST" *)', ...parameters('aresetn', ['POLARITY ACTIVE_LOW']), '  input  wire aresetn'].join('\n'),
    ['  (* X_INTERFACE_INFO = "xilinx.com:signal:interrupt:1.0 irq INTERRUPT" *)', ...parameters('irq', ['SENSITIVITY LEVEL_HIGH']), '  output wire irq'].join('\n'),
    ...declareBus('s_axi', LITE, ['PROTOCOL AXI4LITE', 'DATA_WIDTH 32', 'ADDR_WIDTH 16']),
    ...ports.flatMap((port) => declareBus(`m${port}_axi`, [...pins, ...constants.map(([axi, width]) => ({ axi, direction: 'output', width }) as const)], masterParameters)),
  ];
  // The upper bits of a length have no port on AXI3.
  const unused = (port: number, { axi }: Pin): string => `m${port}_axi_${axi}_unused`;
  const isLength = (pin: Pin): boolean => isAxi3 && pin.axi.endsWith('len');
  const signal = (port: number, pin: Pin): string => `${isLength(pin) ? `${unused(port, pin)}, ` : ''}m${port}_axi_${pin.axi}`;
  return `// AXI wrapper of nf_grid for ${facts.targetName}: splits the packed memory ports. Written by nfc export.
\`default_nettype none
module nfc_axi (
${declarations.join(',\n')}
);
${ports.flatMap((port) => constants.map(([axi, , value]) => `  assign m${port}_axi_${axi} = ${value};`)).join('\n')}
${ports.flatMap((port) => pins.filter(isLength).map((pin) => `  wire ${range(GRID_LENGTH_BITS - AXI3_LENGTH_BITS)}${unused(port, pin)};`)).join('\n')}
  nf_grid #(.Primitives(${facts.primitives})) u_grid (
    .clk_i(aclk),
    .rst_ni(aresetn),
    .irq_o(irq),
${LITE.filter((pin) => !pin.axi.endsWith('prot')).map((pin) => `    .s_axil_${pin.axi}_${suffix(pin)}(s_axi_${pin.axi})`).join(',\n')},
${pins.map((pin) => `    .m_axi_${pin.axi}_${suffix(pin)}({${[...ports].reverse().map((port) => signal(port, pin)).join(', ')}})`).join(',\n')},
    .probe_valid_o(),
    .probe_data_o(),
    .probe_go_o()
  );
endmodule
\`default_nettype wire
`;
}

const suffix = (pin: Pin): string => (pin.direction === 'input' ? 'i' : 'o');

const parameters = (bus: string, values: readonly string[]): string[] => [`  (* X_INTERFACE_PARAMETER = "XIL_INTERFACENAME ${bus}, ${values.join(', ')}" *)`];

/** Ports of one bus; its parameters stand before the first. */
function declareBus(bus: string, pins: readonly Pin[], values: readonly string[]): string[] {
  return pins.map((pin, index) => [
    `  (* X_INTERFACE_INFO = "xilinx.com:interface:aximm:1.0 ${bus} ${pin.axi.toUpperCase()}" *)`,
    ...(index === 0 ? parameters(bus, values) : []),
    `  ${pin.direction.padEnd(6)} wire ${range(pin.width)}${bus}_${pin.axi}`,
  ].join('\n'));
}
