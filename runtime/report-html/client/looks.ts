// What all charts look like, and how they write numbers.
import type { Palette } from './chart.ts';

export const ACTIVITY_NAMES: Readonly<Record<string, string>> = {
  work: 'useful work', filler: 'filler of short passes', input: 'waits for input rows', weights: 'waits for weights', drain: 'waits for the epilogue', downstream: 'waits for its taker', idle: 'idle',
};

export const number = (value: number): string =>
  (Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : Number(value.toPrecision(3)).toLocaleString('en-US', { maximumSignificantDigits: 3 }));

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export const text = (palette: Palette) => ({ color: palette('ink'), fontFamily: 'system-ui, "DejaVu Sans", sans-serif' });

export const axis = (palette: Palette) => ({
  axisLine: { lineStyle: { color: palette('line') } }, axisTick: { lineStyle: { color: palette('line') } }, axisLabel: { color: palette('soft') },
  splitLine: { lineStyle: { color: palette('line'), opacity: 0.6 } }, nameTextStyle: { color: palette('soft') },
});

export const tooltip = (palette: Palette) => ({
  confine: true, backgroundColor: palette('panel'), borderColor: palette('line'), textStyle: { color: palette('ink'), fontSize: 13 }, extraCssText: 'max-width:320px;white-space:normal',
});

export const legend = (palette: Palette) => ({
  textStyle: { color: palette('ink') }, inactiveColor: palette('soft'), itemWidth: 16, itemHeight: 11, itemGap: 12, left: 0,
});

/** Shortens a name for an axis. */
export const short = (name: string, most: number): string => (name.length <= most ? name : `…${name.slice(1 - most)}`);

/** Lines that a legend of these names takes, as nearly as can be told without measuring. */
export function legendLines(names: readonly string[], width: number): number {
  let lines = 1;
  let used = 0;
  for (const name of names) {
    const entry = 34 + 6.7 * name.length;
    if (used > 0 && used + entry > width) {
      lines++;
      used = 0;
    }
    used += entry;
  }
  return lines;
}
