// The report page as a reader meets it, in a headless Chromium: it opens quickly and quietly, asks for nothing from anywhere, draws every
// chart, answers pointer and keys, and fits a phone, a dark room and a sheet of paper.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compiledFolder } from '../../runtime/compiled-folder.ts';
import { compileFile } from '../../runtime/network.ts';
import { writeOutputFolder } from '../../runtime/output-folder.ts';
import { projectFile } from '../../runtime/project-folder.ts';
import { writeReport } from '../../runtime/report-html/write-report.ts';
import { openBrowser } from '../support/browser.ts';

const MOST_BYTES = 3e6;
const MOST_MILLISECONDS = 2000;
const CASES = [['lenet5/lenet5.nf', 'sim-2x2'], ['scene/scene.nf', 'neuflow-v6'], ['neuflow/w7.nf', 'neuflow-v6']] as const;

const folder = mkdtempSync(join(tmpdir(), 'nfc-report-'));
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Writes the page of a model; the accuracy document is made up, only its place in the page matters. */
async function writePage(model: string, target: string): Promise<{ readonly file: string; readonly bytes: number }> {
  const output = join(folder, model.replaceAll('/', '-'));
  writeOutputFolder(output, compiledFolder(await compileFile({ model: projectFile('examples', ...model.split('/')), target, calibrate: [], sources: new Map() })).files);
  const evaluation = join(folder, 'evaluate.json');
  writeFileSync(evaluation, JSON.stringify({
    model: 'any', data: ['pictures'], split: 'test', task: 'classes', images: 10, right: 9, counted: 10, accuracyInteger: 0.9, accuracyFloat: null, simulatorAgrees: true, meanIoU: 0.8,
    classes: ['zero', 'one'], iou: [0.8, 0.8], confusion: [[4, 1], [0, 5]],
  }));
  const { page } = await writeReport({ folder: output, evaluation, synthesis: undefined });
  const file = `${output}.html`;
  writeFileSync(file, page);
  return { file, bytes: Buffer.byteLength(page) };
}

interface Opened {
  readonly page: Page;
  /** Errors and warnings of the console, and addresses asked for besides the page itself. */
  readonly complaints: string[];
  /** Processor time that the page's thread took to load, in milliseconds: a busy machine does not change it as it does the clock on the wall. */
  readonly busy: number;
}

async function open(file: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })).newPage();
  const complaints: string[] = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => { if (!request.url().startsWith('data:') && request.url() !== `file://${file}`) complaints.push(`asks for ${request.url()}`); });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(`file://${file}`);
  const { metrics } = await session.send('Performance.getMetrics');
  return { page, complaints, busy: 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) };
}

/** Scrolls to every chart in turn; the names of those without a coloured pixel. */
async function blankCharts(page: Page): Promise<string[]> {
  const blank: string[] = [];
  for (const chart of await page.locator('.chart').all()) {
    await chart.scrollIntoViewIfNeeded();
    await chart.locator('canvas').first().waitFor();
    const isBlank = await chart.locator('canvas').first().evaluate((canvas: HTMLCanvasElement) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      return pixels === undefined || pixels.every((value) => value === 0);
    });
    if (isBlank) blank.push((await chart.getAttribute('data-chart')) ?? '');
  }
  return blank;
}

describe.each(CASES)('%s on %s', (model, target) => {
  test('opens quietly, small and at once, and draws every chart', async () => {
    const { file, bytes } = await writePage(model, target);
    expect(bytes).toBeLessThan(MOST_BYTES);
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      const { page, complaints, busy } = await open(file);
      times.push(busy);
      if (i === 0) expect(await blankCharts(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
    expect(Math.min(...times)).toBeGreaterThan(0);
    expect(Math.min(...times)).toBeLessThan(MOST_MILLISECONDS);
  });
});

describe('a reader', () => {
  let file: string;
  beforeAll(async () => {
    ({ file } = await writePage('lenet5/lenet5.nf', 'pynq-z2'));
  });

  test('points at a block of time and at a tile, and reads what they are', async () => {
    const { page } = await open(file);
    const chart = page.locator('#chart-time');
    await chart.scrollIntoViewIfNeeded();
    await chart.locator('canvas').first().waitFor();
    await chart.hover({ position: { x: 120, y: 36 + 26 * 1.5 } });
    await expect.poll(() => chart.innerText()).toMatch(/Tile 0,0, c1, phase 0: .*Cycles/);
    await page.locator('.tile[data-layer="c1"]').first().hover();
    expect(await page.locator('#float').innerText()).toMatch(/^Tile \d,\d: c1, [\d.]+ % useful/);
  });

  test('filters by layer and by kind', async () => {
    const { page, complaints } = await open(file);
    await page.selectOption('#layer', 'c3');
    expect(await page.locator('#layers tbody tr:visible th').allInnerTexts()).toEqual(['c3']);
    await page.selectOption('#layer', '');
    expect(await page.locator('#layers tbody tr:visible').count()).toBe(5);
    const chart = page.locator('#chart-time');
    await chart.scrollIntoViewIfNeeded();
    const canvas = chart.locator('canvas').first();
    const picture = (): Promise<string> => canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());
    await canvas.waitFor();
    const before = await picture();
    await chart.click({ position: { x: 40, y: 11 } });
    await expect.poll(picture).not.toBe(before);
    expect(complaints).toEqual([]);
  });

  test('walks through charts, tiles and tables with keys alone', async () => {
    const { page } = await open(file);
    const chart = page.locator('#chart-time');
    await chart.focus();
    await chart.locator('canvas').first().waitFor();
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    expect(await page.locator('#tip-time').innerText()).toMatch(/^Tile 0,0/);
    await page.locator('.tile[tabindex]').first().focus();
    await expect.poll(() => page.locator('#float').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('#float').isVisible()).toBe(false);
    const names = page.locator('#layers tbody tr th');
    await page.locator('#layers thead th button').first().focus();
    await page.keyboard.press('Enter');
    const rising = await names.allInnerTexts();
    expect(rising).toEqual(rising.toSorted((a, b) => a.localeCompare(b)));
    await page.keyboard.press('Enter');
    expect(await names.allInnerTexts()).toEqual(rising.toReversed());
  });

  test('needs no sideways scrolling on a phone', async () => {
    const { page, complaints } = await open(file, { viewport: { width: 390, height: 844 }, hasTouch: true });
    expect(await blankCharts(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(complaints).toEqual([]);
  });

  test('sees it dark in a dark room, and light on paper', async () => {
    const { page, complaints } = await open(file, { colorScheme: 'dark' });
    const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await background()).toBe('rgb(18, 22, 28)');
    expect(await blankCharts(page)).toEqual([]);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await background()).toBe('rgb(255, 255, 255)');
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
    expect(complaints).toEqual([]);
  });

  test('finds accuracy, resources and comparison', async () => {
    const { page } = await open(file);
    expect(await page.locator('#accuracy').innerText()).toContain('90.00 %');
    expect(await page.locator('#device tbody tr').count()).toBe(4);
    expect(await page.locator('#comparison tbody').innerText()).toContain('neuFlow');
  });
});
