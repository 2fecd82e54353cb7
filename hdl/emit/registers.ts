// The registers of the hardware as software sees them (docs/hardware.md section 8): offsets in bytes, bits of STATUS, codes of errors.

export const REGISTER = {
  control: 0x00, status: 0x04, initAddress: 0x08, initWords: 0x0c, loopAddress: 0x10, loopWords: 0x14, frames: 0x18, mode: 0x1c,
  cyclesLow: 0x20, cyclesHigh: 0x24, watchdog: 0x28, errorInfo: 0x2c, phases: 0x30, id: 0x34, irqEnable: 0x38, grid: 0x3c,
} as const;

/** What a write to CTRL asks for. */
export const CONTROL = { start: 1, softReset: 2 } as const;

export const STATUS = { busy: 1, done: 2, error: 4, resetting: 8 } as const;

/** What ID holds on any array of nfc. */
export const DEVICE_ID = 0x4e464331;

/** FRAMES takes so many at most. */
export const MAX_RUN_FRAMES = 2 ** 20 - 1;

export const ERROR_CODE = { read: 1, write: 2, watchdog: 3, packet: 4 } as const;

const ERROR_TEXTS: Readonly<Record<number, string>> = {
  [ERROR_CODE.read]: 'a read from memory failed', [ERROR_CODE.write]: 'a write to memory failed',
  [ERROR_CODE.watchdog]: 'nothing moved for too long (watchdog)', [ERROR_CODE.packet]: 'the configuration stream is not understood',
};

/** The error code in STATUS, 0 where there is none. */
export const errorCodeOf = (status: number): number => (status >>> 8) & 0xff;

export const errorText = (code: number): string => ERROR_TEXTS[code] ?? 'unknown error';
