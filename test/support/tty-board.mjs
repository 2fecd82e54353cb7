// A board at the far end of a pseudo terminal, as a process of its own, because its host waits without letting anything else run: the commands
// of the serial line (hdl/board/nf_host_port.sv) on a simulated array. Argument: the folder of the compiled network that it will be given.
import { encodeProgram } from '../../dist/compiler/program/encode.js';
import { serveSerial } from '../../dist/hdl/cosim/serial-board.js';
import { CONTROL, REGISTER } from '../../dist/hdl/emit/registers.js';
import { readCompiledProgram } from '../../dist/runtime/device/read-program.js';
import { simulatorPort } from '../../dist/runtime/device/simulator-port.js';

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

let received = Buffer.alloc(0);
for await (const chunk of process.stdin) {
  const { answer, rest } = serveSerial(Buffer.concat([received, chunk]), port);
  received = rest;
  process.stdout.write(answer);
  await port.wait(() => true, 0);
}
