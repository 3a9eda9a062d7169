/** Part of a path between two slashes: text as it is, or text around one placeholder. */
type Segment = { text: string } | { prefix: string; name: string; suffix: string };

interface Node<Value> {
  readonly texts: Map<string, Node<Value>>;
  /** Placeholders with text around them go before the bare one, the longest text first. */
  readonly placeholders: { prefix: string; suffix: string; node: Node<Value> }[];
  leaf: { shape: string; value: Value } | undefined;
}

/** What stands at a path. */
export interface Found<Value> {
  value: Value;
  /** What the placeholders stand for, decoded, in their order. */
  values: string[];
}

/** Finds what belongs to a path. Text goes before placeholders, segment by segment, and a wrong turn is taken back. */
export class PathTree<Value> {
  readonly #root: Node<Value> = createNode();

  /** What stands at `pattern`, whatever its placeholders are called; made by `create` when nothing does. */
  at(pattern: string, create: () => Value): Value {
    let node = this.#root;
    for (const segment of segmentsOf(pattern)) node = childFor(node, segment);
    node.leaf ??= { shape: pattern, value: create() };
    return node.leaf.value;
  }

  /** What belongs to `path`, which has no query. Undefined also for a path that cannot be decoded. */
  find(path: string): Found<Value> | undefined {
    const texts = path.split('/');
    if (texts.length > 2 && texts.at(-1) === '') texts.pop();
    const values: string[] = [];
    const node = walk(this.#root, { texts, index: 1, values });
    return node?.leaf && { value: node.leaf.value, values };
  }
}

/** The names of a pattern's placeholders, in their order. */
export function placeholdersOf(pattern: string): string[] {
  return segmentsOf(pattern).flatMap((segment) => ('name' in segment ? [segment.name] : []));
}

function segmentsOf(pattern: string): Segment[] {
  return pattern
    .split('/')
    .slice(1)
    .map((text) => {
      const match = /^([^{}]*)\{(\w+)\}([^{}]*)$/.exec(text);
      return match ? { prefix: match[1] ?? '', name: match[2] ?? '', suffix: match[3] ?? '' } : { text };
    });
}

function createNode<Value>(): Node<Value> {
  return { texts: new Map(), placeholders: [], leaf: undefined };
}

function childFor<Value>(node: Node<Value>, segment: Segment): Node<Value> {
  if ('text' in segment) {
    const known = node.texts.get(segment.text) ?? createNode<Value>();
    node.texts.set(segment.text, known);
    return known;
  }
  const { prefix, suffix } = segment;
  const known = node.placeholders.find((other) => other.prefix === prefix && other.suffix === suffix);
  if (known) return known.node;
  const made = { prefix, suffix, node: createNode<Value>() };
  node.placeholders.push(made);
  node.placeholders.sort((a, b) => b.prefix.length + b.suffix.length - a.prefix.length - a.suffix.length);
  return made.node;
}

function walk<Value>(
  node: Node<Value>,
  at: { texts: string[]; index: number; values: string[] },
): Node<Value> | undefined {
  const { texts, index, values } = at;
  const text = texts[index];
  if (text === undefined) return node.leaf && node;
  const fixed = node.texts.get(text);
  const found = fixed && walk(fixed, { texts, index: index + 1, values });
  if (found) return found;
  for (const { prefix, suffix, node: child } of node.placeholders) {
    const value = between(text, prefix, suffix);
    if (value === undefined) continue;
    values.push(value);
    const deeper = walk(child, { texts, index: index + 1, values });
    if (deeper) return deeper;
    values.pop();
  }
  return undefined;
}

/** What the placeholder takes of a segment; it takes no empty text, and none that is not valid percent-encoding. */
function between(text: string, prefix: string, suffix: string): string | undefined {
  if (text.length <= prefix.length + suffix.length || !text.startsWith(prefix) || !text.endsWith(suffix))
    return undefined;
  const taken = text.slice(prefix.length, text.length - suffix.length);
  if (!taken.includes('%')) return taken;
  try {
    return decodeURIComponent(taken);
  } catch {
    return undefined;
  }
}
