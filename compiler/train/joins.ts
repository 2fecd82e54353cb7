// The layers that only move or add numbers, forward and back, in plain loops on [batch, H, W, maps].

/** Sum of tensors of one shape. */
export function addAll(parts: readonly Float32Array[]): Float32Array {
  const [first, ...rest] = parts;
  const sum = first?.slice() ?? new Float32Array(0);
  for (const part of rest) for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (part[i] as number);
  return sum;
}

/** Puts the maps of all parts one after the other; `maps` gives their numbers. */
export function concatMaps(parts: readonly Float32Array[], maps: readonly number[]): Float32Array {
  const total = maps.reduce((a, b) => a + b, 0);
  const pixels = (parts[0]?.length ?? 0) / (maps[0] ?? 1);
  const joined = new Float32Array(pixels * total);
  let offset = 0;
  parts.forEach((part, index) => {
    const count = maps[index] as number;
    for (let pixel = 0; pixel < pixels; pixel++) joined.set(part.subarray(pixel * count, (pixel + 1) * count), pixel * total + offset);
    offset += count;
  });
  return joined;
}

/** The reverse of `concatMaps`. */
export function splitMaps(joined: Float32Array, maps: readonly number[]): Float32Array[] {
  const total = maps.reduce((a, b) => a + b, 0);
  const pixels = joined.length / total;
  let offset = 0;
  return maps.map((count) => {
    const part = new Float32Array(pixels * count);
    for (let pixel = 0; pixel < pixels; pixel++) part.set(joined.subarray(pixel * total + offset, pixel * total + offset + count), pixel * count);
    offset += count;
    return part;
  });
}

/** Repeats rows and columns. `shape` is that of x, [batch, H, W, maps]. */
export function upsample(x: Float32Array, [batch, height, width, maps]: readonly [number, number, number, number], [down, across]: readonly [number, number]): Float32Array {
  const line = width * across * maps;
  const y = new Float32Array(batch * height * down * line);
  for (let row = 0; row < batch * height; row++) {
    const to = row * down * line;
    for (let column = 0; column < width; column++) {
      const pixel = x.subarray((row * width + column) * maps, (row * width + column + 1) * maps);
      for (let k = 0; k < across; k++) y.set(pixel, to + (column * across + k) * maps);
    }
    for (let k = 1; k < down; k++) y.copyWithin(to + k * line, to, to + line);
  }
  return y;
}

/** Sums what `upsample` repeated. */
export function upsampleGradient(dy: Float32Array, [batch, height, width, maps]: readonly [number, number, number, number], [down, across]: readonly [number, number]): Float32Array {
  const dx = new Float32Array(batch * height * width * maps);
  const line = width * across * maps;
  for (let row = 0; row < batch * height * down; row++) {
    const to = Math.floor(row / down) * width * maps;
    for (let column = 0; column < width * across; column++) {
      const [from, at] = [row * line + column * maps, to + Math.floor(column / across) * maps];
      for (let map = 0; map < maps; map++) dx[at + map] = (dx[at + map] as number) + (dy[from + map] as number);
    }
  }
  return dx;
}

/** Pixels first to maps first and back: flattening counts channel-major. */
export function mapsFirst(x: Float32Array, batch: number, pixels: number, maps: number): Float32Array {
  const y = new Float32Array(x.length);
  for (let frame = 0; frame < batch; frame++) {
    const base = frame * pixels * maps;
    for (let pixel = 0; pixel < pixels; pixel++) for (let map = 0; map < maps; map++) y[base + map * pixels + pixel] = x[base + pixel * maps + map] as number;
  }
  return y;
}
