// Placement and routes, one card a phase, in the order in which the phases run.
import type { Phase, TileConfig } from '../../../compiler/program/program.ts';
import type { ReportFacts } from '../facts.ts';
import { figure, type Html, html, percent } from '../html.ts';
import { mapStreams, type StreamMap } from '../streams.ts';
import { gridPicture } from './grid-picture.ts';
import type { Section } from './section.ts';

/** Colours of layers that the style sheet has. */
const COLORS = 10;

export function gridSection(facts: ReportFacts): Section {
  const { network: { program } } = facts;
  const { target } = program;
  return {
    id: 'grid', title: 'Grid',
    lead: html`${target.rows} × ${target.cols} tiles of ${8 * target.tile.banks} lanes × ${target.tile.neurons} neurons. ${program.phases.length === 1 ? 'All layers stay on the grid, and frames stream through.' : `A frame runs ${program.phases.length} phases in turn; for each the tiles are set up anew, while the phase before still runs.`} A percentage is the part of the phase in which a tile’s array does useful work. <span class="key memory">blue</span> streams come from memory, <span class="key tile">orange</span> ones are results.`,
    body: html`<div class="phases">${program.phases.map((phase, index) => card(facts, phase, index))}</div>`,
  };
}

function card(facts: ReportFacts, phase: Phase, index: number): Html {
  const { network: { program }, nameOf, figures } = facts;
  const { target } = program;
  const streams = mapStreams(phase, target);
  const layers = phase.layers.map(nameOf);
  const cycles = figures[index]?.cycles ?? 0;
  const total = figures.reduce((sum, each) => sum + each.cycles, 0);
  const picture = gridPicture({
    target, streams, tiles: phase.tiles, nameOf,
    colorOf: (id) => program.layers.findIndex((layer) => layer.id === id) % COLORS,
    figuresOf: (tile) => tileFigures(facts, streams, index, tile),
    tensorOf: (direction, channel) => (direction === 'read' ? phase.reads : phase.writes)[channel]?.tensor ?? null,
    label: `Phase ${index}: ${layers.join(', ')}`,
  });
  return html`<figure class="phase" data-layers="${layers.join(' ')}"><figcaption><b>Phase ${index}</b> ${layers.length === 0 ? 'only loads the next phase' : layers.join(', ')}<span>${figure(cycles)} cycles${program.phases.length === 1 ? ' a frame' : `, ${percent(total === 0 ? 0 : cycles / total)} of the frame`}</span></figcaption>${picture}</figure>`;
}

function tileFigures({ network: { program }, run: { timing }, figures, nameOf }: ReportFacts, streams: StreamMap, phase: number, tile: TileConfig): { busy: number; text: string } {
  const activity = timing.tiles.find((candidate) => candidate.phase === phase && candidate.row === tile.row && candidate.col === tile.col);
  const cycles = (figures[phase]?.cycles ?? 0) * timing.frames;
  const share = (count: number): number => (cycles === 0 ? 0 : Math.min(1, count / cycles));
  const busy = share(activity?.pixelSlots ?? 0);
  const end = (origin: ReturnType<StreamMap['originOf']>): string =>
    (origin === null ? 'nowhere' : origin.kind === 'memory' ? `memory (${nameOf(origin.tensor)})` : `tile ${origin.tile.row},${origin.tile.col}`);
  const to = [...new Set(streams.takersOf(tile).map(end))].join(' and ');
  const waits = activity === undefined ? '' : ([['input', activity.stalls.input], ['weights', activity.stalls.weights], ['the epilogue', activity.stalls.drain], ['its taker', activity.stalls.downstream]] as const)
    .filter(([, count]) => share(count) >= 0.005).map(([what, count]) => `${what} ${percent(share(count))}`).join(', ');
  return {
    busy,
    text: `Tile ${tile.row},${tile.col}: ${nameOf(tile.layer ?? '')}, ${percent(busy)} useful${waits === '' ? '' : `; waits for ${waits}`}. Reads from ${end(streams.originOf(tile, tile.routes.a))}${to === '' ? '' : `, gives to ${to}`}. ${program.phases.length === 1 ? '' : `Phase ${phase}.`}`.trim(),
  };
}
