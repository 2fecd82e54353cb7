// How the frame rate grows with the grid: networks of the suite on 1 to 64 tiles of neuflow-v6 with its memory, and the same schedules
// with a memory that never holds anything back, so that a knee that goes away there is one of bandwidth. All figures are simulated.
// Usage: npm run scaling [-- NAME...] [--tiles 1,2,4] [--json]
import { parseArgs } from 'node:util';
import { quantizeGraph } from '../compiler/compile.ts';
import type { IntegerGraph } from '../compiler/ir/integer-graph.ts';
import type { Program } from '../compiler/program/program.ts';
import { ModelError } from '../compiler/source/diagnostic.ts';
import type { Target } from '../compiler/target/target.ts';
import { suite } from '../runtime/bench/suite.ts';
import { renderTable } from '../runtime/cli/table.ts';
import { scheduleTimed } from '../runtime/frame-time.ts';
import { loadModel } from '../runtime/load-model.ts';
import { loadParams } from '../runtime/load-params.ts';
import { loadTarget } from '../runtime/load-target.ts';
import { projectFile } from '../runtime/project-folder.ts';
import { SimulationError } from '../sim/errors.ts';
import { summarize } from '../sim/stats.ts';
import { simulateTiming } from '../sim/timing.ts';

const GRIDS: readonly (readonly [rows: number, cols: number])[] = [[1, 1], [1, 2], [2, 2], [2, 4], [4, 4], [4, 5], [4, 8], [8, 8]];
const NETWORKS = ['w7', 'cnv', 'resnet8'];
const FRAMES = 3;
/** More bytes a cycle than all ports together move. */
const ENDLESS = { num: 4096, den: 1 };
const MAX_PORTS = 8;

interface Point {
  readonly tiles: number;
  readonly grid: string;
  readonly limited: Measured;
  readonly unlimited: Measured;
}
/** Simulated figures, or the code of what refused the network. */
type Measured = { readonly cycles: number; readonly fps: number; readonly utilization: number } | { readonly refusal: string };

interface Curve {
  readonly network: string;
  readonly points: readonly Point[];
}

const gridTarget = ([rows, cols]: readonly [number, number]): Target => ({ ...loadTarget('neuflow-v6'), name: `neuflow-v6-${rows}x${cols}`, rows, cols, device: null });

/** The same program beside another memory: a port for each stream, so that streams do not wait for each other either. */
function unlimit(program: Program): Program {
  const { target } = program;
  return { ...program, target: { ...target, memory: { ...target.memory, ports: Math.min(MAX_PORTS, target.edgeStreams), bandwidth: ENDLESS } } };
}

function measure(program: Program): Measured {
  try {
    const { cycles, fps, utilization } = summarize(program, simulateTiming(program, { frames: FRAMES }));
    return { cycles, fps, utilization };
  } catch (error) {
    if (error instanceof SimulationError) return { refusal: error.kind };
    throw error;
  }
}

function measureBoth(integer: IntegerGraph, target: Target): Pick<Point, 'limited' | 'unlimited'> {
  try {
    const program = scheduleTimed(integer, target);
    return { limited: measure(program), unlimited: measure(unlimit(program)) };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const refused = { refusal: error.diagnostics[0]?.code ?? 'refused' };
    return { limited: refused, unlimited: refused };
  }
}

async function curveOf(network: string, grids: typeof GRIDS): Promise<Curve> {
  const file = suite.find((workload) => workload.name === network)?.file;
  if (file === undefined) throw new Error(`there is no workload ${network}; nfc bench --help names them`);
  const { graph } = loadModel(projectFile('examples', ...file.split('/')), new Map());
  const { integer } = await quantizeGraph({ graph, params: loadParams(graph), frames: [] });
  const points: Point[] = [];
  for (const grid of grids) {
    const point: Point = { tiles: grid[0] * grid[1], grid: grid.join(' x '), ...measureBoth(integer, gridTarget(grid)) };
    points.push(point);
    console.error(`${network} on ${point.grid} tiles: ${'fps' in point.limited ? `${point.limited.fps.toFixed(1)} frames/s` : point.limited.refusal}`);
  }
  return { network, points };
}

/** Frame rate per tile beside that of the smallest grid that runs the network, with the same memory. */
function efficiency(curve: Curve, point: Point, memory: 'limited' | 'unlimited'): number | null {
  const first = curve.points.find((other) => 'fps' in other[memory]);
  const base = first?.[memory];
  const own = point[memory];
  if (first === undefined || base === undefined || !('fps' in base) || !('fps' in own)) return null;
  return own.fps / point.tiles / (base.fps / first.tiles);
}

function renderCurve(curve: Curve): string {
  const show = <K extends 'cycles' | 'fps' | 'utilization'>(measured: Measured, key: K, text: (value: number) => string): string =>
    ('refusal' in measured ? measured.refusal : text(measured[key]));
  const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
  const rate = (value: number): string => (value >= 100 ? whole(value) : value.toFixed(1));
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const header = ['tiles', 'grid', 'cycles', 'fps', 'efficiency', 'used', 'fps, memory unlimited', 'efficiency', 'used'];
  const rows = curve.points.map((point) => {
    const [limited, unlimited] = [efficiency(curve, point, 'limited'), efficiency(curve, point, 'unlimited')];
    return [
      String(point.tiles), point.grid, show(point.limited, 'cycles', whole), show(point.limited, 'fps', rate), limited === null ? '-' : percent(limited),
      show(point.limited, 'utilization', percent), show(point.unlimited, 'fps', rate), unlimited === null ? '-' : percent(unlimited), show(point.unlimited, 'utilization', percent),
    ];
  });
  return `${curve.network}, simulated at 200 MHz (clock assumed)\n${renderTable(header, rows)}\n`;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false }, tiles: { type: 'string' } } });
const wantedTiles = values.tiles?.split(',').map(Number);
const grids = GRIDS.filter(([rows, cols]) => wantedTiles?.includes(rows * cols) ?? true);
const curves: Curve[] = [];
for (const network of positionals.length > 0 ? positionals : NETWORKS) {
  const curve = await curveOf(network, grids);
  curves.push(curve);
  if (!values.json) console.log(renderCurve(curve));
}
if (values.json) console.log(JSON.stringify({ curves }, null, 1));
