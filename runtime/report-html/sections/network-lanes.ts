// A drawing of the dataflow graph beside a list of its nodes, one node a line: each tensor runs down a lane from the line that makes it to
// the last line that reads it, as version-control programs draw histories.

export interface LaneNode {
  readonly id: string;
  readonly inputs: readonly string[];
}

export interface LaneLine {
  /** Lane of the node's dot. */
  readonly lane: number;
  /** Lanes that enter the dot from above, lanes that only pass, and whether a lane leaves the dot downwards. */
  readonly entering: readonly number[];
  readonly passing: readonly number[];
  readonly leaves: boolean;
}

/** `nodes` in topological order. */
export function layLanes(nodes: readonly LaneNode[]): { readonly lines: readonly LaneLine[]; readonly lanes: number } {
  const readersLeft = new Map<string, number>();
  for (const input of nodes.flatMap((node) => [...new Set(node.inputs)])) readersLeft.set(input, (readersLeft.get(input) ?? 0) + 1);
  const lanes: (string | null)[] = [];
  let most = 1;
  const lines = nodes.map((node): LaneLine => {
    const inputs = new Set(node.inputs);
    const entering: number[] = [];
    const passing: number[] = [];
    lanes.forEach((id, lane) => {
      if (id === null) return;
      const isRead = inputs.has(id);
      if (isRead) {
        entering.push(lane);
        readersLeft.set(id, (readersLeft.get(id) ?? 1) - 1);
      }
      if (!isRead || (readersLeft.get(id) ?? 0) > 0) passing.push(lane);
      else lanes[lane] = null;
    });
    const first = entering.find((lane) => lanes[lane] === null);
    const free = first ?? (lanes.includes(null) ? lanes.indexOf(null) : lanes.length);
    const leaves = (readersLeft.get(node.id) ?? 0) > 0;
    lanes[free] = leaves ? node.id : null;
    most = Math.max(most, free + 1, lanes.length);
    return { lane: free, entering, passing, leaves };
  });
  return { lines, lanes: most };
}
