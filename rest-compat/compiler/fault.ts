import type { ASTNode } from 'graphql';

/** Something in a document or a convention that has to be mended before the facade can be compiled. */
export interface Fault {
  file: string;
  line: number;
  /** What is wrong and what mends it. */
  message: string;
}

/** Where a fault is: a place in a file, or a node that knows its own. */
export type Place = { file: string; line: number } | ASTNode;

/** Gathers faults, so that one run shows all of them. */
export class Faults {
  readonly #faults: Fault[] = [];

  add(place: Place, message: string): void {
    this.#faults.push({ ...placeOf(place), message });
  }

  /** Every fault once, in the order of files and lines. */
  get all(): Fault[] {
    const unique = new Map(this.#faults.map((fault) => [faultLine(fault), fault]));
    return [...unique.values()].sort((a, b) => compare(a.file, b.file) || a.line - b.line);
  }
}

/** Thrown when there are faults; its message has a line for each. */
export class FacadeFaults extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(`The facade does not compile.\n${faults.map(faultLine).join('\n')}`);
    this.name = 'FacadeFaults';
    this.faults = faults;
  }
}

/** Orders texts by their code units, the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The file and the line of a place. */
export function placeOf(place: Place): { file: string; line: number } {
  if ('file' in place) return { file: place.file, line: place.line };
  return { file: place.loc?.source.name ?? 'unknown', line: place.loc?.startToken.line ?? 1 };
}

function faultLine({ file, line, message }: Fault): string {
  return `${file}:${line}: ${message}`;
}
