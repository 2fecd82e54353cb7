// A board at the far end of a pseudo terminal, as a process of its own, because its host waits without letting anything else run: the commands
// of the serial line (hdl/board/nf_host_port.sv) on a simulated array. Argument: the folder of the compiled network that it will be given.
import { crc32 } from 'node:zlib';
import { encodeProgram } from '../../dist/compiler/program/encode.js';
import { CONTROL, REGISTER } from '../../dist/hdl/emit/registers.js';
import { readCompiledProgram } from '../../dist/runtime/device/read-program.js';
import { simulatorPort } from '../../dist/runtime/device/simulator-port.js';

const HEADER_BYTES = 9;
const program = readCompiledProgram(process.argv[2]);
const port = simulatorPort(program.target);
const streams = encodeProgram(program);
port.learn(program, streams);

// A first run, which takes a second: an array never keeps its host waiting for an answer, and neither must this one.
const { initAddress, loopAddress } = program.memory;
port.writeMemory(initAddress, Uint32Array.from(streams.init));
port.writeMemory(loopAddress, Uint32Array.from(streams.loop));
for (const [register, value] of [
  [REGISTER.initAddress, initAddress], [REGISTER.initWords, streams.init.length / 2], [REGISTER.loopAddress, loopAddress], [REGISTER.loopWords, streams.loop.length / 2],
  [REGISTER.frames, 1], [REGISTER.mode, Number(program.phases.length === 1)], [REGISTER.control, CONTROL.start],
]) port.write32(register, value);
await port.wait(() => true, 0);
port.write32(REGISTER.control, CONTROL.softReset);
process.send('ready');

/** Bytes of data that follow a header. */
const dataBytes = (operation, count) => (operation === 'W' ? 8 * count : operation === 'w' ? 4 : 0);

/** The data of the answer. */
async function serve(operation, address, count, data) {
  if (operation === 'W' || operation === 'R') {
    const words = new Uint32Array(2 * count);
    if (operation === 'R') {
      port.readMemory(address, words);
      return Buffer.from(words.buffer);
    }
    Buffer.from(words.buffer).set(data);
    port.writeMemory(address, words);
    return Buffer.alloc(0);
  }
  if (operation === 'w') {
    port.write32(address, data.readUInt32LE(0));
    return Buffer.alloc(0);
  }
  if (address === REGISTER.status) await port.wait(() => true, 0);
  const answer = Buffer.alloc(4);
  answer.writeUInt32LE(port.read32(address));
  return answer;
}

let received = Buffer.alloc(0);
for await (const chunk of process.stdin) {
  received = Buffer.concat([received, chunk]);
  while (received.length >= HEADER_BYTES) {
    const [operation, address, count] = [String.fromCharCode(received[0]), received.readUInt32LE(1), received.readUInt32LE(5)];
    const length = HEADER_BYTES + dataBytes(operation, count);
    if (received.length < length) break;
    const command = received.subarray(0, length);
    received = received.subarray(length);
    const body = Buffer.concat([await serve(operation, address, count, command.subarray(HEADER_BYTES)), Buffer.of(0)]);
    const check = Buffer.alloc(4);
    check.writeUInt32LE(crc32(body, crc32(command)));
    process.stdout.write(Buffer.concat([body, check]));
  }
}
