// Constraints of the ULX3S (board versions 2.x and 3.0.x): which ball each port of the top is on, from the board's published schematic.

const DATA = ['J16', 'L18', 'M18', 'N18', 'P18', 'T18', 'T17', 'U20', 'E19', 'D20', 'D19', 'C20', 'E18', 'F18', 'J18', 'J17'] as const;
const ADDRESS = ['M20', 'M19', 'L20', 'L19', 'K20', 'K19', 'K18', 'J20', 'J19', 'H20', 'N19', 'G20', 'G19'] as const;
const LIGHTS = ['B2', 'C2', 'C1', 'D2', 'D1', 'E2', 'E1', 'H3'] as const;

const numbered = (name: string, balls: readonly string[]): [port: string, ball: string][] => balls.map((ball, i) => [`${name}[${i}]`, ball]);

const FAST_PINS: readonly (readonly [port: string, ball: string])[] = [
  ['sdram_clk', 'F19'], ['sdram_cke', 'F20'], ['sdram_csn', 'P20'], ['sdram_wen', 'T20'], ['sdram_rasn', 'R20'], ['sdram_casn', 'T19'],
  ...numbered('sdram_a', ADDRESS), ...numbered('sdram_ba', ['P19', 'N20']), ...numbered('sdram_dqm', ['U19', 'E20']), ...numbered('sdram_d', DATA),
];
const SLOW_PINS: readonly (readonly [port: string, ball: string])[] = [['ftdi_rxd', 'L4'], ['wifi_gpio0', 'L2'], ...numbered('led', LIGHTS)];

/** Text of the .lpf file. */
export function ulx3sConstraints(inputMHz: number): string {
  const locate = ([port, ball]: readonly [string, string]): string => `LOCATE COMP "${port}" SITE "${ball}";`;
  const buffer = (port: string, attributes: string): string => `IOBUF PORT "${port}" IO_TYPE=LVCMOS33 ${attributes};`;
  return [
    '# Pins of the ULX3S, versions 2.x and 3.0.x. Written by nfc export.',
    'BLOCK RESETPATHS;',
    'BLOCK ASYNCPATHS;',
    'SYSCONFIG CONFIG_IOVOLTAGE=3.3 COMPRESS_CONFIG=ON MCCLK_FREQ=62 MASTER_SPI_PORT=DISABLE SLAVE_SPI_PORT=DISABLE SLAVE_PARALLEL_PORT=DISABLE;',
    `FREQUENCY PORT "clk_25mhz" ${inputMHz} MHZ;`,
    locate(['clk_25mhz', 'G2']), buffer('clk_25mhz', 'PULLMODE=NONE'),
    locate(['ftdi_txd', 'M1']), buffer('ftdi_txd', 'PULLMODE=UP'),
    ...SLOW_PINS.flatMap((pin) => [locate(pin), buffer(pin[0], 'PULLMODE=NONE DRIVE=4')]),
    ...FAST_PINS.flatMap((pin) => [locate(pin), buffer(pin[0], 'PULLMODE=NONE DRIVE=4 SLEWRATE=FAST')]),
    '',
  ].join('\n');
}
