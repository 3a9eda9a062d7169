import {
  type CelEnv,
  type CelFunc,
  CelScalar,
  type CelType,
  type CelValue,
  celEnv,
  celFunc,
  celMethod,
  celType,
  isCelList,
  isCelMap,
} from '@bufbuild/cel';
import { matchesGlob } from './glob.ts';
import { holdsPattern, patternsNamed } from './pattern.ts';

const { BOOL, STRING } = CelScalar;

/** What one evaluation may spend, at roughly a tenth of a microsecond each. */
const maxUnits = 500_000;
const charactersPerUnit = 32;
const unitsPerCharacterAndRound = 1;

/** What an expression may call. Nothing here reads a clock or grows a value beyond the sum of what it is given. */
export const callable: ReadonlySet<string> = new Set([
  ...['_&&_', '_||_', '!_', '_?_:_', '_==_', '_!=_', '_<_', '_<=_', '_>_', '_>=_', '@in', '_[_]'],
  ...['_+_', '_-_', '_*_', '_/_', '_%_', '-_', '@not_strictly_false'],
  ...['size', 'contains', 'startsWith', 'endsWith', 'matches', 'int', 'double', 'string'],
  ...['lowerAscii', 'upperAscii', 'trim', 'glob', 'mentions'],
]);

/** The name of the call that charges one round of a loop; no source text can spell it. */
export const roundCharge = '@round';

/** How much more than comparing some functions cost per character. */
const scanning: Readonly<Record<string, number>> = { size: 4, lowerAscii: 4, upperAscii: 4, trim: 2 };

/** What an evaluation has spent. Once it is used up every further charge fails, so that loops end wherever they are. */
class Budget {
  #left = 0;
  #roundUnits = 1;
  #nodes: () => number = () => 0;

  renew({ length, nodes }: Allowance): void {
    this.#left = maxUnits;
    this.#roundUnits = 1 + length * unitsPerCharacterAndRound;
    this.#nodes = nodes;
  }

  spend(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new Error('the expression takes too long');
  }

  spendRound(): void {
    this.spend(this.#roundUnits);
  }

  weigh(value: unknown): number {
    if (typeof value === 'string') return value.length / charactersPerUnit;
    if (isCelList(value) || isCelMap(value)) return value.size + this.#nodes();
    return 0;
  }
}

interface Allowance {
  /** Characters of the expression: the longer it is, the more one round of a loop in it may cost. */
  length: number;
  /** How many values the arguments hold, as far as they were converted. */
  nodes: () => number;
}

/** The environment in which rules are evaluated, and the bound on what one evaluation may cost. */
export interface Sandbox {
  readonly env: CelEnv;
  /** Runs an evaluation with a full allowance. */
  within<Result>(allowance: Allowance, evaluate: () => Result): Result;
}

export function createSandbox(): Sandbox {
  const budget = new Budget();
  const metered = [...celEnv().funcs, ...ownFunctions]
    .filter((func) => callable.has(func.name))
    .map((func) => metering(func, budget));
  const round = celFunc(roundCharge, [BOOL], BOOL, (goesOn) => {
    budget.spendRound();
    return goesOn;
  });
  const within: Sandbox['within'] = (allowance, evaluate) => {
    budget.renew(allowance);
    // CEL makes an Error for every value that is missing. Their stacks are never read, and cost most of the time.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return evaluate();
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
  return { env: celEnv({ funcs: [...metered, round] }), within };
}

const ownFunctions: readonly CelFunc[] = [
  celMethod('glob', STRING, [STRING], BOOL, function (pattern) {
    return matchesGlob(pattern, this);
  }),
  celMethod('mentions', STRING, [STRING], BOOL, function (wanted) {
    return mentions(this, wanted);
  }),
  celMethod('lowerAscii', STRING, [], STRING, function () {
    return this.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  }),
  celMethod('upperAscii', STRING, [], STRING, function () {
    return this.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
  }),
  celMethod('trim', STRING, [], STRING, function () {
    return this.trim();
  }),
];

/** The same function, charged by the size of what it is given before it runs. */
function metering(func: CelFunc, budget: Budget): CelFunc {
  const call: CelFunc['call'] = (id, target, args) => {
    // Overloads are tried one after the other; only the one that fits costs anything.
    if (!fits(func, target, args)) return undefined;
    const units = args.reduce<number>((sum, arg) => sum + budget.weigh(arg), budget.weigh(target));
    budget.spend(1 + units * factorOf(func.name, args[0]));
    return func.call(id, target, args);
  };
  return Object.create(func, { call: { value: call } });
}

function fits(func: CelFunc, target: CelValue | undefined, args: readonly CelValue[]): boolean {
  if (func.arguments.length !== args.length || (func.target === undefined) !== (target === undefined)) return false;
  return isOf(func.target, target) && args.every((arg, index) => isOf(func.arguments[index], arg));
}

function isOf(type: CelType | undefined, value: CelValue | undefined): boolean {
  return type === undefined || value === undefined || type === CelScalar.DYN || type.name === celType(value).name;
}

function factorOf(name: string, pattern: CelValue | undefined): number {
  if (name === 'matches') return regexFactor(String(pattern));
  if (name === 'mentions') return patternsNamed(String(pattern)) ? 8 : 0.25;
  return scanning[name] ?? 1;
}

/** A regular expression costs more per character the more states it has; counted repetitions multiply them. */
function regexFactor(pattern: string): number {
  const repetitions = [...pattern.matchAll(/\{(\d*),?(\d*)\}/g)];
  return repetitions.reduce((sum, [, low, high]) => sum + Number(low) + Number(high), 2 + pattern.length / 8);
}

/** Whether `text` holds what `wanted` names: a known pattern such as `email` or `pii`, or else the words themselves. */
function mentions(text: string, wanted: string): boolean {
  const named = patternsNamed(wanted);
  if (named) return named.some((name) => holdsPattern(name, text));
  return text.toLowerCase().includes(wanted.toLowerCase());
}
