import { type CelInput, isCelError, parse, plan } from '@bufbuild/cel';
import { sandbox } from './expression.ts';
import { fromJson } from './facts.ts';
import { faultIn } from './vocabulary.ts';

const maxBytes = 4096;

/** A CEL condition over JSON that the caller names. It is as bounded as those of policies. */
export interface DataCondition {
  /** Whether it holds; a fault in words when that cannot be told. */
  holds(data: Record<string, unknown>): boolean | { fault: string };
}

/** Turns CEL text over values of these names into a condition, or says what is wrong with the text. */
export function compileDataCondition(
  source: string,
  names: readonly string[],
): { condition: DataCondition } | { fault: string } {
  if (Buffer.byteLength(source) > maxBytes) return { fault: `the expression is longer than ${maxBytes} bytes` };
  try {
    const { expr } = parse(source);
    const fault = faultIn(expr, new Set(names));
    if (fault !== null) return { fault };
    const evaluate = plan(sandbox.env, expr);
    return { condition: { holds: (data) => outcome(evaluate, source, data) } };
  } catch (error) {
    return { fault: `the expression does not parse: ${error instanceof Error ? error.message : 'it is not CEL'}` };
  }
}

function outcome(
  evaluate: ReturnType<typeof plan>,
  source: string,
  data: Record<string, unknown>,
): boolean | { fault: string } {
  const size = { nodes: 0 };
  const given = bindings(data, size);
  if (given === undefined) return { fault: 'the values are too large to be looked into' };
  const result = sandbox.within({ length: source.length, nodes: () => size.nodes }, () => evaluate(given));
  if (typeof result === 'boolean') return result;
  return { fault: isCelError(result) ? result.message : 'it gives neither true nor false' };
}

function bindings(data: Record<string, unknown>, size: { nodes: number }): Record<string, CelInput> | undefined {
  try {
    const given = Object.entries(data).map(([name, value]): [string, CelInput] => [name, fromJson(value, size, 0)]);
    return Object.fromEntries(given);
  } catch {
    return undefined;
  }
}
