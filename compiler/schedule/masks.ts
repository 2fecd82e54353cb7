// Packets of configuration go to the tiles of some rows and some columns.

/** A set of tiles as products of rows and columns: rows with the same columns go together. */
export function masksOf(tiles: readonly number[], cols: number): { rowMask: number; colMask: number }[] {
  const colMasks = new Map<number, number>();
  for (const tile of tiles) colMasks.set(Math.floor(tile / cols), (colMasks.get(Math.floor(tile / cols)) ?? 0) | (1 << (tile % cols)));
  const rowMasks = new Map<number, number>();
  for (const [row, colMask] of colMasks) rowMasks.set(colMask, (rowMasks.get(colMask) ?? 0) | (1 << row));
  return [...rowMasks].map(([colMask, rowMask]) => ({ rowMask, colMask }));
}
