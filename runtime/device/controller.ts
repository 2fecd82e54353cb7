// One run after the other on a device, and what is to be believed of it: the identity, the target, the registers as they were written, the error
// register, the count of phases. A run starts from a reset array, so that `done` can only be its own. After a failure the array is reset
// again; where that does not help, the device counts as lost and says so at once until reset() succeeds.
import type { Program } from '../../compiler/program/program.ts';
import { gridFingerprint, targetOfFingerprint } from '../../hdl/emit/grid-fingerprint.ts';
import { DeviceError } from './device-error.ts';
import type { DevicePort } from './device-port.ts';
import { CONTROL, DEVICE_ID, ERROR_CODE, errorCodeOf, errorText, REGISTER, STATUS } from '../../hdl/emit/registers.ts';

/** What a program was compiled from and for. */
export type Compiled = Pick<Program, 'model' | 'target'>;

/** What the registers take for one run. Streams in 64-bit words, addresses in bytes. */
export interface RunSettings {
  readonly program: Compiled;
  readonly initAddress: number;
  readonly initWords: number;
  readonly loopAddress: number;
  readonly loopWords: number;
  readonly frames: number;
  readonly isStreaming: boolean;
  /** Phases that the array starts in all. */
  readonly phases: number;
}

export interface Counters {
  /** Cycles of the run under way, or of the last one. */
  readonly cycles: number;
  /** Phases started. */
  readonly phases: number;
  readonly isBusy: boolean;
  readonly errorCode: number;
  /** Phases started when the error came. */
  readonly errorPhase: number;
}

export interface ControllerOptions {
  /** Cycles without any transfer after which the hardware ends a run itself. */
  readonly watchdogCycles: number;
  readonly timeoutMs: number;
}

export interface Controller {
  /** Throws DeviceError where what answers is no array of nfc. */
  readonly identify: () => void;
  /** Throws DeviceError where the array is of another target or version than the program. */
  readonly matchTarget: (program: Compiled) => void;
  /** One run from start to end; the number of cycles. Throws DeviceError. */
  readonly run: (settings: RunSettings) => Promise<number>;
  /** Throws DeviceError where the array does not come to rest. */
  readonly reset: () => Promise<void>;
  readonly counters: () => Counters;
}

/** Much longer than the 4,096 cycles that the hardware gives a memory that hangs. */
const RESET_MS = 1000;

const ERROR_KINDS = { [ERROR_CODE.read]: 'read', [ERROR_CODE.write]: 'write', [ERROR_CODE.watchdog]: 'watchdog', [ERROR_CODE.packet]: 'packet' } as const;
const HINTS = {
  read: 'the memory refused an address: check that the memory that the device was opened with is the one that the array reaches',
  write: 'the memory refused an address: check that the memory that the device was opened with is the one that the array reaches',
  watchdog: 'the memory or the array hangs; a longer watchdog helps only where memory is very slow',
  packet: 'the configuration in memory was overwritten, or is one for another array',
} as const;

export function makeController(port: DevicePort, { watchdogCycles, timeoutMs }: ControllerOptions): Controller {
  let isLost = false;
  const fail = (kind: ConstructorParameters<typeof DeviceError>[0], problem: string, hint: string): never => {
    throw new DeviceError(kind, port.name, problem, hint);
  };
  const status = (): number => port.read32(REGISTER.status);

  const identify = (): void => {
    const found = port.read32(REGISTER.id);
    if (found === DEVICE_ID) return;
    fail('wrong-device', `the ID register holds 0x${hex(found)} in place of 0x${hex(DEVICE_ID)}`, 'load the bitstream of an nfc grid, and check the address of its registers');
  };

  const matchTarget = ({ model, target }: Compiled): void => {
    const found = port.read32(REGISTER.grid);
    const wanted = gridFingerprint(target);
    if (found === wanted) return;
    fail('wrong-target', `${model} was compiled for ${target.name} (fingerprint 0x${hex(wanted)}), and the array is ${targetOfFingerprint(found) ?? 'of another target or version'} (0x${hex(found)})`,
      `load the bitstream of ${target.name} that this version of nfc exports, or compile the model for the target of the array`);
  };

  /** Resets the array; whether it came to rest. */
  const rest = (): Promise<boolean> => {
    port.write32(REGISTER.control, CONTROL.softReset);
    // CTRL reads as 0 once the write has arrived.
    return port.wait(() => port.read32(REGISTER.control) === 0 && status() === 0, RESET_MS);
  };

  const reset = async (): Promise<void> => {
    isLost = !(await rest());
    if (isLost) fail('lost', `a reset left it with status 0x${hex(status())}`, 'load the bitstream again, then open the device anew');
    identify();
  };

  const setUp = (settings: RunSettings): void => {
    const wanted: readonly (readonly [offset: number, value: number])[] = [
      [REGISTER.initAddress, settings.initAddress], [REGISTER.initWords, settings.initWords],
      [REGISTER.loopAddress, settings.loopAddress], [REGISTER.loopWords, settings.loopWords],
      [REGISTER.frames, settings.frames], [REGISTER.mode, Number(settings.isStreaming)],
      [REGISTER.watchdog, watchdogCycles], [REGISTER.irqEnable, 1],
    ];
    for (const [offset, value] of wanted) port.write32(offset, value);
    for (const [offset, value] of wanted) {
      const found = port.read32(offset);
      if (found !== value) fail('reset', `register 0x${hex(offset, 2)} holds 0x${hex(found)} after 0x${hex(value)} was written`, 'nothing else may use the device meanwhile');
    }
  };

  const judge = (settings: RunSettings, isOver: boolean): void => {
    const now = status();
    const code = errorCodeOf(now);
    if (!isOver) fail('timeout', `a run of ${settings.frames} frames did not end within ${timeoutMs} ms (status 0x${hex(now)})`, 'give a longer timeoutMs, or check the clock of the array');
    if ((now & STATUS.error) !== 0 || code !== 0) {
      const kind = ERROR_KINDS[code as keyof typeof ERROR_KINDS] ?? 'packet';
      fail(kind, `error ${code} in phase ${port.read32(REGISTER.errorInfo)}: ${errorText(code)}`, HINTS[kind]);
    }
    if (now !== STATUS.done) fail('reset', `a run ended with status 0x${hex(now)}: the device was reset meanwhile`, 'nothing else may use the device meanwhile');
    const phases = port.read32(REGISTER.phases);
    if (phases !== settings.phases) fail('reset', `a run started ${phases} phases in place of ${settings.phases}`, 'the device was reset meanwhile, or its configuration was cut short');
  };

  const run = async (settings: RunSettings): Promise<number> => {
    if (isLost) fail('lost', 'it did not come to rest after an error', 'call reset(), or load the bitstream again');
    try {
      identify();
      matchTarget(settings.program);
      if (!(await rest())) fail('timeout', `it did not come to rest before a run (status 0x${hex(status())})`, 'load the bitstream again');
      setUp(settings);
      port.write32(REGISTER.control, CONTROL.start);
      const isOver = await port.wait(() => port.read32(REGISTER.control) === 0 && (status() & STATUS.busy) === 0, timeoutMs);
      judge(settings, isOver);
      return cycles(port);
    } catch (error) {
      isLost = !(await rest().catch(() => false));
      throw error;
    }
  };

  const counters = (): Counters => ({
    cycles: cycles(port), phases: port.read32(REGISTER.phases), isBusy: (status() & STATUS.busy) !== 0,
    errorCode: errorCodeOf(status()), errorPhase: port.read32(REGISTER.errorInfo),
  });
  return { identify, matchTarget, run, reset, counters };
}

/** The two halves are read until the high one stands still. */
function cycles(port: DevicePort): number {
  for (;;) {
    const high = port.read32(REGISTER.cyclesHigh);
    const low = port.read32(REGISTER.cyclesLow);
    if (port.read32(REGISTER.cyclesHigh) === high) return high * 2 ** 32 + low;
  }
}

const hex = (value: number, digits = 8): string => value.toString(16).padStart(digits, '0');
