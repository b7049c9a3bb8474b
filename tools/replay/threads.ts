// Puts messages into threads by who answers what, and into an order in which every parent stands before its children.

export interface ThreadNode {
  readonly key: string;
  readonly parentKey?: string | undefined;
  /** Ms. */
  readonly at: number;
}

export interface PlacedNode<N> {
  readonly node: N;
  /** Ms: its own time, or its parent's where that is later. */
  readonly at: number;
}

export interface BuiltThread<N> {
  /** Key of the topmost message; where that one is not in the input, the key it is known by. */
  readonly rootKey: string;
  readonly nodes: readonly PlacedNode<N>[];
}

interface Place {
  rootKey: string;
  depth: number;
  at: number;
}

/**
 * Threads in the order they began, each with its messages in order. Keys are unique. A circle of answers is cut at its earliest
 * message, so nothing is lost and the walk ends.
 */
export function buildThreads<N extends ThreadNode>(nodes: readonly N[]): BuiltThread<N>[] {
  const byKey = new Map(nodes.map((node, position) => [node.key, { node, position }]));
  const places = new Map<string, Place>();

  for (const start of nodes) {
    const path: N[] = [];
    const onPath = new Set<string>();
    let at: N | undefined = start;
    while (at !== undefined && !places.has(at.key) && !onPath.has(at.key)) {
      path.push(at);
      onPath.add(at.key);
      at = at.parentKey === undefined ? undefined : byKey.get(at.parentKey)?.node;
    }
    if (at !== undefined && onPath.has(at.key)) cutCircle(path, at);
    for (const node of path.toReversed()) if (!places.has(node.key)) places.set(node.key, placeUnder(node, places, byKey));
  }

  const threads = new Map<string, { node: N; position: number; place: Place }[]>();
  for (const { node, position } of byKey.values()) {
    const place = places.get(node.key) as Place;
    const list = threads.get(place.rootKey) ?? [];
    list.push({ node, position, place });
    threads.set(place.rootKey, list);
  }
  const built = [...threads].map(([rootKey, list]) => {
    list.sort((a, b) => a.place.at - b.place.at || a.place.depth - b.place.depth || a.node.at - b.node.at || a.position - b.position);
    return { rootKey, first: list[0]?.position ?? 0, nodes: list.map(({ node, place }) => ({ node, at: place.at })) };
  });
  built.sort((a, b) => (a.nodes[0]?.at ?? 0) - (b.nodes[0]?.at ?? 0) || a.first - b.first);
  return built.map(({ rootKey, nodes: placed }) => ({ rootKey, nodes: placed }));
}

/** Reorders the path so that its circle begins at its earliest message, which loses its parent by standing last (= topmost). */
function cutCircle<N extends ThreadNode>(path: N[], entry: N): void {
  const from = path.indexOf(entry);
  const circle = path.splice(from);
  const top = circle.reduce((best, node) => (node.at < best.at ? node : best));
  const below = circle.indexOf(top) + 1;
  path.push(...circle.slice(below), ...circle.slice(0, below));
}

function placeUnder(node: ThreadNode, places: ReadonlyMap<string, Place>, known: ReadonlyMap<string, unknown>): Place {
  const parent = node.parentKey === undefined ? undefined : places.get(node.parentKey);
  if (parent !== undefined) return { rootKey: parent.rootKey, depth: parent.depth + 1, at: Math.max(node.at, parent.at) };
  // A parent that is known but has no place yet: the circle was cut here.
  const missing = node.parentKey !== undefined && !known.has(node.parentKey) ? node.parentKey : undefined;
  return { rootKey: missing ?? node.key, depth: 0, at: node.at };
}
