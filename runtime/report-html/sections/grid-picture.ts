// One phase of the grid as a picture: a box a tile with its layer and how busy it is, and an arrow for every link that carries a stream,
// from memory (at the edge, with the tensor's name) or from another tile.
import type { TileConfig } from '../../../compiler/program/program.ts';
import type { Target } from '../../../compiler/target/target.ts';
import { type Html, html } from '../html.ts';
import { SIDES, type StreamMap } from '../streams.ts';

const TILE = { width: 92, height: 50 } as const;
const GAP = { x: 28, y: 34 } as const;
/** Room around the grid for the channels' arrows and names. */
const EDGE = { x: 106, y: 44 } as const;
/** Streams that leave and enter at one side lie so far from its middle. */
const LANE = 8;
/** Characters of names: in a tile, between channels above and below, beside the grid. */
const TILE_NAME = 14;
const CHANNEL_NAME = 9;
const EDGE_NAME = 14;

export interface TileFigures {
  /** Share of the phase in which the tile's array does useful slots. */
  readonly busy: number;
  readonly text: string;
}

export interface GridPicture {
  readonly target: Pick<Target, 'rows' | 'cols'>;
  readonly streams: StreamMap;
  readonly tiles: readonly TileConfig[];
  readonly nameOf: (id: string) => string;
  /** Number of a layer's colour. */
  readonly colorOf: (id: string) => number;
  readonly figuresOf: (tile: TileConfig) => TileFigures;
  readonly tensorOf: (direction: 'read' | 'write', channel: number) => string | null;
  readonly label: string;
}

export function gridPicture(picture: GridPicture): Html {
  const { target: { rows, cols } } = picture;
  const width = 2 * EDGE.x + cols * TILE.width + (cols - 1) * GAP.x;
  const height = 2 * EDGE.y + rows * TILE.height + (rows - 1) * GAP.y;
  const places = Array.from({ length: rows * cols }, (_, index) => ({ row: Math.floor(index / cols), col: index % cols }));
  return html`<svg class="grid" style="--wide:${width}px" viewBox="0 0 ${width} ${height}" role="group" aria-label="${picture.label}">${places.flatMap(({ row, col }) => links(picture, row, col))}${places.map(({ row, col }) => box(picture, row, col))}</svg>`;
}

const left = (col: number): number => EDGE.x + col * (TILE.width + GAP.x);
const top = (row: number): number => EDGE.y + row * (TILE.height + GAP.y);

function box({ streams, nameOf, colorOf, figuresOf }: GridPicture, row: number, col: number): Html {
  const tile = streams.tileAt(row, col);
  const x = left(col);
  const y = top(row);
  const frame = html`<rect x="${x}" y="${y}" width="${TILE.width}" height="${TILE.height}" rx="6"/>`;
  const place = html`<text x="${x + 6}" y="${y + 14}" class="place">${row},${col}</text>`;
  if (tile === undefined || tile.layer === null || tile.sequencer === null) {
    const passes = tile !== undefined && SIDES.some(({ side }) => tile.routes[side] !== 0);
    return html`<g class="tile off">${frame}${place}${passes ? html`<text x="${x + TILE.width / 2}" y="${y + 32}" text-anchor="middle" class="place">passes on</text>` : null}</g>`;
  }
  const { busy, text } = figuresOf(tile);
  const name = nameOf(tile.layer);
  return html`<g class="tile c${colorOf(tile.layer)}" data-layer="${name}" data-tip="${text}" tabindex="0" role="img" aria-label="${text}">${frame}${place}<text x="${x + TILE.width - 6}" y="${y + 14}" text-anchor="end" class="busy">${Math.round(100 * busy)} %</text><text x="${x + TILE.width / 2}" y="${y + 32}" text-anchor="middle" class="layer">${shorten(name, TILE_NAME)}</text><rect class="gauge" x="${x + 6}" y="${y + TILE.height - 10}" width="${TILE.width - 12}" height="4" rx="2"/><rect class="level" x="${x + 6}" y="${y + TILE.height - 10}" width="${((TILE.width - 12) * busy).toFixed(1)}" height="4" rx="2"/></g>`;
}

/** The last parts of a dotted name, as many as `most` characters hold. */
function shorten(name: string, most: number): string {
  const parts = name.split('.');
  let text = parts.at(-1) ?? name;
  for (let i = parts.length - 2; i >= 0 && parts[i] !== undefined && `${parts[i]}.${text}`.length <= most; i--) text = `${parts[i]}.${text}`;
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** Every stream that leaves the tile, and every memory stream that enters it. */
function links({ streams, tensorOf, nameOf }: GridPicture, row: number, col: number): Html[] {
  const tile = streams.tileAt(row, col);
  if (tile === undefined) return [];
  return SIDES.flatMap(({ side, source, dr, dc }): Html[] => {
    const channel = streams.channelAt(row, col, side);
    const read = channel === null ? null : tensorOf('read', channel);
    const entering = channel === null || read === null ? [] : [arrow({ row, col, dr, dc, inward: true, kind: 'memory', reach: 'edge', name: nameOf(read), tip: `read channel ${channel} brings ${nameOf(read)} from memory` })];
    const from = tile.routes[side];
    const origin = from === 0 || from === source ? null : streams.originOf(tile, from);
    if (origin === null) return entering;
    const write = channel === null ? null : tensorOf('write', channel);
    if (channel !== null && write === null) return entering;
    const what = origin.kind === 'memory' ? nameOf(origin.tensor) : `results of tile ${origin.tile.row},${origin.tile.col}`;
    const leaving = arrow({
      row, col, dr, dc, inward: false, kind: origin.kind, reach: channel === null ? 'link' : 'edge', name: write === null ? '' : nameOf(write),
      tip: channel === null ? `${what} on to tile ${row + dr},${col + dc}` : `${what} through write channel ${channel} to memory`,
    });
    return [...entering, leaving];
  });
}

interface Arrow {
  readonly row: number;
  readonly col: number;
  readonly dr: number;
  readonly dc: number;
  readonly inward: boolean;
  readonly kind: 'memory' | 'tile';
  readonly reach: 'link' | 'edge';
  readonly name: string;
  readonly tip: string;
}

/** Outward and inward arrows of a side lie beside each other, so that the two directions of a link do not meet. */
function arrow({ row, col, dr, dc, inward, kind, reach, name, tip }: Arrow): Html {
  const shift = inward === (dr + dc > 0) ? -LANE : LANE;
  const x = left(col) + TILE.width / 2 + (dc * TILE.width) / 2 + (dr === 0 ? 0 : shift);
  const y = top(row) + TILE.height / 2 + (dr * TILE.height) / 2 + (dc === 0 ? 0 : shift);
  const length = reach === 'link' ? (dr === 0 ? GAP.x : GAP.y) : 26;
  const far = { x: x + dc * length, y: y + dr * length };
  const [start, end] = inward ? [far, { x, y }] : [{ x, y }, far];
  const back = inward ? -1 : 1;
  const head = (side: number): string => `${end.x - back * dc * 6 + (dr === 0 ? 0 : side * 4)} ${end.y - back * dr * 6 + (dc === 0 ? 0 : side * 4)}`;
  // Names above and below stand on the outer sides of the two arrows.
  const anchor = (dc === 0 ? shift : dc) > 0 ? 'start' : 'end';
  const text = name === '' ? null : html`<text x="${far.x + (dc === 0 ? Math.sign(shift) * 4 : 3 * dc)}" y="${far.y + 4}" text-anchor="${anchor}" class="tensor">${shorten(name, dc === 0 ? CHANNEL_NAME : EDGE_NAME)}</text>`;
  return html`<g class="stream ${kind}"><title>${tip}</title><path d="M${start.x} ${start.y}L${end.x} ${end.y}M${head(-1)}L${end.x} ${end.y}L${head(1)}"/>${text}</g>`;
}
