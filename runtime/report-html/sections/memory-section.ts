// The memory map: what lies where in the DRAM, and for how long a place is taken.
import type { ReportFacts } from '../facts.ts';
import { byteCount, html } from '../html.ts';
import { cells, renderTable, type Section } from './section.ts';

export function memorySection({ memory, network: { program }, nameOf }: ReportFacts): Section {
  const largest = Math.max(1, ...memory.map((row) => row.bytes ?? row.frameStride ?? 0));
  const rows = memory.map((row) => {
    const bytes = row.bytes ?? row.frameStride;
    const what = row.what.replace(/^tensor (\S+)$/, (_, id: string) => `tensor ${nameOf(id)}`);
    return html`<tr>${cells([
      what, `0x${row.address.toString(16).padStart(8, '0')}`, bytes === null ? '' : byteCount(bytes), row.frameStride === null ? 'shared by all frames' : `a place each, ${byteCount(row.frameStride)} apart`,
      html`<span class="bar" style="--share:${bytes === null ? 0 : ((100 * Math.log2(1 + bytes)) / Math.log2(1 + largest)).toFixed(1)}%"></span>`,
    ], [2])}</tr>`;
  });
  return {
    id: 'memory', title: 'Memory',
    lead: html`The part of the DRAM that the program uses, ${byteCount(program.memory.bytes)} for what all frames share and the configuration, in the order of addresses. Tensors of one frame that are not needed at the same time may share a place. Bars show sizes on a logarithmic scale.`,
    body: renderTable('Memory map', ['what', 'address', 'size', 'frames', 'size, logarithmic'], rows, [2]),
  };
}
