import { parse } from '@bufbuild/cel';
import { isNumber, isPattern } from './agent-graph.ts';
import type { Fault, PathSegment } from './fault.ts';
import type { WorkflowSpec } from './workflow.ts';

type Condition = NonNullable<WorkflowSpec['nodes'][string]['edges'][number]['when']>;

/** What is asked of what stands at a JSON path. */
const comparisons = ['equals', 'notEquals', 'contains', 'greaterThan', 'lessThan'] as const;
const maxExpressionBytes = 4_096;

/** What is wrong with a condition: on an edge, which may also ask for a case, or only of an output. */
export function conditionFaults(condition: Condition, path: PathSegment[], of: 'edge' | 'output'): Fault[] {
  const { default: isDefault, ...rest } = condition;
  const { outputMatches, jsonPath, expression } = rest;
  const said = Object.values(rest).some((value) => value !== undefined);
  const compares = comparisons.some((field) => condition[field] !== undefined);
  const fault = (field: string, problem: string): Fault => ({ path: [...path, field], problem });
  const faultIf = (isWrong: boolean, field: string, problem: string): Fault[] =>
    isWrong ? [fault(field, problem)] : [];
  const unfit = expression === undefined ? undefined : expressionFault(expression);
  return [
    ...faultIf(isDefault && said, 'default', 'excludes every other field of the condition'),
    ...faultIf(isDefault && of === 'output', 'default', 'is only for edges'),
    ...faultIf(rest.case !== undefined && of === 'output', 'case', 'is only for edges'),
    ...(said || isDefault ? [] : [{ path, problem: 'asks for nothing' }]),
    ...faultIf(
      outputMatches !== undefined && !isPattern(outputMatches),
      'outputMatches',
      'must be a regular expression',
    ),
    ...faultIf(jsonPath !== undefined && !jsonPath.startsWith('$.'), 'jsonPath', 'must start with $.'),
    ...faultIf(jsonPath !== undefined && !compares, 'jsonPath', 'needs something to compare with'),
    ...faultIf(jsonPath === undefined && compares, 'jsonPath', 'is required by what it is compared with'),
    ...faultIf(!isNumber(condition.greaterThan), 'greaterThan', 'must be a number as text'),
    ...faultIf(!isNumber(condition.lessThan), 'lessThan', 'must be a number as text'),
    ...(unfit === undefined ? [] : [fault('expression', unfit)]),
  ];
}

function expressionFault(source: string): string | undefined {
  if (Buffer.byteLength(source) > maxExpressionBytes) return `is longer than ${maxExpressionBytes} bytes`;
  try {
    const names = new Set(['output', 'context']);
    const stranger = namesIn(parse(source).expr, names).find((name) => !names.has(name));
    return stranger === undefined ? undefined : `reads "${stranger}"; there are output and context`;
  } catch (error) {
    return `must be CEL: ${error instanceof Error ? error.message : 'it does not parse'}`;
  }
}

/** Every name that an expression reads. Those that its own loops give to what they go over are added to `own`. */
function namesIn(part: unknown, own: Set<string>): string[] {
  if (typeof part !== 'object' || part === null) return [];
  if ('iterVar' in part) for (const name of [part.iterVar, ...accumulatorOf(part)]) own.add(String(name));
  const name = 'case' in part && part.case === 'identExpr' && 'value' in part ? part.value : undefined;
  if (typeof name === 'object' && name !== null && 'name' in name) return [String(name.name)];
  return Object.values(part).flatMap((inner) => namesIn(inner, own));
}

function accumulatorOf(loop: object): unknown[] {
  return 'accuVar' in loop ? [loop.accuVar] : [];
}
