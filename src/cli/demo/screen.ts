import type { Terminal } from './terminal.ts';

const styles = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Style = keyof typeof styles;

/** Lines, and text that grows word by word: shown as it comes to a person, as whole lines to a file. */
export class Screen {
  readonly #say: (line: string) => void;
  readonly #terminal: Terminal;
  /** What stands in the open line; undefined when none is open. */
  #line: string | undefined;
  #indent = '';
  #word = '';

  constructor(say: (line: string) => void, terminal: Terminal) {
    this.#say = say;
    this.#terminal = terminal;
  }

  /** Characters in a line. */
  get columns(): number {
    return this.#terminal.columns;
  }

  /** `text` in a style, where the terminal has colour. */
  paint(style: Style, text: string): string {
    const [on, off] = styles[style];
    return this.#terminal.hasColor ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  }

  /** A whole line. */
  line(text = ''): void {
    this.endText();
    this.#say(text);
  }

  /** The heading of a new part. */
  section(title: string): void {
    this.line();
    this.line(this.paint('bold', title));
  }

  /** Text of any length, wrapped. */
  paragraph(text: string, indent: string): void {
    this.text(text, indent);
    this.endText();
  }

  /** More of a text that comes in pieces. */
  text(piece: string, indent: string): void {
    this.#indent = indent;
    for (const part of piece.match(/\n|[^\S\n]+|\S+/g) ?? []) {
      if (/\S/.test(part)) this.#word += part;
      else this.#endWord();
      if (part === '\n') this.#endLine();
    }
  }

  endText(): void {
    this.#endWord();
    this.#endLine();
  }

  #endWord(): void {
    const word = this.#word;
    if (word === '') return;
    this.#word = '';
    if (this.#line !== undefined && this.#line.length + 1 + word.length > this.#terminal.columns) this.#endLine();
    const added = this.#line === undefined ? this.#indent + word : ` ${word}`;
    this.#line = (this.#line ?? '') + added;
    if (this.#terminal.isInteractive) this.#terminal.write(added);
  }

  #endLine(): void {
    if (this.#line === undefined) return;
    // A person has seen the words already; only the line's end is missing.
    this.#say(this.#terminal.isInteractive ? '' : this.#line);
    this.#line = undefined;
  }
}
