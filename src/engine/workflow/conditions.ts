import { type Condition, type GraphEdge, userText } from '../../modules/execution/index.ts';
import { compileDataCondition, type DataCondition } from '../../modules/policy/index.ts';
import { RunFailed } from './ports.ts';

/** What a condition is asked about. */
export interface Judged {
  output: unknown;
  context: Record<string, unknown>;
  /** The case that a branch node took; null when it took none, or is no branch node. */
  taken?: string | null;
}

const maxCompiled = 1_000;
const compiled = new Map<string, DataCondition>();

/** Whether an output meets all that is said of it. @throws RunFailed INPUT_INVALID when that can't be told */
export function meets(when: Condition, judged: Judged): boolean {
  const { outputContains, outputNotContains, outputMatches, expression } = when;
  const text = userText(judged.output);
  const holds = (part: string): boolean => text.toLowerCase().includes(part.toLowerCase());
  if (when.case !== undefined && when.case !== judged.taken) return false;
  if (outputContains !== undefined && !holds(outputContains)) return false;
  if (outputNotContains !== undefined && holds(outputNotContains)) return false;
  if (outputMatches !== undefined && !matches(outputMatches, text)) return false;
  if (when.jsonPath !== undefined && !meetsAt(when, valueAt(judged.output, when.jsonPath))) return false;
  return expression === undefined || isTrue(expression, judged);
}

/** The edges from one node over which its output goes on. A default is taken when no other edge with a condition is. */
export function openEdges(edges: readonly GraphEdge[], judged: Judged): GraphEdge[] {
  const isMet = new Map(
    edges.flatMap((edge) => (edge.when && !edge.when.default ? [[edge, meets(edge.when, judged)] as const] : [])),
  );
  const anyMet = [...isMet.values()].includes(true);
  return edges.filter((edge) => {
    if (!edge.when) return true;
    return edge.when.default ? !anyMet : isMet.get(edge) === true;
  });
}

function meetsAt(when: Condition, value: unknown): boolean {
  if (value === undefined) return when.notEquals !== undefined && onlyAsksForAnother(when);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const { equals, notEquals, contains, greaterThan, lessThan } = when;
  if (equals !== undefined && text !== equals) return false;
  if (notEquals !== undefined && text === notEquals) return false;
  if (contains !== undefined && !text.toLowerCase().includes(contains.toLowerCase())) return false;
  if (greaterThan !== undefined && !(numberIn(text) > numberIn(greaterThan))) return false;
  return lessThan === undefined || numberIn(text) < numberIn(lessThan);
}

/** A text without a number in it is neither more nor less than any, while Number takes an empty one for 0. */
function numberIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

// What is not there is not equal to anything, and is nothing else.
function onlyAsksForAnother({ equals, contains, greaterThan, lessThan }: Condition): boolean {
  return [equals, contains, greaterThan, lessThan].every((asked) => asked === undefined);
}

/** What stands at `$.a.b[0]` in an output that is JSON, or a text that is; undefined for nothing. */
function valueAt(output: unknown, path: string): unknown {
  let value = typeof output === 'string' ? parsed(output) : output;
  for (const part of path.replace(/^\$\.?/, '').match(/[^.[\]]+/g) ?? []) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    throw new RunFailed('INPUT_INVALID', `${JSON.stringify(pattern)} is no regular expression.`);
  }
}

function isTrue(expression: string, { output, context }: Judged): boolean {
  const value = conditionOf(expression).holds({ output, context });
  if (typeof value === 'boolean') return value;
  throw new RunFailed('INPUT_INVALID', `The condition ${expression} cannot be told: ${value.fault}.`);
}

function conditionOf(expression: string): DataCondition {
  const known = compiled.get(expression);
  if (known) return known;
  const read = compileDataCondition(expression, ['output', 'context']);
  if ('fault' in read) throw new RunFailed('INPUT_INVALID', `The condition ${expression} is wrong: ${read.fault}.`);
  if (compiled.size >= maxCompiled) compiled.clear();
  compiled.set(expression, read.condition);
  return read.condition;
}
