// A headless Chromium for the tests that look at pages: the machine's own, found by name, driven by playwright-core.
import { spawnSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'] as const;

/** Throws where the machine has no Chromium, and says how to get one. */
export async function openBrowser(): Promise<Browser> {
  const found = process.env['NFC_BROWSER'] ?? NAMES.find((name) => spawnSync(name, ['--version']).status === 0);
  if (found === undefined) {
    throw new Error('this test opens a page in Chromium, and none is on PATH: on Debian `apt-get install chromium-headless-shell`, elsewhere install Chromium or Chrome and set NFC_BROWSER to its program');
  }
  const path = found.includes('/') ? found : spawnSync('which', [found], { encoding: 'utf8' }).stdout.trim();
  return chromium.launch({ executablePath: path, args: ['--no-sandbox'] });
}
