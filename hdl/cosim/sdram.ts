// The SDR SDRAM on the pins of nf_board: 4 banks x 8192 rows x 512 columns x 16 bits, as the common 32 MB parts have it. It keeps data, and
// reports what a data sheet forbids: commands too early, to a closed or an open bank, before the initialisation, refreshes that are
// missing, two drivers on the data pins. Commands and data of a cycle are what the pins show in it; a word that is read with a CAS
// latency of L from a command in cycle t is on the pins in cycle t + L. Cells that were never written read as 0xa5a5.
import { type Model, portOf } from './model.ts';

/** Nanoseconds of a data sheet; the refresh interval is the longest mean distance of refreshes. */
export interface SdramTiming {
  readonly powerUp: number;
  readonly rowPrecharge: number;
  readonly rowToColumn: number;
  readonly rowActive: number;
  readonly rowCycle: number;
  readonly rowToRow: number;
  readonly refreshCycle: number;
  readonly refreshInterval: number;
  readonly writeRecovery: number;
}

/** The slowest figures of the 32 MB parts that such boards carry (MT48LC16M16A2-75, IS42S16160G-7, W9825G6KH-6). */
export const SDRAM_TIMING: SdramTiming = {
  powerUp: 200_000, rowPrecharge: 20, rowToColumn: 20, rowActive: 45, rowCycle: 66, rowToRow: 15, refreshCycle: 66, refreshInterval: 7812.5, writeRecovery: 15,
};

export interface Sdram {
  /** Drives the data pins for cycle `now`. */
  readonly present: (now: number) => void;
  /** Takes the pins of cycle `now`. */
  readonly advance: (now: number) => void;
  /** What broke a rule, in words: the first of them, and how many there were. */
  readonly violations: { readonly texts: string[]; count: number };
  readonly counts: { reads: number; writes: number; activates: number; refreshes: number };
}

/** {cs_n, ras_n, cas_n, we_n}; 7 and everything from 8 on do nothing. */
const COMMAND = { mode: 0, refresh: 1, precharge: 2, active: 3, write: 4, read: 5, terminate: 6 } as const;
const UNWRITTEN = 0xa5a5;
const BANKS = 4;
const COLUMNS = 512;
const ROWS = 8192;
const MAX_TEXTS = 32;
const REFRESHES_AT_START = 2;
/** Refreshes that a controller may be late by: a part keeps its rows as long as the mean holds. */
const LATE_REFRESHES = 8;
const RING = 16;

interface Bank {
  openRow: number;
  activated: number;
  precharged: number;
  /** Last cycle with data of a write. */
  written: number;
}

export function createSdram(model: Model, timing: SdramTiming, clockMHz: number): Sdram {
  const cycles = (nanoseconds: number): number => Math.ceil((nanoseconds * clockMHz) / 1000 - 1e-9);
  const wait = {
    powerUp: cycles(timing.powerUp), precharge: cycles(timing.rowPrecharge), column: cycles(timing.rowToColumn), active: cycles(timing.rowActive),
    rowCycle: cycles(timing.rowCycle), rowToRow: cycles(timing.rowToRow), refresh: cycles(timing.refreshCycle), recovery: cycles(timing.writeRecovery),
    interval: Math.floor((timing.refreshInterval * clockMHz) / 1000),
  };
  const pins = {
    command: portOf(model, 'sdram_command_o').view, address: portOf(model, 'sdram_address_o').view, bank: portOf(model, 'sdram_bank_o').view,
    mask: portOf(model, 'sdram_mask_o').view, out: portOf(model, 'sdram_dq_o').view, drive: portOf(model, 'sdram_drive_o').view, in: portOf(model, 'sdram_dq_i').view,
  };
  const cells = new Uint16Array(BANKS * ROWS * COLUMNS).fill(UNWRITTEN);
  const banks: Bank[] = Array.from({ length: BANKS }, () => ({ openRow: -1, activated: -1e9, precharged: -1e9, written: -1e9 }));
  const violations: Sdram['violations'] = { texts: [], count: 0 };
  const counts = { reads: 0, writes: 0, activates: 0, refreshes: 0 };
  // Beats that will be on the pins, by cycle modulo RING: the word, or -1 where nothing is driven.
  const reading = new Int32Array(RING).fill(-1);
  const masks = new Uint8Array(RING);
  let burst = { bank: 0, column: 0, beat: 4 };
  let latency = 0, lastActivate = -1e9, lastRefresh = -1e9, allPrecharged = -1e9, modeSet = -1e9, firstRefresh = -1, begun = false;

  const report = (now: number, text: string): void => {
    violations.count += 1;
    if (violations.texts.length < MAX_TEXTS) violations.texts.push(`cycle ${now}: SDRAM: ${text}`);
  };
  const need = (now: number, since: number, distance: number, text: string): void => {
    if (now - since < distance) report(now, `${text}: ${now - since} cycles, ${distance} needed`);
  };
  const cell = (bank: number, column: number): number => (bank * ROWS + (banks[bank] as Bank).openRow) * COLUMNS + column;

  const present = (now: number): void => {
    const word = reading[now % RING] as number;
    const mask = masks[(now + RING - 2) % RING] as number;
    const bits = word < 0 ? UNWRITTEN : word;
    pins.in[0] = mask === 0 ? bits : (bits & ((mask & 1 ? 0 : 0xff) | (mask & 2 ? 0 : 0xff00))) | (UNWRITTEN & ((mask & 1 ? 0xff : 0) | (mask & 2 ? 0xff00 : 0)));
  };

  const writeBeat = (now: number): void => {
    if (pins.drive[0] !== 1) report(now, 'a beat of a write that nobody drives');
    const mask = pins.mask[0] as number;
    const at = cell(burst.bank, (burst.column & ~3) | ((burst.column + burst.beat) & 3));
    const old = cells[at] as number;
    const data = pins.out[0] as number;
    cells[at] = (mask & 1 ? old & 0xff : data & 0xff) | (mask & 2 ? old & 0xff00 : data & 0xff00);
    (banks[burst.bank] as Bank).written = now;
    burst.beat += 1;
  };

  const precharge = (now: number, bank: Bank): void => {
    if (bank.openRow >= 0) {
      need(now, bank.activated, wait.active, 'precharge after activate');
      need(now, bank.written, wait.recovery, 'precharge after write data');
    }
    bank.openRow = -1;
    bank.precharged = now;
  };

  const column = (now: number, number: number): Bank => {
    const bank = banks[number] as Bank;
    if (bank.openRow < 0) report(now, `access to bank ${number}, which has no open row`);
    need(now, bank.activated, wait.column, 'access after activate');
    if (((pins.address[0] as number) & 0x400) !== 0) report(now, 'access with automatic precharge, which this model does not have');
    return bank;
  };

  const commands: Readonly<Record<number, (now: number) => void>> = {
    [COMMAND.active]: (now) => {
      const number = pins.bank[0] as number;
      const bank = banks[number] as Bank;
      counts.activates += 1;
      if (latency === 0) report(now, 'activate before the mode is set');
      if (bank.openRow >= 0) report(now, `activate of bank ${number}, which has an open row`);
      need(now, bank.precharged, wait.precharge, 'activate after precharge');
      need(now, bank.activated, wait.rowCycle, 'activate after activate of the same bank');
      need(now, lastActivate, wait.rowToRow, 'activate after activate of another bank');
      need(now, lastRefresh, wait.refresh, 'activate after refresh');
      need(now, modeSet, 2, 'activate after the mode was set');
      bank.openRow = pins.address[0] as number;
      bank.activated = now;
      lastActivate = now;
    },
    [COMMAND.read]: (now) => {
      const number = pins.bank[0] as number;
      counts.reads += 1;
      column(now, number);
      if (burst.beat < 4) report(now, 'a read cuts a write off');
      const first = (pins.address[0] as number) & (COLUMNS - 1);
      for (let beat = 0; beat < 4; beat++) reading[(now + latency + beat) % RING] = cells[cell(number, (first & ~3) | ((first + beat) & 3))] as number;
    },
    [COMMAND.write]: (now) => {
      const number = pins.bank[0] as number;
      counts.writes += 1;
      column(now, number);
      if (burst.beat < 4) report(now, 'a write cuts a write off');
      burst = { bank: number, column: (pins.address[0] as number) & (COLUMNS - 1), beat: 0 };
    },
    [COMMAND.precharge]: (now) => {
      if (!begun) need(now, 0, wait.powerUp, 'first command after power-up');
      begun = true;
      if (((pins.address[0] as number) & 0x400) === 0) precharge(now, banks[pins.bank[0] as number] as Bank);
      else {
        for (const bank of banks) precharge(now, bank);
        allPrecharged = now;
      }
    },
    [COMMAND.refresh]: (now) => {
      counts.refreshes += 1;
      if (firstRefresh < 0) firstRefresh = now;
      if (banks.some((bank) => bank.openRow >= 0)) report(now, 'refresh with an open row');
      need(now, Math.max(...banks.map((bank) => bank.precharged)), wait.precharge, 'refresh after precharge');
      need(now, lastRefresh, wait.refresh, 'refresh after refresh');
      const due = Math.floor((now - firstRefresh) / wait.interval) - LATE_REFRESHES;
      if (counts.refreshes < due) report(now, `${counts.refreshes} refreshes so far, at least ${due} are needed`);
      lastRefresh = now;
    },
    [COMMAND.mode]: (now) => {
      const mode = pins.address[0] as number;
      need(now, allPrecharged, wait.precharge, 'mode set after precharge');
      need(now, lastRefresh, wait.refresh, 'mode set after refresh');
      if (counts.refreshes < REFRESHES_AT_START) report(now, `mode set after ${counts.refreshes} refreshes, ${REFRESHES_AT_START} are needed`);
      if ((mode & 0xf) !== 2 || mode >> 7 !== 0) report(now, `mode 0x${mode.toString(16)} is not sequential bursts of four`);
      latency = (mode >> 4) & 7;
      if (latency !== 2 && latency !== 3) report(now, `CAS latency ${latency}`);
      modeSet = now;
    },
    [COMMAND.terminate]: (now) => report(now, 'burst terminate, which this model does not have'),
  };

  const advance = (now: number): void => {
    const command = pins.command[0] as number;
    if ((command & 8) === 0) commands[command]?.(now);
    if (burst.beat < 4) writeBeat(now);
    else if (pins.drive[0] === 1) report(now, 'data are driven without a write');
    // The pins need a cycle without any driver between the part's data and the controller's.
    const slot = now % RING;
    if (pins.drive[0] === 1 && ((reading[slot] as number) >= 0 || (reading[(now + RING - 1) % RING] as number) >= 0)) report(now, 'two drivers on the data pins');
    masks[slot] = pins.mask[0] as number;
    // The entry before this cycle's is still looked at in the next one.
    reading[(now + RING - 1) % RING] = -1;
  };
  return { present, advance, violations, counts };
}
