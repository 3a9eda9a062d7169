import { type Alias, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type YAMLMap } from 'yaml';
import type { JsonObject, JsonValue, PathSegment } from '../kinds/index.ts';
import { type Budget, checkKey, type LineIndex, SourceFault } from './source-tree.ts';

/** Writes the nodes of one document out as JSON, aliases included. */
export class YamlReader {
  readonly #lines: LineIndex;
  readonly #counter: LineCounter;
  readonly #budget: Budget;
  readonly #anchors = new Map<string, Node>();
  #aliasDepth = 0;

  constructor(lines: LineIndex, counter: LineCounter, budget: Budget) {
    this.#lines = lines;
    this.#counter = counter;
    this.#budget = budget;
  }

  value(node: Node | null, path: PathSegment[], depth: number): JsonValue {
    const line = this.#lineOf(node);
    this.#budget.spend(depth, line);
    if (line !== null && this.#aliasDepth === 0) this.#lines.set(path, line);
    if (isAlias(node)) return this.#aliased(node, path, depth);
    this.#remember(node);
    if (isMap(node)) return this.#map(node, path, depth);
    if (isSeq(node)) return node.items.map((item, place) => this.value(item as Node, [...path, place], depth + 1));
    return scalarValue(isScalar(node) ? node.value : null, line, path);
  }

  #map(map: YAMLMap, path: PathSegment[], depth: number): JsonObject {
    const result: JsonObject = {};
    for (const pair of map.items) {
      const keyNode = pair.key as Node | null;
      const line = this.#lineOf(keyNode);
      const key = keyText(keyNode, line, path);
      checkKey(key, line, path);
      if (Object.hasOwn(result, key)) throw new SourceFault('stands twice in the same object', line, [...path, key]);
      result[key] = this.value(pair.value as Node | null, [...path, key], depth + 1);
      if (line !== null && this.#aliasDepth === 0) this.#lines.set([...path, key], line);
    }
    return result;
  }

  #aliased(alias: Alias, path: PathSegment[], depth: number): JsonValue {
    const target = this.#anchors.get(alias.source);
    if (target === undefined) {
      throw new SourceFault(`names the anchor ${alias.source}, which is not there`, this.#lineOf(alias), path);
    }
    this.#aliasDepth += 1;
    const value = this.value(target, path, depth + 1);
    this.#aliasDepth -= 1;
    return value;
  }

  // Within an alias the anchors are those of the place where it points to, not of the place where it stands.
  #remember(node: Node | null): void {
    if (node === null || this.#aliasDepth > 0 || !('anchor' in node)) return;
    if (typeof node.anchor === 'string') this.#anchors.set(node.anchor, node);
  }

  #lineOf(node: Node | null): number | null {
    const [start] = node?.range ?? [];
    return start === undefined ? null : this.#counter.linePos(start).line;
  }
}

function keyText(key: Node | null, line: number | null, path: PathSegment[]): string {
  if (isScalar(key) && (typeof key.value === 'string' || typeof key.value === 'number')) return String(key.value);
  if (isScalar(key) && typeof key.value === 'boolean') return key.source ?? String(key.value);
  throw new SourceFault('has a key that is not text', line, path);
}

function scalarValue(value: unknown, line: number | null, path: PathSegment[]): JsonValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new SourceFault('must be text, a number, true, false, a list or an object', line, path);
}
