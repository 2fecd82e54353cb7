// What the page's charts are drawn from: plain numbers, embedded in the page as one JSON document. Shared by the program that writes the
// page and the one that runs inside it.

/** What a tile's sequencer can do in a cycle, in the order in which pictures stack it. */
export const ACTIVITIES = ['work', 'filler', 'input', 'weights', 'drain', 'downstream'] as const;
export type Activity = (typeof ACTIVITIES)[number];

/** One block of a tile's row: cycles `from` up to `to`, of which a part was spent on each activity. */
export interface TileSpan {
  readonly tile: number;
  readonly from: number;
  readonly to: number;
  readonly phase: number;
  /** Pairs of an activity (index into ACTIVITIES) and its share of the span, 0 to 1. What is missing is idle. */
  readonly shares: readonly (readonly [activity: number, share: number])[];
}

export interface TimeChart {
  /** Cycles shown, from 0. */
  readonly cycles: number;
  /** What is shown first: one frame in steady state. */
  readonly window: readonly [from: number, to: number];
  readonly clockMHz: number;
  /** Grid places, row major. */
  readonly tiles: readonly string[];
  readonly phases: readonly { readonly index: number; readonly frame: number; readonly from: number; readonly to: number; readonly layers: readonly string[] }[];
  readonly spans: readonly TileSpan[];
  /** Cycles that a span covers at least; 1 where every span is exact. */
  readonly resolution: number;
  /** By phase and tile: what it works on, where its rows come from, where its results go. Null for a tile without work. */
  readonly work: readonly (readonly ({ readonly layer: string; readonly from: string; readonly to: string } | null)[])[];
  /** Memory words moved in each step of `step` cycles from 0 on, in bytes a cycle; `limit` is what the memory can. */
  readonly memory: { readonly step: number; readonly limit: number; readonly reads: readonly number[]; readonly writes: readonly number[]; readonly configuration: readonly number[] };
}

export interface RooflineChart {
  /** GB/s, and GOPS for each number of passes that one multiply-add takes (trit planes times digit planes). */
  readonly bandwidth: number;
  readonly peaks: readonly { readonly planes: number; readonly gops: number }[];
  /** One point a phase; `intensity` in operations a byte. */
  readonly points: readonly { readonly name: string; readonly layers: readonly string[]; readonly intensity: number; readonly gops: number; readonly limit: number; readonly bound: 'memory' | 'array' }[];
}

/** Tile cycles of each layer in a frame, as parts of what its tiles are held for; they add up to 1. */
export interface UseChart {
  readonly layers: readonly string[];
  readonly parts: readonly { readonly activity: Activity | 'idle'; readonly shares: readonly number[] }[];
}

/** Microjoules a frame. `parts` of each row add up to its total. */
export interface EnergyChart {
  readonly rows: readonly { readonly name: string; readonly parts: readonly number[] }[];
  readonly parts: readonly string[];
}

export interface ComparisonChart {
  readonly rows: readonly { readonly name: string; readonly fps: number; readonly kind: 'this' | 'model' | 'published'; readonly note: string }[];
}

export interface DeviceChart {
  readonly device: string;
  readonly rows: readonly { readonly what: string; readonly used: number; readonly available: number; readonly status: string }[];
}

export interface ChartData {
  readonly time: TimeChart;
  readonly roofline: RooflineChart;
  readonly use: UseChart;
  readonly energy: EnergyChart;
  readonly comparison: ComparisonChart | null;
  readonly device: DeviceChart | null;
}
