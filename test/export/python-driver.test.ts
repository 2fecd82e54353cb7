// The Python driver of exported projects compiles, and packs, moves, runs and unpacks as this library does: its stand-in of a device
// compares the memory that it finds with what the library writes, and answers with what the simulator makes of it. Without python3 there is
// nothing to try, without numpy the driver is only compiled.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { PAGE_BYTES } from '../../compiler/program/move-program.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import type { Target } from '../../compiler/target/target.ts';
import { imageFiles } from '../../runtime/compiled-folder.ts';
import { openDevice } from '../../runtime/device/device.ts';
import { pythonDriver } from '../../runtime/device/python-driver.ts';
import { CONTROL, REGISTER } from '../../hdl/emit/registers.ts';
import { simulatorPort } from '../../runtime/device/simulator-port.ts';
import { memoryBytes } from '../../runtime/memory-image.ts';
import { type DeviceNetwork, phasedNetwork, smallNetwork } from '../support/device-networks.ts';

const FRAMES = 2;
const CHECKED: readonly number[] = [REGISTER.initAddress, REGISTER.initWords, REGISTER.loopAddress, REGISTER.loopWords, REGISTER.frames, REGISTER.mode];
const folder = mkdtempSync(join(tmpdir(), 'nfc-python-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const python = (...args: string[]) => spawnSync('python3', args, { cwd: folder, encoding: 'utf8' });
const hasPython = python('--version').status === 0;
const hasNumpy = hasPython && python('-c', 'import numpy').status === 0;

const STAND_IN = `
import json, sys
import numpy as np
from nfc_device import Device, DeviceError

case = json.load(open('case.json'))

class Buffer(np.ndarray):
    pass

def allocate(words):
    buffer = np.zeros(words, dtype=np.uint32).view(Buffer)
    # A place that is no multiple of a page, and far from that of the program.
    buffer.physical_address = case['address'] - 64
    memory.append(buffer)
    return buffer

class Registers:
    """An array that finds what it should find and answers with what it should answer, or fails."""
    def __init__(self):
        self.values = {0x34: case['id'], 0x3c: case['grid']}
        self.fault = None
    def read(self, offset):
        return 0 if offset == 0 else self.values.get(offset, 0)
    def write(self, offset, value):
        if offset != 0:
            self.values[offset] = value
        elif value == 2:
            self.values[4] = 0
        elif self.fault == 'hang':
            self.values[4] = 1
        elif self.fault == 'read':
            self.values[4] = 4 | 1 << 8
        elif self.fault == 'cut':
            self.values[4] = 2
            self.values[0x30] = 0
        else:
            words = memory[0][(64 // 4):]
            before = np.array(case['before'], dtype=np.uint32)
            assert np.array_equal(words[:len(before)], before), f'memory differs at word {int(np.argmax(words[:len(before)] != before))}'
            assert {name: self.values[int(name)] for name in case['registers']} == case['registers']
            words[:len(before)] = np.array(case['after'], dtype=np.uint32)
            self.values.update({4: 2, 0x30: case['phases'], 0x20: 123})

memory = []
registers = Registers()
device = Device(registers, allocate, timeout_s=0.05)
kinds = []
registers.values[0x3c] ^= 1
try:
    device.load('images')
except DeviceError as error:
    kinds.append(error.kind)
registers.values[0x3c] ^= 1
network = device.load('images', frames_per_run=${FRAMES})
frames = [{name: np.array(codes) for name, codes in frame.items()} for frame in case['frames']]
registers.values[0x3c] ^= 1
kinds += [error.kind if error else None for _, error in network.stream(frames[:1])]
registers.values[0x3c] ^= 1
for fault in ['hang', 'read', 'cut']:
    registers.fault = fault
    kinds += [error.kind if error else None for _, error in network.stream(frames[:1])]
registers.fault = None
try:
    network.run({name: codes + 4096 for name, codes in frames[0].items()})
except DeviceError as error:
    kinds.append(error.kind)
outputs = network.run_batch(frames)
print(json.dumps({'kinds': kinds, 'cycles': network.cycles, 'outputs': [{name: values.reshape(-1).tolist() for name, values in found.items()} for found in outputs]}))
`;

test('the driver is Python', () => {
  writeFileSync(join(folder, 'nfc_device.py'), pythonDriver());
  if (hasPython) expect(python('-m', 'py_compile', 'nfc_device.py')).toMatchObject({ status: 0, stderr: '' });
});

/** Everything that the driver must write and will find, from a device in the simulator that lies at the same place. */
async function writeCase(target: Target, { program, frames, expected }: DeviceNetwork): Promise<Record<string, number[]>[]> {
  const bytes = memoryBytes(program, FRAMES);
  const words = new Uint32Array((bytes + PAGE_BYTES) / 4);
  const port = simulatorPort(target, { words });
  let before: number[] = [];
  const registers: Record<number, number> = {};
  const device = await openDevice({
    ...port,
    // The program does not lie where it was compiled for.
    memory: { base: target.memory.base + PAGE_BYTES, bytes },
    write32: (offset, value) => {
      if (offset === REGISTER.control && value === CONTROL.start) before = [...words.subarray(PAGE_BYTES / 4)];
      if (CHECKED.includes(offset)) registers[offset] = value;
      port.write32(offset, value);
    },
  });
  const loaded = device.load(program, { framesPerRun: FRAMES });
  const given = frames(FRAMES, 3);
  for await (const { error } of loaded.stream(given)) expect(error).toBeNull();
  mkdirSync(join(folder, 'images'), { recursive: true });
  for (const [name, text] of imageFiles(program)) writeFileSync(join(folder, 'images', name), text);
  writeFileSync(join(folder, 'case.json'), JSON.stringify({
    id: port.read32(REGISTER.id), grid: port.read32(REGISTER.grid), address: target.memory.base + PAGE_BYTES, registers, phases: port.read32(REGISTER.phases), before, after: [...words.subarray(PAGE_BYTES / 4)],
    frames: given.map((frame) => Object.fromEntries([...frame].map(([name, codes]) => [name, [...codes]]))),
  }));
  return given.map(expected);
}

test.runIf(hasNumpy).each([
  ['one phase, memory words of 8 bytes', 'sim-1x1', smallNetwork], ['several phases', 'sim-1x1', phasedNetwork], ['memory words of 16 bytes', 'neuflow-v6', smallNetwork],
] as const)('%s: memory, registers and outputs are those of the library, and failures are told', async (_, name, make) => {
  const target = findTarget(name) as Target;
  const expected = await writeCase(target, await make(target, 1));
  writeFileSync(join(folder, 'stand_in.py'), STAND_IN);
  const { stdout, stderr } = python('stand_in.py');
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ kinds: ['wrong-target', 'wrong-target', 'timeout', 'read', 'reset', 'frame'], cycles: 123, outputs: expected });
});
