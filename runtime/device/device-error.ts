// The error of a device that does not do what it should. The command line renders it without a stack trace and exits with 2.

/** wrong-device: no array of nfc answers; wrong-target: an array of another target or version than the program; memory: it does not keep what is written;
 *  out-of-memory: no room for a program; frame: a frame that the program does not take; timeout: a run did not end; reset: someone else
 *  reset the device in a run; read, write, watchdog, packet: what the hardware's error register says; lost: a reset did not help; line: a serial line lost or changed bytes;
 *  closed: used after close() or unload(). */
export type DeviceErrorKind =
  | 'wrong-device' | 'wrong-target' | 'memory' | 'out-of-memory' | 'frame' | 'timeout' | 'reset' | 'read' | 'write' | 'watchdog' | 'packet' | 'lost' | 'line' | 'closed';

export class DeviceError extends Error {
  readonly kind: DeviceErrorKind;
  readonly device: string;
  readonly hint: string;
  constructor(kind: DeviceErrorKind, device: string, problem: string, hint: string) {
    super(`${device}: ${problem}`);
    this.name = 'DeviceError';
    this.kind = kind;
    this.device = device;
    this.hint = hint;
  }
}
