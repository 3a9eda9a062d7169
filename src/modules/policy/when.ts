import { isSideEffect, normalSideEffect, sideEffects, type WhenValue } from './policy.ts';

/** A `when` entry as CEL and in words, or what is wrong with it. */
export type Translation = { cel: string; words: string } | { fault: string };

type Kind = 'text' | 'number' | 'boolean' | 'sideEffect' | 'toolType' | 'content';

interface Subject {
  kind: Kind;
  /** The CEL that reads the value. */
  path: string;
  /** What must hold for the value to be there at all; without it plain equality is false, not unknown. */
  guard: string | null;
}

const kinds: Readonly<Record<string, Kind>> = {
  'tool.name': 'text',
  'tool.type': 'toolType',
  'tool.sideEffect': 'sideEffect',
  'model.provider': 'text',
  'model.name': 'text',
  'model.endpoint': 'text',
  'model.tier': 'text',
  'mcpServer.name': 'text',
  'mcpServer.trustScore': 'number',
  'mcpServer.schemaDrift': 'boolean',
  'mcpResult.injectionScan.hit': 'boolean',
  'agent.name': 'text',
  'replay.mode': 'text',
  'cost.runUsd': 'number',
  'tokens.run': 'number',
  'data.contains': 'content',
};

/** Subjects that a call may come without: a call outside a run has spent nothing, one by a person has no agent. */
const optionalSubjects: ReadonlySet<string> = new Set(['agent', 'execution', 'cost', 'tokens']);

const maxValues = 100;
const maxValueLength = 1000;

const comparisonWords: Readonly<Record<string, string>> = {
  '>': 'is more than',
  '>=': 'is at least',
  '<': 'is less than',
  '<=': 'is at most',
  '!=': 'is not',
};

/** Translates one entry of a `when`. The CEL is true, false, or fails where a value that it needs is not there. */
export function translate(key: string, value: WhenValue): Translation {
  const subject = subjectOf(key);
  if (!subject) return { fault: `the condition "${key}" is not known; there are ${knownKeys()}` };
  const isList = Array.isArray(value);
  const values = isList ? value : [value];
  if (values.length === 0) return { fault: `the list of "${key}" is empty, so it could never match` };
  if (values.length > maxValues) return { fault: `the list of "${key}" has more than ${maxValues} values` };
  const tests = values.map((one) => translateOne(subject, one, isList));
  const bad = tests.find((test) => 'fault' in test);
  if (bad && 'fault' in bad) return { fault: `the condition "${key}": ${bad.fault}` };
  const good = tests.filter((test) => 'cel' in test);
  return {
    cel: good.map(({ cel }) => `(${cel})`).join(' || '),
    words: `${key} ${good.map(({ words }) => words).join(' or ')}`,
  };
}

function knownKeys(): string {
  return [...Object.keys(kinds), 'agent.labels.<key>', 'execution.labels.<key>'].join(', ');
}

function subjectOf(key: string): Subject | null {
  const [, owner, label] = /^(agent|execution)\.labels\.(.+)$/s.exec(key) ?? [];
  if (owner !== undefined && label !== undefined) {
    const quoted = JSON.stringify(label);
    return {
      kind: 'text',
      path: `${owner}.labels[${quoted}]`,
      guard: `${owner} != null && ${quoted} in ${owner}.labels`,
    };
  }
  const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
  if (!kind) return null;
  const [root = ''] = key.split('.');
  const path = kind === 'content' ? 'data.text' : key;
  return { kind, path, guard: optionalSubjects.has(root) ? `${root} != null` : null };
}

function translateOne(subject: Subject, value: string | number | boolean, inList: boolean): Translation {
  if (typeof value === 'string' && value.length > maxValueLength) {
    return { fault: `a value is longer than ${maxValueLength} characters` };
  }
  if (subject.kind === 'content') return contentTest(subject, String(value));
  if (subject.kind === 'boolean') return booleanTest(subject, value);
  const [, sign = '', rest = ''] =
    typeof value === 'string' ? (/^\s*(<=|>=|<|>|!=)?\s*(.*?)\s*$/s.exec(value) ?? []) : [];
  const operand = typeof value === 'string' ? rest : value;
  if (sign === '!=' && inList) return { fault: '"!=" inside a list would hold for almost anything; give it alone' };
  if (subject.kind === 'number') return numberTest(subject, sign, operand);
  if (sign !== '' && sign !== '!=') return { fault: `"${sign}" compares numbers, and this is text` };
  return textTest(subject, sign, String(operand));
}

function contentTest({ path }: Subject, wanted: string): Translation {
  if (wanted === '') return { fault: 'the text to look for is empty' };
  return { cel: `${path}.mentions(${JSON.stringify(wanted)})`, words: JSON.stringify(wanted) };
}

function booleanTest({ path }: Subject, value: string | number | boolean): Translation {
  if (typeof value !== 'boolean') return { fault: `it is true or false, not ${JSON.stringify(value)}` };
  return { cel: `${path} == ${value}`, words: `is ${value}` };
}

function numberTest({ path, guard }: Subject, sign: string, operand: string | number | boolean): Translation {
  const bound = typeof operand === 'string' && operand !== '' ? Number(operand) : operand;
  if (typeof bound !== 'number' || !Number.isFinite(bound)) {
    return { fault: `${JSON.stringify(operand)} is not a number; write for example ">5"` };
  }
  const digits = String(bound);
  const test = `${path} ${sign === '' ? '==' : sign} ${/^-?\d+$/.test(digits) ? `${digits}.0` : digits}`;
  return { cel: guarded(guard, test), words: `${comparisonWords[sign] ?? 'is'} ${digits}` };
}

function textTest({ kind, path, guard }: Subject, sign: string, operand: string): Translation {
  if (operand === '') return { fault: 'the text to compare with is empty' };
  const wanted =
    kind === 'sideEffect' ? normalSideEffect(operand) : kind === 'toolType' ? operand.toLowerCase() : operand;
  if (kind === 'sideEffect' && !isSideEffect(wanted)) {
    return { fault: `"${operand}" is no side effect; there are ${sideEffects.join(', ')}` };
  }
  const read = kind === 'toolType' ? `${path}.lowerAscii()` : path;
  const test = wanted.includes('*')
    ? `${read}.glob(${JSON.stringify(wanted)})`
    : `${read} == ${JSON.stringify(wanted)}`;
  if (sign === '!=') return { cel: `!(${test})`, words: `is not ${wanted}` };
  return { cel: guarded(guard, test), words: `is ${wanted}` };
}

function guarded(guard: string | null, test: string): string {
  return guard === null ? test : `${guard} && ${test}`;
}
