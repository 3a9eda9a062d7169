import { isCelError, parse, plan } from '@bufbuild/cel';
import { type Facts, isUnconcerned } from './facts.ts';
import { createSandbox } from './sandbox.ts';
import { type Expr, faultIn } from './vocabulary.ts';

/** Longest expression that is accepted, in bytes of UTF-8. */
const maxBytes = 4096;

/** Why an expression gave neither true nor false. */
export interface Unknown {
  /** The rule speaks of something this kind of call does not have. */
  unconcerned: boolean;
  /** What went wrong, without any of the data that it went wrong on. */
  fault: string;
}

export type Outcome = boolean | Unknown;

export type Condition = (facts: Facts) => Outcome;

/** The one sandbox of all expressions. */
export const sandbox = createSandbox();

/** Turns CEL text into a condition, or says in words what is wrong with the text. */
export function compileExpression(source: string): { condition: Condition } | { fault: string } {
  if (Buffer.byteLength(source) > maxBytes) return { fault: `the expression is longer than ${maxBytes} bytes` };
  return compileCel(source);
}

/** The same without the limit on length, for text that was made from a `when`. */
export function compileCel(source: string): { condition: Condition } | { fault: string } {
  try {
    const { expr } = parse(source);
    const fault = faultIn(expr);
    return fault === null ? { condition: conditionOf(expr, source) } : { fault };
  } catch (error) {
    return { fault: `the expression does not parse: ${error instanceof Error ? error.message : 'it is not CEL'}` };
  }
}

/** A rule's conditions as one, with one allowance for all of them together, for `length` characters of expression. */
export function ruleCondition(conditions: readonly Condition[], length: number): Condition {
  const holds = allOf(conditions);
  return (facts) => sandbox.within({ length, nodes: () => facts.nodes }, () => holds(facts));
}

/** What `&&` and `||` join at the top is evaluated apart, so that it stays known which part could not be told. */
function conditionOf(expr: Expr, source: string): Condition {
  const { exprKind: kind } = expr;
  if (kind.case === 'callExpr' && (kind.value.function === '_&&_' || kind.value.function === '_||_')) {
    const parts = kind.value.args.map((part) => conditionOf(part, source));
    return kind.value.function === '_&&_' ? allOf(parts) : anyOf(parts);
  }
  const evaluate = plan(sandbox.env, expr);
  return (facts) => outcomeOf(evaluate(facts.bindings), source);
}

/**
 * All conditions hold, by three-valued logic: one that is false decides, whatever the others could not tell. One that
 * does not concern the call takes the whole with it; any other doubt remains a doubt.
 */
function allOf(conditions: readonly Condition[]): Condition {
  return (facts) => {
    let doubt: Unknown | null = null;
    for (const condition of conditions) {
      const outcome = condition(facts);
      if (outcome === false) return false;
      if (outcome !== true && (!doubt || outcome.unconcerned)) doubt = outcome;
    }
    return doubt ?? true;
  };
}

/** One condition holds. What does not concern the call leaves the decision to the others; a doubt remains a doubt. */
function anyOf(conditions: readonly Condition[]): Condition {
  return (facts) => {
    let doubt: Unknown | null = null;
    for (const condition of conditions) {
      const outcome = condition(facts);
      if (outcome === true) return true;
      if (outcome !== false && (!doubt || doubt.unconcerned)) doubt = outcome;
    }
    return doubt ?? false;
  };
}

function outcomeOf(result: unknown, source: string): Outcome {
  if (typeof result === 'boolean') return result;
  if (!isCelError(result)) return { unconcerned: false, fault: 'the expression gives neither true nor false' };
  return { unconcerned: isUnconcerned(result), fault: faultText(result.message, source) };
}

/** Messages of the evaluator can quote data; only words that stand in the rule itself are passed on. */
function faultText(message: string, source: string): string {
  const [, field] = /^field not found: (.*)$/s.exec(message) ?? [];
  if (field !== undefined) return source.includes(field) ? `"${field}" is not known` : 'a field is not known';
  if (message.startsWith('found no matching overload')) return 'values of different kinds are compared';
  if (message.includes('too long') || message.includes('too large')) return message;
  return 'the expression fails on these values';
}
