import { maskPattern, type PatternName, patternNames, patternsNamed } from './pattern.ts';

const mask = '[REDACTED]';

/** Deeper than this nothing is looked at any more, so all of it goes. */
const maxDepth = 200;

const secretKey =
  /^(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|access[_-]?token|refresh[_-]?token|authorization|private[_-]?key|client[_-]?secret|credentials?)$/i;

interface Plan {
  patterns: readonly PatternName[];
  /** Field names that go wherever they stand. */
  names: ReadonlySet<string>;
}

/**
 * A copy of a JSON value without what the rules name. A rule is a pattern (`email`, `phone`, `credit_card`, `secret`,
 * `pii`), which is replaced inside every text; a field name (`ssn`), which goes wherever it stands; or a dotted path
 * from the top (`customer.cards.*.number`), where `*` is any key and lists are looked through. No rules mean every
 * pattern. What is removed becomes `[REDACTED]`.
 */
export function redact(value: unknown, rules: string[]): unknown {
  const patterns = new Set<PatternName>(rules.length === 0 ? patternNames : []);
  const names = new Set<string>();
  const paths: string[][] = [];
  for (const rule of rules) {
    for (const pattern of patternsNamed(rule) ?? []) patterns.add(pattern);
    const path = rule
      .trim()
      .replace(/^(?:\$\.|tool\.arguments\.)/, '')
      .split('.');
    const [first = ''] = path;
    if (path.length > 1) paths.push(path);
    else if (first !== '') names.add(first);
  }
  return redactValue(value, { patterns: [...patterns], names }, { paths, depth: 0 });
}

function redactValue(value: unknown, plan: Plan, at: { paths: string[][]; depth: number }): unknown {
  if (typeof value === 'string') return redactText(value, plan.patterns);
  if (typeof value === 'number' || typeof value === 'bigint') {
    return redactText(String(value), plan.patterns) === String(value) ? value : mask;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (at.depth >= maxDepth) return mask;
  if (Array.isArray(value)) {
    return value.map((item, index) => redactField(String(index), item, plan, { ...at, isItem: true }));
  }
  const fields = Object.entries(value).map(([key, field]) => [
    plan.patterns.length > 0 ? redactText(key, plan.patterns) : key,
    redactField(key, field, plan, { ...at, isItem: false }),
  ]);
  return Object.fromEntries(fields);
}

function redactField(
  key: string,
  value: unknown,
  plan: Plan,
  { paths, depth, isItem }: { paths: string[][]; depth: number; isItem: boolean },
): unknown {
  if (!isItem && (plan.names.has(key) || (plan.patterns.includes('secret') && isSecretField(key, value)))) return mask;
  const below = paths.filter(([head]) => head === key || head === '*').map((path) => path.slice(1));
  if (below.some((path) => path.length === 0)) return mask;
  return redactValue(value, plan, { paths: isItem ? distinct([...paths, ...below]) : below, depth: depth + 1 });
}

/** Lists inside lists would otherwise double the paths at every level. */
function distinct(paths: string[][]): string[][] {
  return [...new Map(paths.map((path) => [path.join('.'), path])).values()];
}

function isSecretField(key: string, value: unknown): boolean {
  return typeof value === 'string' && value !== '' && secretKey.test(key);
}

function redactText(text: string, names: readonly PatternName[]): string {
  return names.reduce((masked, name) => maskPattern(name, masked, mask), text);
}
