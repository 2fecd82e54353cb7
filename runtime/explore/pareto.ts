// Which points of a search no other point beats: nothing is at least as good in both figures and better in one.

/** For each point, whether it is on the front; smaller is better for both figures. Of equal points the first is on it. */
export function paretoFront(points: readonly (readonly [first: number, second: number])[]): boolean[] {
  const order = points.map((_, index) => index).sort((a, b) => {
    const [p, q] = [points[a] as readonly [number, number], points[b] as readonly [number, number]];
    return p[0] - q[0] || p[1] - q[1] || a - b;
  });
  const isOn = points.map(() => false);
  let least = Infinity;
  for (const index of order) {
    const second = (points[index] as readonly [number, number])[1];
    if (second >= least) continue;
    least = second;
    isOn[index] = true;
  }
  return isOn;
}
