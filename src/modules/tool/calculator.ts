import {
  add,
  compare,
  divide,
  type ExactNumber,
  fault,
  multiply,
  negate,
  parseExact,
  power,
  remainder,
  roundTo,
  squareRoot,
  subtract,
  toDecimals,
  toText,
} from './exact-number.ts';

/** The longest expression that is read, in characters. */
export const maxExpressionLength = 1_000;

const maxDepth = 64;
const tokenPattern = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|([a-z]\w*)|([-+*/^%(),]))/iy;

interface Token {
  kind: 'number' | 'name' | 'sign';
  text: string;
  /** Character of the expression, counted from 1. */
  at: number;
}

interface MathFunction {
  takes: string;
  accepts(count: number): boolean;
  apply(args: ExactNumber[]): ExactNumber;
}

const constants: Record<string, number> = { pi: Math.PI, e: Math.E };

const functions: Record<string, MathFunction> = {
  sqrt: ofOne(squareRoot),
  abs: ofOne((value) => (compare(value, 0) < 0 ? negate(value) : value)),
  floor: ofOne((value) => roundTo(value, 0, 'down')),
  ceil: ofOne((value) => roundTo(value, 0, 'up')),
  round: { takes: 'one or two arguments', accepts: (count) => count === 1 || count === 2, apply: round },
  min: ofSome((a, b) => (compare(b, a) < 0 ? b : a)),
  max: ofSome((a, b) => (compare(b, a) > 0 ? b : a)),
};

/** The value of an arithmetic expression as text, exact where it can be. @throws OrreryError TOOL_INPUT_INVALID saying what is wrong and where */
export function calculate(expression: string): string {
  if (expression.length > maxExpressionLength)
    throw fault(`The expression is longer than ${maxExpressionLength} characters.`);
  const reader = new ExpressionReader(tokensOf(expression));
  return toText(reader.read());
}

function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  const text = expression.trimEnd();
  const pattern = new RegExp(tokenPattern);
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const [whole = '', number, name, sign] = pattern.exec(text) ?? [];
    const found = number ?? name ?? sign;
    if (found === undefined) {
      const rest = text.slice(start).trimStart();
      throw fault(
        `The expression cannot be read at character ${text.length - rest.length + 1}: "${rest.slice(0, 1)}" means nothing here.`,
      );
    }
    tokens.push({
      kind: number ? 'number' : name ? 'name' : 'sign',
      text: found,
      at: start + whole.length - found.length + 1,
    });
  }
  return tokens;
}

/** Reads and computes in one pass, by recursive descent: sums of products of signed powers. */
class ExpressionReader {
  readonly #tokens: readonly Token[];
  #position = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  read(): ExactNumber {
    const value = this.#sum();
    const left = this.#tokens[this.#position];
    if (left) throw fault(`The expression should end at character ${left.at}, before "${left.text}".`);
    return value;
  }

  #sum(): ExactNumber {
    let value = this.#product();
    for (;;) {
      if (this.#takes('+')) value = add(value, this.#product());
      else if (this.#takes('-')) value = subtract(value, this.#product());
      else return value;
    }
  }

  #product(): ExactNumber {
    let value = this.#signed();
    for (;;) {
      if (this.#takes('*')) value = multiply(value, this.#signed());
      else if (this.#takes('/')) value = divide(value, this.#signed());
      else if (this.#takes('%')) value = remainder(value, this.#signed());
      else return value;
    }
  }

  /** A sign binds less than `^`, so that -2^2 is -4. */
  #signed(): ExactNumber {
    return this.#nested(() => {
      if (this.#takes('-')) return negate(this.#signed());
      if (this.#takes('+')) return this.#signed();
      const base = this.#atom();
      return this.#takes('^') ? power(base, this.#signed()) : base;
    });
  }

  #atom(): ExactNumber {
    const token = this.#tokens[this.#position];
    if (!token) throw fault('The expression ends where a number is expected.');
    this.#position += 1;
    if (token.kind === 'number') return parseExact(token.text);
    if (token.kind === 'name') return this.#named(token);
    if (token.text !== '(') throw fault(`A number is expected at character ${token.at}, not "${token.text}".`);
    const value = this.#sum();
    this.#expect(')');
    return value;
  }

  #named({ text, at }: Token): ExactNumber {
    const name = text.toLowerCase();
    if (Object.hasOwn(constants, name)) return constants[name] ?? 0;
    const called = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (!called)
      throw fault(
        `"${text}" at character ${at} is not known. There are ${[...Object.keys(functions), ...Object.keys(constants)].join(', ')}.`,
      );
    this.#expect('(');
    const args = [this.#sum()];
    while (this.#takes(',')) args.push(this.#sum());
    this.#expect(')');
    if (!called.accepts(args.length)) throw fault(`${name} takes ${called.takes}, not ${args.length}.`);
    return called.apply(args);
  }

  #takes(sign: string): boolean {
    const token = this.#tokens[this.#position];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.#position += 1;
    return true;
  }

  #expect(sign: string): void {
    if (this.#takes(sign)) return;
    const token = this.#tokens[this.#position];
    throw fault(
      token
        ? `"${sign}" is expected at character ${token.at}, not "${token.text}".`
        : `The expression ends where "${sign}" is expected.`,
    );
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw fault(`The expression is nested more than ${maxDepth} levels deep.`);
    const value = read();
    this.#depth -= 1;
    return value;
  }
}

function ofOne(apply: (value: ExactNumber) => ExactNumber): MathFunction {
  return { takes: 'one argument', accepts: (count) => count === 1, apply: ([value = 0]) => apply(value) };
}

function ofSome(choose: (a: ExactNumber, b: ExactNumber) => ExactNumber): MathFunction {
  return { takes: 'at least one argument', accepts: (count) => count > 0, apply: (args) => args.reduce(choose) };
}

function round([value = 0, places]: ExactNumber[]): ExactNumber {
  const decimals = places === undefined ? 0 : toDecimals(places);
  if (decimals === undefined) throw fault('The second argument of round must be a whole number from 0 to 100.');
  return roundTo(value, decimals, 'nearest');
}
