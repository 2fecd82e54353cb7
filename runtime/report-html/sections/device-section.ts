// What the grid takes of its device.
import type { DeviceChart } from '../chart-data.ts';
import type { ReportFacts } from '../facts.ts';
import { resourceRows } from '../device-chart.ts';
import { figure, html } from '../html.ts';
import { cells, chartPlace, renderTable, type Section } from './section.ts';

export function deviceSection({ network: { program: { target } }, synthesis }: ReportFacts, chart: DeviceChart | null): Section {
  const rows = resourceRows(target, synthesis).map(({ key, what, used, status }) => {
    const available = target.device?.[key] ?? null;
    return html`<tr>${cells([what, figure(used), available === null ? '' : figure(available), available === null ? '' : `${Math.round((100 * used) / available)} %`, status], [1, 2, 3])}</tr>`;
  });
  return {
    id: 'device', title: 'Device',
    lead: html`The whole grid${target.device === null ? '; the target names no device' : html` in a ${target.device.part}`}. Block RAM and DSP are counted by Yosys’s rules, LUT and registers estimated from measured tiles${synthesis === null ? html`; <code>nfc synth</code> says exactly` : ', unless a synthesis says exactly, as here'}. One bitstream of this grid runs any network.`,
    body: html`${chart === null ? null : chartPlace('device', 'Resources used of the device', 220)}${renderTable('Resources', ['resource', 'used', 'available', 'share', 'status'], rows, [1, 2, 3])}`,
  };
}
