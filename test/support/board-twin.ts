// A board made of files: one is its registers, one its memory, and the simulator sits on the other side. It takes what is written to CTRL,
// shows what its registers hold then, and clears CTRL last.
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Target } from '../../compiler/target/target.ts';
import type { LinuxPlaces } from '../../runtime/device/linux-port.ts';
import { mapFile } from '../../runtime/device/mapped-file.ts';
import { CONTROL, REGISTER, STATUS } from '../../hdl/emit/registers.ts';
import { type SimulatorOptions, simulatorPort } from '../../runtime/device/simulator-port.ts';
import type { LoadedProgram } from '../../runtime/device/device.ts';
import { encodeProgram } from '../../compiler/program/encode.ts';

export interface BoardTwin {
  readonly places: LinuxPlaces;
  /** The simulator runs programs: it must know them as they lie in memory. */
  readonly learn: (loaded: LoadedProgram) => void;
  readonly dispose: () => void;
}

const PAGE = 4096;

export function openBoardTwin(target: Target, memoryBytes: number, faultOf?: SimulatorOptions['faultOf']): BoardTwin {
  const folder = mkdtempSync(join(tmpdir(), 'nfc-board-'));
  const paths = { registers: join(folder, 'registers'), memory: join(folder, 'memory') };
  // The registers lie one page into their file, as they lie somewhere in /dev/mem.
  for (const [path, bytes] of [[paths.registers, 2 * PAGE], [paths.memory, memoryBytes]] as const) {
    writeFileSync(path, '');
    truncateSync(path, bytes);
  }
  const control = mapFile(paths.registers, PAGE, PAGE);
  const memory = mapFile(paths.memory, 0, memoryBytes);
  const port = simulatorPort(target, { words: memory.words, ...(faultOf === undefined ? {} : { faultOf }) });
  const offsets = Object.values(REGISTER);
  const show = (): void => { for (const offset of offsets) if (offset !== REGISTER.control) Atomics.store(control.words, offset / 4, port.read32(offset)); };
  let isOpen = true;
  const serve = async (): Promise<void> => {
    while (isOpen) {
      const asked = Atomics.load(control.words, REGISTER.control / 4);
      if (asked !== 0) {
        for (const offset of offsets) if (offset !== REGISTER.control) port.write32(offset, Atomics.load(control.words, offset / 4));
        port.write32(REGISTER.control, asked);
        show();
        Atomics.store(control.words, REGISTER.control / 4, 0);
        if (asked === CONTROL.start) {
          await port.wait(() => (port.read32(REGISTER.status) & STATUS.busy) === 0, 0);
          show();
        }
      }
      await new Promise((resolve) => { setImmediate(resolve); });
    }
    control.close();
    memory.close();
    rmSync(folder, { recursive: true, force: true });
  };
  show();
  void serve();
  return {
    places: { registers: { path: paths.registers, offset: PAGE }, memory: { path: paths.memory, offset: 0, address: target.memory.base, bytes: memoryBytes } },
    learn: ({ program }) => port.learn?.(program, encodeProgram(program)),
    dispose: () => { isOpen = false; },
  };
}
