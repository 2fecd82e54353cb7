// The life of one chart: drawn when it comes near the screen, drawn anew when the layer, the colours or the width change, walked through
// with the arrow keys.
import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { DataZoomComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, type EChartsCoreOption, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, CustomChart, LineChart, ScatterChart, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

/** A colour of the style sheet by its variable's name, as it is now. */
export type Palette = (name: string) => string;

export interface ChartView {
  /** Built anew for every drawing; `layer` is the one that the reader chose, empty for all. */
  readonly option: (palette: Palette, layer: string, width: number) => EChartsCoreOption;
  /** In pixels; what the page says where absent. */
  readonly height?: (width: number) => number;
  /** What an item says, for the line below the chart; null where there is no such item. */
  readonly describe: (series: number, item: number) => string | null;
  /** Series and item that the arrow keys come to from another; null where they stay. */
  readonly next: (series: number, item: number, key: ArrowKey) => readonly [series: number, item: number] | null;
}
export type ArrowKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

const ARROWS: readonly string[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
/** Part of the window that one press of + or − takes off or adds at each side. */
const ZOOM_STEP = 0.2;

export interface Chart {
  readonly redraw: (layer: string) => void;
  readonly fit: () => void;
}

const palette: Palette = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export function mountChart(place: HTMLElement, view: ChartView): Chart {
  let chart: ECharts | null = null;
  let layer = '';
  let at: readonly [number, number] = [0, -1];
  const size = (): void => {
    if (view.height !== undefined) place.style.height = `${view.height(place.clientWidth)}px`;
  };
  const draw = (): void => {
    if (chart === null) {
      size();
      chart = init(place, null, { renderer: 'canvas' });
      place.dataset['drawn'] = 'yes';
    }
    const kept = chart.getOption() as { dataZoom?: { start: number; end: number }[]; legend?: { selected: Record<string, boolean> }[] } | undefined;
    chart.setOption(view.option(palette, layer, place.clientWidth), { notMerge: true });
    const zoom = kept?.dataZoom?.[0];
    if (zoom !== undefined) chart.dispatchAction({ type: 'dataZoom', start: zoom.start, end: zoom.end });
    for (const [name, isOn] of Object.entries(kept?.legend?.[0]?.selected ?? {})) if (!isOn) chart.dispatchAction({ type: 'legendUnSelect', name });
  };
  const isNear = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    isNear.disconnect();
    draw();
  }, { rootMargin: '600px' });
  isNear.observe(place);

  place.addEventListener('keydown', (event) => {
    if (chart === null) return;
    if (event.key === '+' || event.key === '-') zoomBy(chart, event.key === '+' ? ZOOM_STEP : -2 * ZOOM_STEP);
    if (event.key === 'Escape') chart.dispatchAction({ type: 'hideTip' });
    if (!ARROWS.includes(event.key)) return;
    event.preventDefault();
    const next = at[1] < 0 ? ([0, 0] as const) : view.next(at[0], at[1], event.key as ArrowKey);
    if (next === null) return;
    at = next;
    const text = view.describe(at[0], at[1]);
    const line = document.getElementById(`tip-${place.dataset['chart']}`);
    if (line !== null) line.textContent = text ?? '';
    chart.dispatchAction({ type: 'downplay' });
    chart.dispatchAction({ type: 'highlight', seriesIndex: at[0], dataIndex: at[1] });
    chart.dispatchAction({ type: 'showTip', seriesIndex: at[0], dataIndex: at[1] });
  });
  return {
    redraw: (chosen) => {
      layer = chosen;
      if (chart !== null) draw();
    },
    /** Also draws what was never near the screen, as printing needs it. */
    fit: () => {
      isNear.disconnect();
      size();
      chart?.resize();
      draw();
    },
  };
}

function zoomBy(chart: ECharts, part: number): void {
  const zoom = (chart.getOption() as { dataZoom?: { start: number; end: number }[] }).dataZoom?.[0];
  if (zoom === undefined) return;
  const cut = (zoom.end - zoom.start) * part;
  chart.dispatchAction({ type: 'dataZoom', start: Math.max(0, zoom.start + cut), end: Math.min(100, zoom.end - cut) });
}
