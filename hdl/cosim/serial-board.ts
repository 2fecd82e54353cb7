// The board's side of the serial line as software sees it: what nf_host_port answers to bytes (hdl/board/nf_host_port.sv), over any memory and
// registers. For trying hosts without the RTL.
import { crc32 } from 'node:zlib';

/** Addresses as the array uses them; a port of a device will do. */
export interface BoardParts {
  readonly memory: { readonly base: number; readonly bytes: number };
  readonly readMemory: (address: number, words: Uint32Array) => void;
  readonly writeMemory: (address: number, words: Uint32Array) => void;
  readonly read32: (offset: number) => number;
  readonly write32: (offset: number, value: number) => void;
}

export interface BoardAnswer {
  readonly answer: Buffer;
  /** Of a command that is not whole yet; the board forgets it when nothing more comes. */
  readonly rest: Buffer;
}

const HEADER_BYTES = 9;
const WORD_BYTES = 8;
/** Registers beyond are refused. */
const REGISTER_BYTES = 0x40;
const GOOD = 0;
const REFUSED = 2;

/** Does what whole commands ask for, and writes words as they come, also those of a command that is never finished. Bytes that begin no command
 *  are skipped; addresses wrap around the memory. */
export function serveSerial(received: Buffer, board: BoardParts): BoardAnswer {
  const answers: Buffer[] = [];
  let at = 0;
  while (received.length - at >= HEADER_BYTES) {
    const operation = String.fromCharCode(received[at] as number);
    if (!'WRwr'.includes(operation)) {
      at += 1;
      continue;
    }
    const [address, count] = [received.readUInt32LE(at + 1), received.readUInt32LE(at + 5)];
    const length = HEADER_BYTES + (operation === 'W' ? WORD_BYTES * count : operation === 'w' ? 4 : 0);
    const data = received.subarray(at + HEADER_BYTES, at + length);
    if (operation === 'W') writeWords(board, address, data);
    if (received.length - at < length) break;
    const isRegister = operation === 'w' || operation === 'r';
    const isRefused = isRegister && (address % 4 !== 0 || address >= REGISTER_BYTES);
    if (operation === 'w' && !isRefused) board.write32(address, data.readUInt32LE(0));
    const found = Buffer.alloc(operation === 'r' ? 4 : operation === 'R' ? Math.min(WORD_BYTES * count, board.memory.bytes) : 0);
    if (operation === 'r' && !isRefused) found.writeUInt32LE(board.read32(address));
    if (operation === 'R') readWords(board, address, found);
    const body = Buffer.concat([found, Buffer.of(isRefused ? REFUSED : GOOD)]);
    const check = Buffer.alloc(4);
    check.writeUInt32LE(crc32(body, crc32(received.subarray(at, at + length))));
    answers.push(body, check);
    at += length;
  }
  return { answer: Buffer.concat(answers), rest: received.subarray(at) };
}

const placeOf = ({ memory }: BoardParts, address: number, byte: number): number => memory.base + (((address >>> 0) - ((address >>> 0) % WORD_BYTES) + byte) % memory.bytes);

function writeWords(board: BoardParts, address: number, data: Buffer): void {
  for (let byte = 0; byte + WORD_BYTES <= data.length; byte += WORD_BYTES) {
    board.writeMemory(placeOf(board, address, byte), Uint32Array.of(data.readUInt32LE(byte), data.readUInt32LE(byte + 4)));
  }
}

function readWords(board: BoardParts, address: number, found: Buffer): void {
  const pair = new Uint32Array(2);
  for (let byte = 0; byte < found.length; byte += WORD_BYTES) {
    board.readMemory(placeOf(board, address, byte), pair);
    found.writeUInt32LE(pair[0] as number, byte);
    found.writeUInt32LE(pair[1] as number, byte + 4);
  }
}
