import type { JsonValue, PathSegment } from '../kinds/index.ts';
import { Budget, checkKey, LineIndex, type SourceDocument, SourceFault } from './source-tree.ts';

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|\n|[^\s{}[\],:"]+/g;

/** Reads a text that is JSON as a whole; undefined when it is not, so that it can be read as YAML. */
export function readJson(text: string): SourceDocument | SourceFault | undefined {
  const value = parsed(text);
  if (value === undefined) return undefined;
  try {
    return { value, lines: new JsonWalk(text).walk() };
  } catch (fault) {
    if (fault instanceof SourceFault) return fault;
    throw fault;
  }
}

function parsed(text: string): JsonValue | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Frame {
  /** Keys so far, in an object. */
  keys: Set<string> | undefined;
  /** Key or place of the value that comes next. */
  at: PathSegment;
  expectsKey: boolean;
}

/** Walks over valid JSON once for what the parser does not tell: lines, and keys that stand twice. */
class JsonWalk {
  readonly #text: string;
  readonly #lines = new LineIndex();
  readonly #budget = new Budget();
  readonly #frames: Frame[] = [];
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  walk(): LineIndex {
    for (const [word] of this.#text.matchAll(token)) this.#take(word);
    return this.#lines;
  }

  #take(word: string): void {
    const frame = this.#frames.at(-1);
    if (word === '\n') this.#line += 1;
    else if (word === '}' || word === ']') this.#frames.pop();
    else if (word === ',') this.#next(frame);
    else if (word === ':' && frame) frame.expectsKey = false;
    else if (frame?.expectsKey) this.#key(frame, JSON.parse(word));
    else this.#value(word);
  }

  #next(frame: Frame | undefined): void {
    if (frame === undefined) return;
    if (frame.keys) frame.expectsKey = true;
    else if (typeof frame.at === 'number') frame.at += 1;
  }

  #key(frame: Frame, key: string): void {
    const path = this.#frames.slice(0, -1).map(({ at }) => at);
    checkKey(key, this.#line, path);
    if (frame.keys?.has(key)) throw new SourceFault('stands twice in the same object', this.#line, [...path, key]);
    frame.keys?.add(key);
    frame.at = key;
  }

  #value(word: string): void {
    this.#budget.spend(this.#frames.length, this.#line);
    this.#lines.set(
      this.#frames.map(({ at }) => at),
      this.#line,
    );
    if (word === '{') this.#frames.push({ keys: new Set(), at: '', expectsKey: true });
    if (word === '[') this.#frames.push({ keys: undefined, at: 0, expectsKey: false });
  }
}
