// The test bench of a native model: the same memory, register master and probes as axi-memory.ts, axi-lite.ts and
// testbench.ts describe and implement, in C++ so that the whole loop runs at native speed.
// Reads one job from stdin and writes one result to stdout, both as little-endian 32-bit words (native-protocol.ts).
// Built with generated files: Vtop.h from Verilator and ports.inc, a list of NFC_PORT(name, member, bits).
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unordered_map>
#include <vector>

#include "Vtop.h"

using Words = std::vector<uint32_t>;

struct Port {
  uint8_t* bytes;
  unsigned bits;
};

static std::unordered_map<std::string, Port> ports;

[[noreturn]] static void fail(const std::string& message) {
  fprintf(stderr, "%s\n", message.c_str());
  exit(2);
}

static Port portOf(const std::string& name) {
  auto found = ports.find(name);
  if (found == ports.end()) fail("the design has no port '" + name + "'");
  return found->second;
}

// The first 32-bit word of a port whatever its storage; narrower ports are read and written by the byte.
static uint32_t readSmall(const Port& port) {
  uint32_t value = 0;
  memcpy(&value, port.bytes, port.bits <= 8 ? 1 : port.bits <= 16 ? 2 : 4);
  return value;
}
static void writeSmall(const Port& port, uint32_t value) {
  memcpy(port.bytes, &value, port.bits <= 8 ? 1 : port.bits <= 16 ? 2 : 4);
}

struct Input {
  FILE* file;
  uint32_t word() {
    uint32_t value;
    if (fread(&value, 4, 1, file) != 1) fail("the job ends early");
    return value;
  }
};

enum Rule : uint32_t {
  ReadUnstable, ReadBorder, ReadLong, ReadUnaligned, ReadOutside, ReadKind,
  WriteUnstable, WriteBorder, WriteLong, WriteUnaligned, WriteOutside, WriteKind,
  DataUnstable, LastMisplaced,
  LiteEarlyResponse, LiteResponseUnstable, LiteEarlyData, LiteDataUnstable,
};

struct Violations {
  uint32_t count = 0;
  Words words;  // rule, cycle, port, address
  void report(uint32_t rule, uint32_t cycle, uint32_t port, uint32_t address) {
    if (count++ < 32) words.insert(words.end(), {rule, cycle, port, address});
  }
};

struct Stalls {
  uint32_t state;
  uint32_t level;
  Stalls(uint32_t seed, uint32_t level_, uint32_t salt) : state(seed ^ salt), level(level_) {
    if (state == 0) state = 1;
  }
  // Bit i: field i of one draw withholds.
  uint32_t draw() {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    uint32_t mask = 0;
    for (int field = 0; field < 5; field++) mask |= uint32_t(((state >> (6 * field)) & 63) < level) << field;
    return mask;
  }
};

static const uint32_t kQueue = 8;
static const uint32_t kFinished = 1024;
static const uint32_t kDecerr = 3;

struct Burst {
  uint32_t address, beats, cycle, response;
};

struct Queue {
  Burst bursts[kQueue];
  uint32_t head = 0, count = 0, beat = 0;
  const Burst& front() const { return bursts[head]; }
  void push(const Burst& burst) { bursts[(head + count++) % kQueue] = burst; }
  void takeBeat() {
    if (++beat != front().beats) return;
    beat = 0;
    head = (head + 1) % kQueue;
    count--;
  }
};

struct PortState {
  Queue reads, writes;
  struct { uint32_t cycle, response; } finished[kFinished];
  uint32_t finishedHead = 0, finishedCount = 0;
  bool readHeld = false, responseHeld = false;
  bool readPending = false, writePending = false, dataPending = false;
  uint32_t pendingReadAddress = 0, pendingReadLength = 0, pendingWriteAddress = 0, pendingWriteLength = 0;
  uint8_t pendingData[16] = {};
  uint32_t pendingStrobe = 0, pendingLast = 0;
};

struct Memory {
  uint32_t portCount, bytesPerBeat, readLatency, writeLatency, numerator, denominator, maxBurst;
  uint32_t base;
  bool logsWrites, stalls;
  uint32_t silentFrom;
  std::vector<uint8_t> bytes;
  std::unordered_map<uint32_t, uint32_t> readFaults, writeFaults;
  Violations* violations;
  Stalls* stallSource;
  Words writeLog;

  std::vector<PortState> states;
  int64_t tokens = 0, cap = 0, beatCost = 0;
  uint32_t readBursts = 0, writeBursts = 0;

  Port arvalid, arready, araddr, arlen, rvalid, rready, rdata, rresp, rlast;
  Port awvalid, awready, awaddr, awlen, wvalid, wready, wdata, wstrb, wlast, bvalid, bready, bresp;
  Port arburst{nullptr, 0}, arsize{nullptr, 0}, awburst{nullptr, 0}, awsize{nullptr, 0};

  Port pin(const char* name, uint32_t bitsPerPort) {
    Port port = portOf(std::string("m_axi_") + name);
    if (port.bits != bitsPerPort * portCount) {
      fail(std::string("m_axi_") + name + " has " + std::to_string(port.bits) + " bits; " + std::to_string(portCount) + " ports of " +
           std::to_string(bytesPerBeat) + " bytes need " + std::to_string(bitsPerPort * portCount));
    }
    return port;
  }

  void bind() {
    const uint32_t dataBits = 8 * bytesPerBeat;
    wdata = pin("wdata_o", dataBits);
    arvalid = pin("arvalid_o", 1), arready = pin("arready_i", 1), araddr = pin("araddr_o", 32), arlen = pin("arlen_o", 8);
    rvalid = pin("rvalid_i", 1), rready = pin("rready_o", 1), rdata = pin("rdata_i", dataBits), rresp = pin("rresp_i", 2), rlast = pin("rlast_i", 1);
    awvalid = pin("awvalid_o", 1), awready = pin("awready_i", 1), awaddr = pin("awaddr_o", 32), awlen = pin("awlen_o", 8);
    wvalid = pin("wvalid_o", 1), wready = pin("wready_i", 1), wstrb = pin("wstrb_o", bytesPerBeat), wlast = pin("wlast_o", 1);
    bvalid = pin("bvalid_i", 1), bready = pin("bready_o", 1), bresp = pin("bresp_i", 2);
    if (ports.count("m_axi_arburst_o")) arburst = pin("arburst_o", 2);
    if (ports.count("m_axi_arsize_o")) arsize = pin("arsize_o", 3);
    if (ports.count("m_axi_awburst_o")) awburst = pin("awburst_o", 2);
    if (ports.count("m_axi_awsize_o")) awsize = pin("awsize_o", 3);
    beatCost = int64_t(denominator) * bytesPerBeat;
    cap = 4 * beatCost;
    reset();
  }

  void reset() {
    states.assign(portCount, PortState());
    tokens = cap;
    memset(rdata.bytes, 0xa5, portCount * bytesPerBeat);
    for (const Port& port : {arready, rvalid, rlast, rresp, awready, wready, bvalid, bresp}) writeSmall(port, 0);
  }

  void present(uint32_t now) {
    uint32_t ar = 0, r = 0, last = 0, rr = 0, aw = 0, w = 0, b = 0, br = 0;
    for (uint32_t index = 0; index < portCount; index++) {
      PortState& state = states[index];
      const uint32_t bit = 1u << index;
      uint32_t withheld = now >= silentFrom ? 31 : 0;
      if (stalls) withheld |= stallSource->draw();
      const Queue& reads = state.reads;
      uint8_t* data = rdata.bytes + index * bytesPerBeat;
      if (reads.count < kQueue && !(withheld & 1)) ar |= bit;
      if (state.readHeld) {
        r |= bit;
      } else if (reads.count > 0 && tokens >= 0 && now >= reads.front().cycle + readLatency && !(withheld & 2)) {
        r |= bit;
        if (reads.front().response == 0) memcpy(data, &bytes[reads.front().address - base + reads.beat * bytesPerBeat], bytesPerBeat);
        else memset(data, 0, bytesPerBeat);
      } else {
        memset(data, 0xa5, bytesPerBeat);
      }
      if (r & bit) {
        if (reads.beat + 1 == reads.front().beats) last |= bit;
        rr |= reads.front().response << (2 * index);
      }
      if (state.writes.count < kQueue && state.finishedCount < kFinished && !(withheld & 4)) aw |= bit;
      if (state.writes.count > 0 && tokens >= 0 && !(withheld & 8)) w |= bit;
      const auto& oldest = state.finished[state.finishedHead];
      if (state.responseHeld || (state.finishedCount > 0 && now >= oldest.cycle + writeLatency && !(withheld & 16))) {
        b |= bit;
        br |= oldest.response << (2 * index);
      }
    }
    writeSmall(arready, ar), writeSmall(rvalid, r), writeSmall(rlast, last), writeSmall(rresp, rr);
    writeSmall(awready, aw), writeSmall(wready, w), writeSmall(bvalid, b), writeSmall(bresp, br);
  }

  void advance(uint32_t now) {
    const uint32_t arv = readSmall(arvalid), arr = readSmall(arready), rv = readSmall(rvalid), rr = readSmall(rready);
    const uint32_t awv = readSmall(awvalid), awr = readSmall(awready), wv = readSmall(wvalid), wr = readSmall(wready);
    const uint32_t bv = readSmall(bvalid), br = readSmall(bready);
    uint32_t beats = 0;
    for (uint32_t index = 0; index < portCount; index++) {
      PortState& state = states[index];
      const uint32_t bit = 1u << index;
      if (rv & bit) {
        state.readHeld = !(rr & bit);
        if (rr & bit) beats++, state.reads.takeBeat();
      }
      if ((arv & bit) || state.readPending) takeReadAddress(index, now, arv & bit, arr & bit);
      if ((wv & bit) || state.dataPending) beats += takeData(index, now, wv & bit, wr & bit);
      if ((awv & bit) || state.writePending) takeWriteAddress(index, now, awv & bit, awr & bit);
      if (bv & bit) {
        state.responseHeld = !(br & bit);
        if (br & bit) state.finishedHead = (state.finishedHead + 1) % kFinished, state.finishedCount--;
      }
    }
    tokens = std::min(cap, tokens + int64_t(numerator)) - beatCost * beats;
  }

  static uint32_t wordAt(const Port& port, uint32_t index) {
    uint32_t value;
    memcpy(&value, port.bytes + 4 * index, 4);
    return value;
  }

  void takeReadAddress(uint32_t index, uint32_t now, bool valid, bool ready) {
    PortState& state = states[index];
    const uint32_t address = wordAt(araddr, index), length = arlen.bytes[index];
    if (state.readPending && !(valid && address == state.pendingReadAddress && length == state.pendingReadLength)) {
      violations->report(ReadUnstable, now, index, state.pendingReadAddress);
    }
    state.readPending = valid && !ready;
    state.pendingReadAddress = address, state.pendingReadLength = length;
    if (!(valid && ready)) return;
    const bool inside = checkBurst(index, now, address, length + 1, ReadBorder);
    checkKind(arburst, arsize, index, now, address, ReadKind);
    const auto fault = readFaults.find(readBursts++);
    state.reads.push({address, length + 1, now, fault != readFaults.end() ? fault->second : inside ? 0 : kDecerr});
  }

  void takeWriteAddress(uint32_t index, uint32_t now, bool valid, bool ready) {
    PortState& state = states[index];
    const uint32_t address = wordAt(awaddr, index), length = awlen.bytes[index];
    if (state.writePending && !(valid && address == state.pendingWriteAddress && length == state.pendingWriteLength)) {
      violations->report(WriteUnstable, now, index, state.pendingWriteAddress);
    }
    state.writePending = valid && !ready;
    state.pendingWriteAddress = address, state.pendingWriteLength = length;
    if (!(valid && ready)) return;
    const bool inside = checkBurst(index, now, address, length + 1, WriteBorder);
    checkKind(awburst, awsize, index, now, address, WriteKind);
    const auto fault = writeFaults.find(writeBursts++);
    state.writes.push({address, length + 1, now, fault != writeFaults.end() ? fault->second : inside ? 0 : kDecerr});
  }

  uint32_t takeData(uint32_t index, uint32_t now, bool valid, bool ready) {
    PortState& state = states[index];
    Queue& queue = state.writes;
    const uint8_t* data = wdata.bytes + index * bytesPerBeat;
    const uint32_t strobe = bytesPerBeat == 8 ? wstrb.bytes[index] : wstrb.bytes[2 * index] | wstrb.bytes[2 * index + 1] << 8;
    const uint32_t last = (readSmall(wlast) >> index) & 1;
    const uint32_t address = queue.front().address + queue.beat * bytesPerBeat;
    if (state.dataPending) {
      const bool same = valid && strobe == state.pendingStrobe && last == state.pendingLast && !memcmp(data, state.pendingData, bytesPerBeat);
      if (!same) violations->report(DataUnstable, now, index, queue.count > 0 ? address : 0);
    }
    state.dataPending = valid && !ready;
    if (!(valid && ready)) {
      memcpy(state.pendingData, data, bytesPerBeat);
      state.pendingStrobe = strobe, state.pendingLast = last;
      return 0;
    }
    const uint32_t response = queue.front().response;
    if (response == 0) {
      uint8_t* target = &bytes[address - base];
      for (uint32_t byte = 0; byte < bytesPerBeat; byte++) if ((strobe >> byte) & 1) target[byte] = data[byte];
    }
    if (logsWrites) {
      writeLog.insert(writeLog.end(), {now, index, address, strobe});
      for (uint32_t word = 0; word < bytesPerBeat / 4; word++) writeLog.push_back(wordAt(wdata, index * bytesPerBeat / 4 + word));
    }
    const bool lastDue = queue.beat + 1 == queue.front().beats;
    if (bool(last) != lastDue) violations->report(LastMisplaced, now, index, address);
    if (lastDue) state.finished[(state.finishedHead + state.finishedCount++) % kFinished] = {now, response};
    queue.takeBeat();
    return 1;
  }

  bool checkBurst(uint32_t index, uint32_t now, uint32_t address, uint32_t beats, uint32_t firstRule) {
    const uint64_t length = uint64_t(beats) * bytesPerBeat;
    const bool aligned = address % bytesPerBeat == 0;
    if ((address & 4095) + length > 4096) violations->report(firstRule, now, index, address);
    if (beats > maxBurst) violations->report(firstRule + 1, now, index, address);
    if (!aligned) violations->report(firstRule + 2, now, index, address);
    const bool inside = address >= base && address + length <= uint64_t(base) + bytes.size() && aligned;
    if (!inside) violations->report(firstRule + 3, now, index, address);
    return inside;
  }

  static uint32_t fieldOf(const Port& port, uint32_t index, uint32_t bits) {
    const uint32_t first = index * bits;
    uint32_t value = port.bytes[first >> 3];
    if ((first & 7) + bits > 8) value |= port.bytes[(first >> 3) + 1] << 8;
    return (value >> (first & 7)) & ((1u << bits) - 1);
  }

  void checkKind(const Port& burst, const Port& size, uint32_t index, uint32_t now, uint32_t address, uint32_t rule) {
    const bool increment = !burst.bytes || fieldOf(burst, index, 2) == 1;
    const bool full = !size.bytes || fieldOf(size, index, 3) == (bytesPerBeat == 8 ? 3u : 4u);
    if (!(increment && full)) violations->report(rule, now, index, address);
  }
};

enum StepKind : uint32_t { Write, Read, Poll, WaitIrq, Wait, Reset };

struct Step {
  uint32_t kind, a, b, c;  // address, value, mask; or cycles in a
};

struct Master {
  std::vector<Step> steps;
  Violations* violations;
  Stalls* stallSource;
  bool stalls;
  Words results;  // first cycle, last cycle, response, data
  size_t index = 0;
  uint32_t firstCycle = 0, waited = 0;
  bool needsAw = false, needsW = false, needsAr = false, needsB = false, needsR = false;
  bool awShown = false, wShown = false, arShown = false;
  bool responsePending = false, dataPending = false;
  uint32_t pendingResponse = 0, pendingData = 0;
  Port awvalid, awready, awaddr, wvalid, wready, wdata, wstrb, bvalid, bready, bresp, arvalid, arready, araddr, rvalid, rready, rdata, rresp;
  Port irq{nullptr, 0};

  void bind() {
    auto pin = [](const char* name) { return portOf(std::string("s_axil_") + name); };
    awvalid = pin("awvalid_i"), awready = pin("awready_o"), awaddr = pin("awaddr_i");
    wvalid = pin("wvalid_i"), wready = pin("wready_o"), wdata = pin("wdata_i"), wstrb = pin("wstrb_i");
    bvalid = pin("bvalid_o"), bready = pin("bready_i"), bresp = pin("bresp_o");
    arvalid = pin("arvalid_i"), arready = pin("arready_o"), araddr = pin("araddr_i");
    rvalid = pin("rvalid_o"), rready = pin("rready_i"), rdata = pin("rdata_o"), rresp = pin("rresp_o");
    for (const Step& step : steps) if (step.kind == WaitIrq) irq = portOf("irq_o");
    for (const Port& port : {awvalid, wvalid, bready, arvalid, rready}) writeSmall(port, 0);
    begin();
  }

  bool done() const { return index >= steps.size(); }
  bool resetting() const { return !done() && steps[index].kind == Reset; }

  void begin() {
    waited = 0;
    needsAw = needsW = needsB = !done() && steps[index].kind == Write;
    needsAr = needsR = !done() && (steps[index].kind == Read || steps[index].kind == Poll);
    awShown = wShown = arShown = false;
    if (needsAw) writeSmall(awaddr, steps[index].a), writeSmall(wdata, steps[index].b), writeSmall(wstrb, 15);
    if (needsAr) writeSmall(araddr, steps[index].a);
  }

  void finish(uint32_t now, uint32_t response, uint32_t data) {
    results.insert(results.end(), {firstCycle, now, response, data});
    firstCycle = now + 1;
    index++;
    begin();
  }

  void present() {
    const uint32_t withheld = stalls ? stallSource->draw() : 0;
    awShown = needsAw && (awShown || !(withheld & 1));
    wShown = needsW && (wShown || !(withheld & 2));
    arShown = needsAr && (arShown || !(withheld & 8));
    writeSmall(awvalid, awShown), writeSmall(wvalid, wShown), writeSmall(bready, needsB && !(withheld & 4));
    writeSmall(arvalid, arShown), writeSmall(rready, needsR && !(withheld & 16));
  }

  void advance(uint32_t now) {
    if (done()) return;
    const Step step = steps[index];
    checkResponses(now);
    switch (step.kind) {
      case Wait:
      case Reset:
        if (++waited >= step.a) finish(now, 0, 0);
        return;
      case WaitIrq:
        if (readSmall(irq) == 1) finish(now, 0, 0);
        return;
      case Write:
        if (awShown && readSmall(awready)) needsAw = false;
        if (wShown && readSmall(wready)) needsW = false;
        if (readSmall(bvalid) && readSmall(bready)) finish(now, readSmall(bresp), 0);
        return;
      default: {
        if (arShown && readSmall(arready)) needsAr = false;
        if (!(readSmall(rvalid) && readSmall(rready))) return;
        const uint32_t data = readSmall(rdata);
        if (step.kind == Read || (data & step.c) == step.b) finish(now, readSmall(rresp), data);
        else begin();
      }
    }
  }

  void checkResponses(uint32_t now) {
    if (steps[index].kind == Reset) {
      responsePending = dataPending = false;
      return;
    }
    const bool b = readSmall(bvalid), r = readSmall(rvalid);
    const uint32_t response = readSmall(bresp), data = readSmall(rdata);
    if (responsePending && !(b && response == pendingResponse)) violations->report(LiteResponseUnstable, now, 0, 0);
    if (dataPending && !(r && data == pendingData)) violations->report(LiteDataUnstable, now, 0, 0);
    if (b && (needsAw || needsW || !needsB)) violations->report(LiteEarlyResponse, now, 0, 0);
    if (r && (needsAr || !needsR)) violations->report(LiteEarlyData, now, 0, 0);
    responsePending = b && !readSmall(bready);
    dataPending = r && !readSmall(rready);
    pendingResponse = response, pendingData = data;
  }
};

static void writeWords(const Words& words) {
  if (!words.empty() && fwrite(words.data(), 4, words.size(), stdout) != words.size()) fail("the result cannot be written");
}

static void writeCounted(const Words& words) {
  writeWords({uint32_t(words.size())});
  writeWords(words);
}

int main() {
  VerilatedContext context;
  Vtop* const top = new Vtop{&context, "top"};
#define NFC_PORT(name, member, bits) ports[name] = {reinterpret_cast<uint8_t*>(&top->member), bits};
#include "ports.inc"
#undef NFC_PORT

  Input in{stdin};
  if (in.word() != 0x3163666e) fail("the job has the wrong version");
  Violations violations;
  Memory memory;
  Master master;
  memory.portCount = in.word(), memory.bytesPerBeat = in.word(), memory.readLatency = in.word(), memory.writeLatency = in.word();
  memory.numerator = in.word(), memory.denominator = in.word(), memory.maxBurst = in.word(), memory.base = in.word();
  const uint32_t hasStalls = in.word(), seed = in.word(), level = in.word();
  memory.silentFrom = in.word(), memory.logsWrites = in.word();
  const uint32_t maxCycles = in.word();
  for (uint32_t left = in.word(); left > 0; left--) {
    const uint32_t isWrite = in.word(), burst = in.word(), response = in.word();
    (isWrite ? memory.writeFaults : memory.readFaults)[burst] = response;
  }
  for (uint32_t left = in.word(); left > 0; left--) {
    Step step;
    step.kind = in.word(), step.a = in.word(), step.b = in.word(), step.c = in.word();
    master.steps.push_back(step);
  }
  memory.bytes.resize(in.word());
  if (!memory.bytes.empty() && fread(memory.bytes.data(), memory.bytes.size(), 1, stdin) != 1) fail("the job ends early");

  Stalls memoryStalls(seed, level, 0), masterStalls(seed, level, 0x5bd1e995);
  memory.stalls = master.stalls = hasStalls;
  memory.stallSource = &memoryStalls, master.stallSource = &masterStalls;
  memory.violations = master.violations = &violations;
  memory.bind();
  master.bind();
  const Port clock = portOf("clk_i"), resetN = portOf("rst_ni");
  Port probeValid{nullptr, 0}, probeData{nullptr, 0};
  if (ports.count("probe_valid_o")) {
    probeValid = portOf("probe_valid_o"), probeData = portOf("probe_data_o");
    if (probeData.bits != 24 * probeValid.bits) fail("probe_data_o does not have 24 bits per tile");
  }
  const Port go = ports.count("probe_go_o") ? portOf("probe_go_o") : Port{nullptr, 0};
  const uint32_t probeBytes = (probeValid.bits + 7) / 8;
  Words probeLog, goLog;

  top->eval();
  writeSmall(resetN, 0);
  for (int cycle = 0; cycle < 4; cycle++) {
    writeSmall(clock, 0), top->eval();
    writeSmall(clock, 1), top->eval();
  }
  const auto started = std::chrono::steady_clock::now();
  uint32_t now = 0;
  for (; now < maxCycles && !master.done(); now++) {
    const bool resetting = master.resetting();
    writeSmall(resetN, !resetting);
    master.present();
    if (resetting) memory.reset();
    else memory.present(now);
    writeSmall(clock, 0), top->eval();
    master.advance(now);
    if (!resetting) {
      memory.advance(now);
      if (go.bytes && readSmall(go) == 1) goLog.push_back(now);
      for (uint32_t byte = 0; byte < probeBytes; byte++) {
        for (uint32_t bits = probeValid.bytes[byte]; bits; bits &= bits - 1) {
          const uint32_t tile = 8 * byte + __builtin_ctz(bits);
          const uint8_t* data = probeData.bytes + 3 * tile;
          probeLog.insert(probeLog.end(), {now, uint32_t(data[0] | data[1] << 8 | data[2] << 16), tile});
        }
      }
    }
    writeSmall(clock, 1), top->eval();
  }

  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
  writeWords({0x3163666e, now, !master.done(), violations.count, probeValid.bits, uint32_t(took.count())});
  writeCounted(master.results);
  writeCounted(violations.words);
  writeCounted(probeLog);
  writeCounted(memory.writeLog);
  writeCounted(goLog);
  if (!memory.bytes.empty() && fwrite(memory.bytes.data(), memory.bytes.size(), 1, stdout) != 1) fail("the result cannot be written");
  return fflush(stdout) == 0 ? 0 : 2;
}
