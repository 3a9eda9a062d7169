import { isCelError, type parse, run } from '@bufbuild/cel';
import { isSideEffect, sideEffects } from './policy.ts';
import { callable, roundCharge } from './sandbox.ts';

export type Expr = ReturnType<typeof parse>['expr'];
type Call = Extract<Expr['exprKind'], { case: 'callExpr' }>['value'];
type Loop = Extract<Expr['exprKind'], { case: 'comprehensionExpr' }>['value'];

/** What an expression can read, and the fields of it; null where any field may be asked for. */
export const vocabulary: Readonly<Record<string, readonly string[] | null>> = {
  action: [],
  agent: ['name', 'labels', 'roles', 'permissions', 'missingRoles', 'allowedTools'],
  tool: ['name', 'sideEffect', 'type', 'arguments', 'operationClasses', 'capabilities', 'isGoverned', 'needed'],
  model: ['provider', 'name', 'endpoint', 'tier'],
  mcpServer: ['name', 'trustScore', 'schemaDrift'],
  mcpResult: ['injectionScan'],
  execution: ['id', 'system', 'task', 'labels', 'costUsd', 'inputTokens', 'outputTokens', 'toolCalls'],
  replay: ['mode'],
  data: ['text'],
  cost: ['runUsd'],
  tokens: ['run'],
};

const maxPatternLength = 256;

const noNames: ReadonlySet<string> = new Set();

/**
 * What is wrong with a parsed expression, in words, or null. An expression passes when it reads and calls only what
 * policies have, and builds no values of its own: with neither `map` nor lists of computed values nothing can grow.
 * Every loop in it is made to charge its rounds.
 */
export function faultIn(expr: Expr | undefined, scope: ReadonlySet<string> = noNames): string | null {
  if (!expr) return null;
  const { exprKind: kind } = expr;
  switch (kind.case) {
    case 'constExpr':
      return null;
    case 'identExpr':
      return faultInName(kind.value.name, scope);
    case 'selectExpr':
      return faultInField(kind.value, scope);
    case 'callExpr':
      return faultInCall(kind.value, scope);
    case 'listExpr':
      return kind.value.elements.every(isConstant) ? null : 'a list may hold only plain values such as "a" or 5';
    case 'comprehensionExpr':
      return faultInLoop(kind.value, scope);
    default:
      return 'it builds a map or a message, which policies have no use for';
  }
}

function faultInName(name: string, scope: ReadonlySet<string>): string | null {
  if (scope.has(name) || Object.hasOwn(vocabulary, name)) return null;
  return `"${name}" is not something a policy can read; there are ${Object.keys(vocabulary).join(', ')}`;
}

function faultInField(
  { operand, field }: { operand?: Expr | undefined; field: string },
  scope: ReadonlySet<string>,
): string | null {
  const root = operand?.exprKind.case === 'identExpr' ? operand.exprKind.value.name : null;
  const fields = root !== null && !scope.has(root) && Object.hasOwn(vocabulary, root) ? vocabulary[root] : null;
  if (!fields || fields.includes(field)) return faultIn(operand, scope);
  return `"${root}" has no "${field}"${fields.length > 0 ? `; it has ${fields.join(', ')}` : ''}`;
}

function faultInCall({ function: name, target, args }: Call, scope: ReadonlySet<string>): string | null {
  if (!callable.has(name)) return `policies have no function "${name}"`;
  return (
    (name === 'matches' ? faultInRegex(args) : null) ??
    firstFault([target, ...args], scope) ??
    faultInSideEffect(name, args)
  );
}

/** Patterns are known beforehand, so that a wrong one is refused with the policy and not met during a call. */
function faultInRegex(args: Expr[]): string | null {
  const [pattern] = args.flatMap(textsIn);
  if (pattern === undefined) return 'the pattern given to matches() must be written out as text';
  if (pattern.length > maxPatternLength) return `a pattern given to matches() is longer than ${maxPatternLength}`;
  const result = run('"".matches(pattern)', { pattern });
  return isCelError(result) ? `matches() cannot read the pattern: ${result.message}` : null;
}

/** A misspelt level would compare as different and quietly let everything through. */
function faultInSideEffect(name: string, args: Expr[]): string | null {
  if (!['_==_', '_!=_', '@in'].includes(name) || !args.some(isToolSideEffect)) return null;
  const unknown = args.flatMap(textsIn).find((text) => !isSideEffect(text));
  return unknown === undefined ? null : `"${unknown}" is no side effect; there are ${sideEffects.join(', ')}`;
}

function isToolSideEffect({ exprKind }: Expr): boolean {
  if (exprKind.case !== 'selectExpr' || exprKind.value.field !== 'sideEffect') return false;
  const root = exprKind.value.operand?.exprKind;
  return root?.case === 'identExpr' && root.value.name === 'tool';
}

function textsIn({ exprKind }: Expr): string[] {
  if (exprKind.case === 'listExpr') return exprKind.value.elements.flatMap(textsIn);
  const constant = exprKind.case === 'constExpr' ? exprKind.value.constantKind : undefined;
  return constant?.case === 'stringValue' ? [constant.value] : [];
}

function faultInLoop(loop: Loop, scope: ReadonlySet<string>): string | null {
  if (loop.accuInit?.exprKind.case === 'listExpr')
    return 'policies have all, exists and exists_one, but no map or filter';
  const inner = new Set([...scope, loop.iterVar, loop.iterVar2, loop.accuVar]);
  const fault =
    faultIn(loop.iterRange, scope) ??
    firstFault([loop.accuInit, loop.loopCondition, loop.loopStep, loop.result], inner);
  if (loop.loopCondition) loop.loopCondition = charged(loop.loopCondition);
  return fault;
}

function charged(condition: Expr): Expr {
  const call: Call = { $typeName: 'cel.expr.Expr.Call', function: roundCharge, args: [condition] };
  return { ...condition, exprKind: { case: 'callExpr', value: call } };
}

function firstFault(parts: (Expr | undefined)[], scope: ReadonlySet<string>): string | null {
  for (const part of parts) {
    const fault = faultIn(part, scope);
    if (fault !== null) return fault;
  }
  return null;
}

function isConstant({ exprKind }: Expr): boolean {
  return exprKind.case === 'constExpr' || (exprKind.case === 'listExpr' && exprKind.value.elements.every(isConstant));
}
