// The beats of a row as the row writer takes them (docs/hardware.md section 3): four nested loops over blocks, lines and skews, and which
// of the beats are stored where the tile keeps some planes alone.
import type { WriterConfig } from '../../compiler/program/program.ts';

/** Calls `visit` for every beat of a row in turn; `skew` is that within the row. */
export function walkRow({ counts, jumps, keep }: WriterConfig, visit: (beat: number, block: number, lines: number, skew: number, isKept: boolean) => void): void {
  let [block, lines, skew] = [0, 0, 0];
  // Planes that go by, and where the blocks of the inner ones began.
  let [plane, firstPlane, firstLines] = [0, 0, 0];
  const isKept = (): boolean => keep === undefined || ((keep.planes >>> ((plane >> keep.planeShift) & 31)) & 1) === 1;
  const indices = [0, 0, 0, 0];
  const total = counts.reduce((product, count) => product * count, 1);
  for (let beat = 0; beat < total; beat++) {
    visit(beat, block, lines, skew, isKept());
    const level = indices.findIndex((index, k) => index + 1 < (counts[k] as number));
    if (level < 0) return;
    indices.fill(0, 0, level);
    indices[level] = (indices[level] as number) + 1;
    const jump = jumps[level] as (typeof jumps)[number];
    block += jump.block;
    skew += jump.skew;
    if (keep === undefined) lines += jump.lines;
    else if (level === 1) [plane, lines] = [firstPlane, firstLines];
    else {
      lines += isKept() ? keep.planeLines : 0;
      plane++;
      if (level > 1) [firstPlane, firstLines] = [plane, lines];
    }
  }
}
