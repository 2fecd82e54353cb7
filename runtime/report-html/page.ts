// The whole page: what matters first, then a section each for network, grid, time, layers, roofline, energy, memory, accuracy, comparison and
// device. One file that asks for nothing from anywhere: style, data and program are inside.
import type { ChartData } from './chart-data.ts';
import { deviceChart } from './device-chart.ts';
import type { ReportFacts } from './facts.ts';
import { figure, type Html, html, percent, raw } from './html.ts';
import { rooflineChart } from './roofline-chart.ts';
import { accuracySection } from './sections/accuracy-section.ts';
import { comparisonSection } from './sections/comparison-section.ts';
import { deviceSection } from './sections/device-section.ts';
import { energySection } from './sections/energy-section.ts';
import { gridSection } from './sections/grid-section.ts';
import { layersSection } from './sections/layers-section.ts';
import { memorySection } from './sections/memory-section.ts';
import { networkSection } from './sections/network-section.ts';
import { rooflineSection } from './sections/roofline-section.ts';
import { renderSection, type Section } from './sections/section.ts';
import { timeSection } from './sections/time-section.ts';
import { STYLE } from './style.ts';
import { timeChart } from './time-chart.ts';
import { useChart } from './use-chart.ts';

/** `script` runs at the end of the page and finds its data in the element `data`. */
export function renderPage(facts: ReportFacts, script: string): string {
  const { network: { program }, run, stats } = facts;
  const charts: ChartData = {
    time: timeChart(program, run.timing, run.timeline, run.times, facts.nameOf),
    roofline: rooflineChart(program, facts.figures, facts.nameOf),
    use: useChart(stats.layers, run.timing),
    energy: facts.energy.chart,
    comparison: facts.comparison?.chart ?? null,
    device: deviceChart(program.target, facts.synthesis),
  };
  const sections: Section[] = [
    networkSection(facts), gridSection(facts), timeSection(charts.time), layersSection(facts), rooflineSection(charts.roofline), energySection(facts.energy), memorySection(facts),
    ...(facts.accuracy === null ? [] : [accuracySection(facts.accuracy)]),
    ...(facts.comparison === null ? [] : [comparisonSection(facts.comparison)]),
    deviceSection(facts, charts.device),
  ];
  const title = `${program.model} on ${program.target.name}`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title><link rel="icon" href="data:,"><style>${raw(STYLE)}</style></head>
<body><a class="skip" href="#network">Skip to the network</a>
<header><p class="kind">nfc report</p><h1>${program.model} <span>on ${program.target.name}</span></h1>${summary(facts)}</header>
<nav aria-label="Sections"><ul>${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul><label>Layer <select id="layer"><option value="">all</option>${program.layers.map(({ name }) => html`<option>${name}</option>`)}</select></label></nav>
<main>
${sections.map(renderSection)}</main>
<footer><p><b>Simulated</b>: from the cycle simulator, which agrees with the hardware description in every cycle for the modelled memory. <b>Estimated</b>: from a model or a table. <b>Synthesised</b>: counted by Yosys. <b>Placed and routed</b>: by a place-and-route tool. A clock is <b>assumed</b> until such a tool confirms it.</p></footer>
<div id="float" role="tooltip" hidden></div>
<script type="application/json" id="data">${raw(JSON.stringify(charts).replaceAll('<', '\\u003c'))}</script>
<script>${raw(script.replaceAll('</script', '<\\/script'))}</script>
</body></html>
`;
  return page.html;
}

function summary({ network: { program, tail }, stats, energy, accuracy, compiled }: ReportFacts): Html {
  const milliseconds = (stats.latencyCycles / stats.clockMHz) / 1000;
  const items: (readonly [string, string, string])[] = [
    [`${figure(stats.fps)}`, 'frames a second', `simulated; clock of ${stats.clockMHz} MHz ${program.target.clockStatus}`],
    [figure(stats.cycles), 'cycles a frame', `${figure(stats.latencyCycles)} cycles (${figure(milliseconds)} ms) for the first`],
    [`${figure(stats.gops)}`, 'GOPS', `${figure(2 * program.macsPerFrame / 1e6)} million operations a frame`],
    [percent(stats.utilization), 'of all trit lanes used', 'simulated'],
    [`${figure(energy.total.typical)} µJ`, 'energy a frame', `estimated, ${figure(energy.total.low)} to ${figure(energy.total.high)}; ${figure(energy.watts.typical)} W`],
    ...(accuracy === null ? [] : [[`${(100 * accuracy.accuracyInteger).toFixed(2)} %`, accuracy.task === 'pixels' ? 'of pixels right' : 'of pictures right', `${figure(accuracy.images)} pictures`] as const]),
  ];
  return html`<dl class="facts">${items.map(([value, what, note]) => html`<div><dt>${what}</dt><dd>${value}</dd><dd class="note">${note}</dd></div>`)}</dl><p class="lead">${program.target.rows} × ${program.target.cols} tiles, ${program.phases.length === 1 ? 'one phase' : `${program.phases.length} phases a frame`}, ${program.layers.length} layers on the grid${tail === null ? '' : `, ${compiled.host?.layers.length ?? 0} on the host`}. ${program.target.summary}</p>`;
}
