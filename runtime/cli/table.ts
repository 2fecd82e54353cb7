// Plain text tables for a person: columns as wide as their widest cell, numbers to the right.

/** Header and rows as lines joined by newlines. */
export function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const isNumber = (text: string): boolean => /^[-+]?[\d,.]+( ?%| [a-zA-Z]+)?$/.test(text);
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => (isNumber(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ').trimEnd();
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
