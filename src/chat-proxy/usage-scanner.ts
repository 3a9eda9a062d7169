import type { ModelUsage } from '../modules/model/index.ts';

const lineFeed = 0x0a;
const quote = 0x22;
const space = 0x20;
const backslash = 0x5c;
const usageMark = Buffer.from('"usage"');
const noUsage = /"usage"\s*:\s*null/;
/** Members whose text the model wrote. */
const textMarks = [Buffer.from('"content":'), Buffer.from('"arguments":')];
const charactersPerToken = 4;
/** A line longer than this is no chunk of a completion, and is not kept in the hope that it is. */
const longestLine = 1024 * 1024;

/** Looks for the usage in an answer that passes by, without decoding what it need not. */
export class UsageScanner {
  readonly #isStream: boolean;
  #rest: Buffer | undefined;
  #usageText: string | undefined;
  #characters = 0;
  readonly #whole: Buffer[] = [];

  constructor(isStream: boolean) {
    this.#isStream = isStream;
  }

  take(chunk: Buffer): void {
    if (!this.#isStream) {
      this.#whole.push(chunk);
      return;
    }
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      const line = chunk.subarray(from, end);
      this.#line(this.#rest ? Buffer.concat([this.#rest, line]) : line);
      this.#rest = undefined;
      from = end + 1;
    }
    if (from === chunk.length) return;
    const tail = chunk.subarray(from);
    const rest = this.#rest ? Buffer.concat([this.#rest, tail]) : tail;
    this.#rest = rest.length > longestLine ? undefined : rest;
  }

  /** What the answer said it used; estimated from its text and `inputCharacters` when it did not say. */
  usage(inputCharacters: number): ModelUsage {
    if (!this.#isStream) this.#line(Buffer.concat(this.#whole));
    const counted = this.#usageText === undefined ? undefined : countsIn(this.#usageText);
    if (counted) return { ...counted, source: 'provider' };
    return {
      inputTokens: Math.ceil(inputCharacters / charactersPerToken),
      outputTokens: Math.ceil(this.#characters / charactersPerToken),
      source: 'estimated',
    };
  }

  #line(line: Buffer): void {
    // Inside a text its quotes would be escaped, so this can only be a member's name.
    const at = line.lastIndexOf(usageMark);
    const text = at < 0 ? undefined : line.toString('latin1', at, at + 600);
    if (text !== undefined && !noUsage.test(text)) this.#usageText = text;
    for (const mark of textMarks) this.#characters += textLength(line, mark);
  }
}

/** Bytes of the texts behind `mark`. */
function textLength(line: Buffer, mark: Buffer): number {
  let bytes = 0;
  for (let at = line.indexOf(mark); at >= 0; at = line.indexOf(mark, at)) {
    at += mark.length;
    while (line[at] === space) at++;
    if (line[at] !== quote) continue;
    const end = textEnd(line, at);
    bytes += end - at - 1;
    at = end;
  }
  return bytes;
}

function textEnd(line: Buffer, start: number): number {
  for (let at = line.indexOf(quote, start + 1); at >= 0; at = line.indexOf(quote, at + 1)) {
    let escapes = 0;
    while (line[at - 1 - escapes] === backslash) escapes++;
    if (escapes % 2 === 0) return at;
  }
  return line.length;
}

function countsIn(text: string): { inputTokens: number; outputTokens: number } | undefined {
  const input = /"prompt_tokens"\s*:\s*(\d{1,15})/.exec(text)?.[1];
  const output = /"completion_tokens"\s*:\s*(\d{1,15})/.exec(text)?.[1];
  if (input === undefined) return undefined;
  return { inputTokens: Number(input), outputTokens: Number(output ?? 0) };
}
