"""Runs networks of nfc on a PYNQ board: load a bitstream, load compiled networks, run frames.

    from nfc_device import Device
    device = Device.open('nfc.bit')
    digits = device.load('images')
    outputs = digits.run({'image': codes})    # codes: integers [channels, height, width]

Needs numpy, and pynq for Device.open. The array's memory is not coherent with caches, so buffers are allocated without them.
A frame gives its outputs or raises DeviceError, whose `kind` says what happened; the next frame runs on a reset array.
"""
import json
import time
from pathlib import Path

import numpy as np

ID = 0x4E464331
CONTROL, STATUS, INIT_ADDR, INIT_WORDS, LOOP_ADDR, LOOP_WORDS, FRAMES, MODE = range(0, 32, 4)
CYCLES_LOW, CYCLES_HIGH, WATCHDOG, ERROR_INFO, PHASES, ID_REGISTER = range(0x20, 0x38, 4)
GRID = 0x3C
START, SOFT_RESET = 1, 2
BUSY, DONE = 1, 2
ERRORS = {1: ('read', 'a read from memory failed'), 2: ('write', 'a write to memory failed'),
          3: ('watchdog', 'nothing moved for too long (watchdog)'), 4: ('packet', 'the configuration stream is not understood')}
REGISTERS = 0x43C00000
PAGE = 4096
LANES = 8


class DeviceError(Exception):
    """`kind`: wrong-device, wrong-target, timeout, reset, read, write, watchdog, packet, lost, memory or frame."""

    def __init__(self, kind, problem):
        super().__init__(problem)
        self.kind = kind


class Device:
    """An array. `registers` has read(offset) and write(offset, value), such as pynq.MMIO; `allocate(words)` gives a numpy array of
    so many 32-bit words with its `physical_address`, such as pynq.allocate."""

    def __init__(self, registers, allocate, watchdog_cycles=1_000_000, timeout_s=10.0):
        self.registers, self.allocate = registers, allocate
        self.watchdog_cycles, self.timeout_s = watchdog_cycles, timeout_s
        self.is_lost = False
        self._identify()
        self.reset()

    @classmethod
    def open(cls, bitstream, registers=REGISTERS, **options):
        """Loads a bitstream through pynq; nfc.hwh lies beside it."""
        from pynq import MMIO, Overlay, allocate
        overlay = Overlay(str(bitstream))
        device = cls(MMIO(registers, 0x10000), lambda words: allocate(shape=(words,), dtype=np.uint32, cacheable=False), **options)
        device.overlay = overlay
        return device

    def load(self, folder, frames_per_run=1):
        """A network from the folder of images that nfc wrote; others stay where they are."""
        return Network(self, Path(folder), frames_per_run)

    def reset(self):
        self.is_lost = not self._rest()
        if self.is_lost:
            raise DeviceError('lost', f'a reset left status 0x{self.registers.read(STATUS):x}: load the bitstream again')

    def counters(self):
        """Of the last run."""
        return {'cycles': self._cycles(), 'phases': self.registers.read(PHASES), 'status': self.registers.read(STATUS)}

    def match_target(self, manifest):
        """Raises DeviceError where the array is of another target or version than the network of this manifest."""
        found, wanted = self.registers.read(GRID), manifest['fingerprint']
        if found != wanted:
            target = manifest['target']
            raise DeviceError('wrong-target', f"{manifest['model']} was compiled for {target} (fingerprint 0x{wanted:08x}), and the array is of another target or "
                              f'version (0x{found:08x}): load the bitstream of {target}, or compile the model for the target of the array')

    def run(self, manifest, settings, phases):
        """One run of the network of a manifest; `settings` are (offset, value) pairs. Returns the cycles, raises DeviceError."""
        if self.is_lost:
            raise DeviceError('lost', 'it did not come to rest after an error: call reset(), or load the bitstream again')
        try:
            self._identify()
            self.match_target(manifest)
            if not self._rest():
                raise DeviceError('timeout', 'it did not come to rest before a run')
            settings = [*settings, (WATCHDOG, self.watchdog_cycles)]
            for offset, value in settings:
                self.registers.write(offset, value)
            for offset, value in settings:
                if self.registers.read(offset) != value:
                    raise DeviceError('reset', f'register 0x{offset:02x} does not hold what was written')
            self.registers.write(CONTROL, START)
            is_over = self._wait(lambda: self.registers.read(CONTROL) == 0 and not self.registers.read(STATUS) & BUSY, self.timeout_s)
            self._judge(is_over, phases)
            return self._cycles()
        except DeviceError:
            self.is_lost = not self._rest()
            raise

    def _judge(self, is_over, phases):
        status = self.registers.read(STATUS)
        if not is_over:
            raise DeviceError('timeout', f'a run did not end within {self.timeout_s} s (status 0x{status:x})')
        if status >> 8:
            kind, text = ERRORS.get(status >> 8, ('packet', 'unknown error'))
            raise DeviceError(kind, f'error {status >> 8} in phase {self.registers.read(ERROR_INFO)}: {text}')
        if status != DONE or self.registers.read(PHASES) != phases:
            raise DeviceError('reset', f'a run ended with status 0x{status:x} and {self.registers.read(PHASES)} of {phases} phases')

    def _identify(self):
        found = self.registers.read(ID_REGISTER)
        if found != ID:
            raise DeviceError('wrong-device', f'the ID register holds 0x{found:08x} in place of 0x{ID:08x}')

    def _rest(self):
        self.registers.write(CONTROL, SOFT_RESET)
        return self._wait(lambda: self.registers.read(CONTROL) == 0 and self.registers.read(STATUS) == 0, 1.0)

    def _cycles(self):
        return self.registers.read(CYCLES_HIGH) << 32 | self.registers.read(CYCLES_LOW)

    @staticmethod
    def _wait(is_over, timeout_s):
        end = time.monotonic() + timeout_s
        while not is_over():
            if time.monotonic() > end:
                return is_over()
        return True


class Network:
    """A network in memory. Its addresses are moved to where the buffer lies."""

    def __init__(self, device, folder, frames_per_run):
        self.device, self.frames_per_run = device, frames_per_run
        self.manifest = manifest = json.loads((folder / 'manifest.json').read_text())
        device.match_target(manifest)
        self.place = place = manifest['place']
        self.axi_bytes = place['axiBytes']
        slots = [copy['frameShift'] for entry in manifest['inputs'] for copy in entry['copies']]
        slots += [tensor['frameShift'] for tensor in manifest['tensors'] if tensor['perFrame']]
        more = max(((frames_per_run - 1) << shift for shift in slots), default=0)
        self.buffer = device.allocate((place['bytes'] + more + 2 * PAGE) // 4)
        first = -self.buffer.physical_address % PAGE
        self.words = self.buffer[first // 4:]
        self.base = place['base']
        self.offset = self.buffer.physical_address + first - self.base
        streams = {name: self._stream(folder, name) for name in ('init', 'loop')}
        registers = manifest['registers']
        self.settings = [(INIT_ADDR, registers['INIT_ADDR'] + self.offset), (INIT_WORDS, registers['INIT_WORDS']),
                         (LOOP_ADDR, registers['LOOP_ADDR'] + self.offset), (LOOP_WORDS, registers['LOOP_WORDS']), (MODE, registers['MODE'])]
        for name, words in streams.items():
            at = self._index(registers[f'{name.upper()}_ADDR'])
            self.words[at:at + len(words)] = words
            if not np.array_equal(self.words[at:at + len(words)], words):
                raise DeviceError('memory', f'memory does not hold the {name} stream that was written')
        self.packers = [(entry, copy, *_input_places(entry['shape'], copy['layout'])) for entry in manifest['inputs'] for copy in entry['copies']]
        stored = {tensor['tensor']: tensor for tensor in manifest['tensors']}
        self.readers = [(output['name'], stored[output['tensor']], *_stream_places(stored[output['tensor']])) for output in manifest['outputs']]

    def run(self, frame):
        """Outputs by name, integers [channels, height, width], of a frame of codes by name."""
        return self.run_batch([frame])[0]

    def run_batch(self, frames):
        """The outputs of up to frames_per_run frames that share a run. Raises DeviceError: then none of them has any."""
        if not 1 <= len(frames) <= self.frames_per_run:
            raise DeviceError('frame', f'{len(frames)} frames do not fit a run of {self.frames_per_run}')
        for index, frame in enumerate(frames):
            for entry, copy, source, digits, pad in self.packers:
                words = self._pack(entry, frame, source, digits, pad)
                at = self._index(copy['address'] + (index << copy['frameShift']))
                self.words[at:at + len(words)] = words
        is_streaming = self.manifest['registers']['MODE'] == 1
        self.cycles = self.device.run(self.manifest, [*self.settings, (FRAMES, len(frames))], self.place['phases'] * (1 if is_streaming else len(frames)))
        return [self._outputs(index) for index in range(len(frames))]

    def stream(self, frames):
        """For each frame, in order, (outputs, None) or (None, DeviceError)."""
        for frame in frames:
            try:
                yield self.run(frame), None
            except DeviceError as error:
                yield None, error

    def free(self):
        """Gives the memory back where the allocator takes it."""
        self.words = None
        getattr(self.buffer, 'freebuffer', lambda: None)()

    def _index(self, address):
        return (address - self.base) // 4

    def _stream(self, folder, name):
        lines = (folder / f'{name}.hex').read_text().split()
        wanted = self.manifest['registers'][f'{name.upper()}_WORDS']
        if len(lines) != wanted:
            raise DeviceError('memory', f'{name}.hex has {len(lines)} of {wanted} words: it was cut short')
        words = np.array([int(line, 16) for line in lines], dtype='<u8').view('<u4')
        for at in self.place['addresses'][name]:
            words[at] = (int(words[at]) + self.offset) & 0xFFFFFFFF
        return words

    def _pack(self, entry, frame, source, digits, pad):
        if entry['name'] not in frame:
            raise DeviceError('frame', f"a frame has no values for input {entry['name']}")
        codes = np.asarray(frame[entry['name']])
        if codes.size != int(np.prod(entry['shape'])) or codes.min() < 0 or codes.max() >= 1 << entry['format']['bits']:
            raise DeviceError('frame', f"input {entry['name']} takes codes 0 to {(1 << entry['format']['bits']) - 1} of shape {entry['shape']}")
        found = np.append(codes.reshape(-1).astype(np.uint32), np.uint32(pad))[source]
        lanes = np.arange(LANES, dtype=np.uint32) * 3
        beats = np.stack([(((found >> np.uint32(3 * digit)) & 7) << lanes).sum(axis=2, dtype=np.uint32) for digit in range(digits)], axis=1).reshape(-1)
        held = 8 * self.axi_bytes // 24
        padded = np.zeros(-(-len(beats) // held) * held, dtype='<u4')
        padded[:len(beats)] = beats
        three = padded.view(np.uint8).reshape(-1, 4)[:, :3].reshape(-1, 3 * held)
        words = np.zeros((len(three), self.axi_bytes), dtype=np.uint8)
        words[:, :3 * held] = three
        return words.reshape(-1).view('<u4')

    def _outputs(self, index):
        held = 8 * self.axi_bytes // 24
        outputs = {}
        for name, tensor, element, beat, lane, beats in self.readers:
            at = self._index(tensor['address'] + (index << tensor['frameShift'] if tensor['perFrame'] else 0))
            count = -(-beats // held) * self.axi_bytes // 4
            found = np.array(self.words[at:at + count]).view(np.uint8).reshape(-1, self.axi_bytes)[:, :3 * held].reshape(-1, 3).astype(np.int32)
            values = (found[:, 0] | found[:, 1] << 8 | found[:, 2] << 16)[beat]
            kind = tensor['order']['kind']
            if kind == 'codes':
                values = values >> (3 * lane) & 7
            elif kind == 'raw':
                values = (values ^ 0x800000) - 0x800000
            data = np.zeros(int(np.prod(tensor['shape'])), dtype=np.int32)
            data[element] = values
            outputs[name] = data.reshape(tensor['shape'])
        return outputs


def _input_places(shape, layout):
    """Element by row, beat of a digit and lane (the one behind the last where there is none), digits, pad code."""
    channels, height, width = shape
    none = channels * height * width
    kind = layout['kind']
    lanes = np.arange(LANES)
    if kind == 'planes':
        columns = layout.get('columns', {'first': 0, 'count': width})
        y, block, x = np.ogrid[:height, :layout['channelBlocks'], columns['first']:columns['first'] + columns['count']]
        channel = block[..., None] * LANES + lanes
        source = np.where(channel < channels, (channel * height + y[..., None]) * width + x[..., None], none)
        return source.reshape(height, -1, LANES), layout['digits'], 0
    planes = layout.get('planes', 1)
    if kind == 'packed':
        y, plane, block = np.ogrid[:height, :planes, :layout['rowBlocks']]
        element = block[..., None] * LANES + lanes
        x = element // layout['pixelElements'] - layout['padLeft']
        channel = plane[..., None] * layout['pixelElements'] + element % layout['pixelElements']
        source = np.where((x >= 0) & (x < width) & (channel < channels), (channel * height + y[..., None]) * width + x, none)
        return source.reshape(height, -1, LANES), layout['digits'], layout['padCode']
    per_plane = channels if planes == 1 else 1
    row, plane, position, block = np.ogrid[:layout['rows'], :planes, :layout['positions'], :layout['positionBlocks']]
    element = block[..., None] * LANES + lanes
    phase, inside = np.divmod(element // per_plane, layout['columns'])
    y = row[..., None] * layout.get('rowStep', layout['rowPhases']) + phase - layout['padTop']
    x = position[..., None] * layout['pixelStep'] + inside - layout['padLeft']
    channel = plane[..., None] * per_plane + element % per_plane
    is_inside = (phase < layout['rowPhases']) & (y >= 0) & (y < height) & (x >= 0) & (x < width)
    source = np.where(is_inside, (channel * height + y) * width + x, none)
    return source.reshape(layout['rows'], -1, LANES), layout['digits'], layout['padCode']


def _stream_places(tensor):
    """Where the elements of a tensor lie in its beats: element, beat, lane, and the beats of a frame."""
    channels, height, width = tensor['shape']
    order = tensor['order']
    lanes = LANES if order['kind'] == 'codes' else 1
    per_pixel = lanes // order.get('beatPixels', 1)
    places = np.zeros((1, 4), dtype=np.int64)
    for level in reversed(order['levels']):
        step = np.array([level['beats'], level.get('rows', 0), level['pixels'], level['channels']])
        places = (places[:, None] + np.arange(level['count'])[None, :, None] * step).reshape(-1, 4)
    row, place, lane = np.ogrid[:order['rows'], :len(places), :lanes]
    beat, y, x, channel = (places[:, part][None, :, None] for part in range(4))
    y = row * order.get('rowFold', 1) + y
    x = x + lane // per_pixel
    channel = channel + lane % per_pixel
    if 'maps' in order:
        maps = np.array([*order['maps'], -1])
        channel = maps[np.minimum(channel, len(maps) - 1)]
    beat = row * order['rowBeats'] + tensor['offset'] + beat
    y, x, channel, beat, lane = np.broadcast_arrays(y, x, channel, beat, lane)
    is_inside = (y < height) & (x < width) & (channel >= 0) & (channel < channels)
    element = (channel * height + y) * width + x
    return element[is_inside], beat[is_inside], lane[is_inside].astype(np.int32), order['rows'] * order['rowBeats'] + tensor['offset']
