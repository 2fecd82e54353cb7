// A frame as characters, two pixel rows a line, for a glance in a terminal: dark to bright as blank to full block.
const SHADES = [' ', '.', ':', '-', '=', '+', '*', '#', '%', '@'];
const MAX_COLUMNS = 96;

/** The mean of all channels; pictures wider than a terminal line are thinned. */
export function showPicture(codes: Int32Array, shape: readonly [number, number, number], top: number): string {
  const [channels, height, width] = shape;
  const step = Math.max(1, Math.ceil(width / MAX_COLUMNS));
  const lines: string[] = [];
  for (let y = 0; y < height; y += 2 * step) {
    let line = '';
    for (let x = 0; x < width; x += step) {
      let sum = 0;
      for (let channel = 0; channel < channels; channel++) {
        const at = (channel * height + y) * width + x;
        sum += (codes[at] as number) + (codes[y + 1 < height ? at + width : at] as number);
      }
      const level = sum / (2 * channels * top);
      line += SHADES[Math.min(SHADES.length - 1, Math.floor(level * SHADES.length))] ?? ' ';
    }
    lines.push(line.trimEnd());
  }
  return lines.join('\n');
}
