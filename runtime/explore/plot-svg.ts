// Panels of points as SVG, each with its front as a staircase; and the picture of an exploration: frames/s over LUTs, and energy per frame over
// frames/s. Plain text, the same bytes for the same points.
import type { DeviceTarget } from './candidates.ts';
import type { ExploredPoint } from './search.ts';

const PANEL = { width: 420, height: 320, left: 70, top: 46, right: 16, bottom: 50 } as const;
const COLORS = { point: '#9aa5b1', front: '#c2410c', axis: '#334155', grid: '#e2e8f0' } as const;
const TICKS = 5;

export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly isFront: boolean;
  /** Shown where a pointer rests on the mark. */
  readonly label: string;
  /** Always shown, beside the mark. */
  readonly tag?: string;
}

export interface Panel {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly marks: readonly Mark[];
}

export function plotExploration(points: readonly ExploredPoint[], model: string, { device }: DeviceTarget): string {
  const label = ({ target, fps }: ExploredPoint): string => `${target.rows}x${target.cols}, ${Math.round(fps)} frames/s`;
  const panels: Panel[] = [
    {
      title: `${model} on ${device.part}: ${points.length} simulated targets`, xTitle: 'LUT (estimated)', yTitle: 'frames/s (simulated)',
      marks: points.map((point) => ({ x: point.resources.lut, y: point.fps, isFront: point.isPareto, label: label(point) })),
    },
    {
      title: 'Energy', xTitle: 'frames/s (simulated)', yTitle: 'mJ per frame (estimated)',
      marks: points.map((point) => ({ x: point.fps, y: point.energyPerFrameMj, isFront: point.isEnergyPareto, label: label(point) })),
    },
  ];
  return plotPanels(panels);
}

/** The whole document, panels side by side. */
export function plotPanels(panels: readonly Panel[]): string {
  const width = PANEL.width * panels.length;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${PANEL.height}" viewBox="0 0 ${width} ${PANEL.height}" font-family="sans-serif" font-size="11" fill="${COLORS.axis}">`,
    `<rect width="${width}" height="${PANEL.height}" fill="white"/>`,
    ...panels.flatMap((panel, index) => [`<g transform="translate(${index * PANEL.width} 0)">`, ...drawPanel(panel), '</g>']),
    '</svg>', '',
  ].join('\n');
}

function drawPanel({ title, xTitle, yTitle, marks }: Panel): string[] {
  const { width, height, left, top, right, bottom } = PANEL;
  const x = scale(marks.map((mark) => mark.x), left, width - right);
  const y = scale(marks.map((mark) => mark.y), height - bottom, top);
  const front = marks.filter((mark) => mark.isFront).sort((a, b) => a.x - b.x);
  const steps = front.map((mark, index) => (index === 0 ? `M${x.place(mark.x)} ${y.place(mark.y)}` : `H${x.place(mark.x)}V${y.place(mark.y)}`)).join('');
  const dot = (mark: Mark): string =>
    `<circle cx="${x.place(mark.x)}" cy="${y.place(mark.y)}" r="${mark.isFront ? 4 : 3}" fill="${mark.isFront ? COLORS.front : COLORS.point}"><title>${escapeText(mark.label)}</title></circle>${mark.tag === undefined ? '' : `<text x="${x.place(mark.x) + 6}" y="${y.place(mark.y) - 4}" font-size="9">${escapeText(mark.tag)}</text>`}`;
  return [
    `<text x="${left}" y="20" font-size="13" font-weight="bold">${escapeText(title)}</text>`,
    ...x.ticks.map((tick) => `<path d="M${x.place(tick)} ${top}V${height - bottom}" stroke="${COLORS.grid}"/><text x="${x.place(tick)}" y="${height - bottom + 16}" text-anchor="middle">${number(tick)}</text>`),
    ...y.ticks.map((tick) => `<path d="M${left} ${y.place(tick)}H${width - right}" stroke="${COLORS.grid}"/><text x="${left - 6}" y="${y.place(tick) + 4}" text-anchor="end">${number(tick)}</text>`),
    `<path d="M${left} ${top}V${height - bottom}H${width - right}" fill="none" stroke="${COLORS.axis}"/>`,
    `<text x="${(left + width - right) / 2}" y="${height - 12}" text-anchor="middle">${escapeText(xTitle)}</text>`,
    `<text x="${left}" y="${top - 8}">${escapeText(yTitle)}</text>`,
    ...(steps === '' ? [] : [`<path d="${steps}" fill="none" stroke="${COLORS.front}" stroke-width="1.5"/>`]),
    ...marks.filter((mark) => !mark.isFront).map(dot),
    ...front.map(dot),
  ];
}

/** A linear axis from zero to a round number at or above the largest value. */
function scale(values: readonly number[], from: number, to: number): { readonly place: (value: number) => number; readonly ticks: readonly number[] } {
  const step = roundUp(Math.max(...values, Number.MIN_VALUE) / TICKS);
  const end = step * TICKS;
  return {
    place: (value) => Number((from + ((to - from) * value) / end).toFixed(1)),
    ticks: Array.from({ length: TICKS + 1 }, (_, index) => index * step),
  };
}

/** The next of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((candidate) => candidate * power >= value * (1 - 1e-12)) ?? 10;
  return factor * power;
}

const number = (value: number): string => Number(value.toPrecision(6)).toLocaleString('en-US', { maximumSignificantDigits: 6 });
const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
