import type { JsonValue, PathSegment } from '../kinds/index.ts';

/** How much of a text is looked at. Sizes are bytes of UTF-8 and counts of values. */
export const limits = {
  textBytes: 4 * 1024 * 1024,
  documents: 1_000,
  depth: 64,
  /** Values of all documents together, after aliases are written out. */
  values: 200_000,
  /** Words, signs and line ends of a YAML text. */
  yamlTokens: 1_000_000,
  /** Syntax errors of a YAML text. */
  yamlErrors: 100,
} as const;

/** One document of a text, as plain JSON, with the lines on which its values stand. */
export interface SourceDocument {
  value: JsonValue;
  lines: LineIndex;
}

/** What makes a text unreadable. */
export class SourceFault extends Error {
  readonly line: number | null;
  readonly path: PathSegment[];

  constructor(problem: string, line: number | null, path: PathSegment[] = []) {
    super(problem);
    this.line = line;
    this.path = path;
  }
}

/** Lines of values by their paths. */
export class LineIndex {
  readonly #lines = new Map<string, number>();

  set(path: readonly PathSegment[], line: number): void {
    this.#lines.set(JSON.stringify(path), line);
  }

  /** The line of the value at `path`, or of the nearest value around it. */
  find(path: readonly PathSegment[]): number | null {
    for (let length = path.length; length >= 0; length--) {
      const line = this.#lines.get(JSON.stringify(path.slice(0, length)));
      if (line !== undefined) return line;
    }
    return null;
  }
}

/** Counts the values of a text. @throws SourceFault when it is too deep or has too many */
export class Budget {
  #values = 0;

  get isSpent(): boolean {
    return this.#values > limits.values;
  }

  spend(depth: number, line: number | null): void {
    this.#values += 1;
    if (depth > limits.depth) throw new SourceFault(`is nested more than ${limits.depth} levels deep`, line);
    if (this.isSpent) throw new SourceFault(`and those before it have more than ${limits.values} values`, line);
  }
}

/** @throws SourceFault when `key` would change how objects behave */
export function checkKey(key: string, line: number | null, path: PathSegment[]): void {
  if (key === '__proto__') throw new SourceFault('is a key that is not allowed', line, [...path, key]);
}
