// Devices by the names that a command line takes.
import type { Target } from '../../compiler/target/target.ts';
import { UsageError } from '../usage-error.ts';
import type { DevicePort } from './device-port.ts';

export const DEVICE_NAMES = 'simulator, rtl, /dev/mem, UIO:BUFFER such as uio0:udmabuf0, or a serial line such as /dev/ttyUSB0';

/** Throws UsageError for other names, and what the device throws where it does not open. Only what is asked for is loaded. */
export async function openPort(name: string, target: Target, onProgress: (text: string) => void): Promise<DevicePort> {
  if (name === 'simulator') return (await import('./simulator-port.ts')).simulatorPort(target);
  if (name === 'rtl') return (await import('./cosim-port.ts')).openCosimPort(target, { onProgress });
  if (name.startsWith('/dev/') && name !== '/dev/mem') {
    const [{ openSerialLine }, { serialPort }] = await Promise.all([import('./serial-line.ts'), import('./serial-port.ts')]);
    return serialPort(name, target.memory, openSerialLine(name));
  }
  const linux = await import('./linux-port.ts');
  if (name === '/dev/mem') return linux.openLinuxPort(linux.devMemPlaces(target.memory));
  const [, uio, buffer] = /^([\w-]+):([\w-]+)$/.exec(name) ?? [];
  if (uio === undefined || buffer === undefined) throw new UsageError(`there is no device ${name}`, `name one of ${DEVICE_NAMES}`);
  return linux.openLinuxPort(linux.uioPlaces(uio, buffer));
}
