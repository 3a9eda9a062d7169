import type { Condition, Route } from '../runtime/route.ts';

/** Reads one text of `when`: `watch`, `kind=a,b` or `header:name`. Undefined when it names nothing. */
export function readCondition(text: string): Condition | undefined {
  if (text.startsWith('header:')) {
    const header = text.slice('header:'.length).toLowerCase();
    return header === '' ? undefined : { header };
  }
  const [query = '', list] = text.split('=', 2);
  if (query === '') return undefined;
  if (list === undefined) return { query };
  const [first, ...others] = list.split(',');
  return first && others.every((word) => word !== '') ? { query, words: [first, ...others] } : undefined;
}

/** ` when query watch`, ` when query kind=executions and query watch`, or nothing. */
export function whenText({ when = [] }: Pick<Route, 'when'>): string {
  return when.length === 0
    ? ''
    : ` when ${when
        .map((one) => conditionText(one))
        .sort()
        .join(' and ')}`;
}

/** The ways in which a route may be asked for: two routes with one in common take the same requests. */
export function waysOf({ when = [] }: Pick<Route, 'when'>): string[] {
  return when
    .map(waysOfOne)
    .sort()
    .reduce((ways, more) => ways.flatMap((way) => more.map((one) => `${way} ${one}`)), ['']);
}

function waysOfOne(condition: Condition): string[] {
  if ('header' in condition || condition.words === undefined) return [conditionText(condition)];
  return condition.words.map((word) => `query ${condition.query}=${word.toLowerCase()}`);
}

function conditionText(condition: Condition): string {
  if ('header' in condition) return `header ${condition.header}`;
  return condition.words ? `query ${condition.query}=${condition.words[0]}` : `query ${condition.query}`;
}
