/** Patterns of personal and secret data that rules may name. */
export const patternNames = ['email', 'phone', 'credit_card', 'secret'] as const;
export type PatternName = (typeof patternNames)[number];

interface Pattern {
  /** Starts only where a run of its characters starts, so that a hostile text costs no more than a plain one. */
  expression: RegExp;
  confirms?: (found: string) => boolean;
}

const patterns: Record<PatternName, Pattern> = {
  email: {
    expression: /(?<![\p{L}\d._%+-])[\p{L}\d._%+-]+@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,8}/gu,
  },
  phone: {
    expression:
      /(?<![\w.])(?:\+\d{1,3}(?:[ ().-]{0,2}\d){6,13}|\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}|0\d{1,4}[ /-]\d{3,9}(?:[ -]\d{2,6}){0,2})(?![\w])/g,
  },
  credit_card: {
    expression: /(?<!\d)(?:\d{13,19}|\d{4}(?:[ -]\d{3,7}){2,})(?!\d)/g,
    confirms: holdsCardNumber,
  },
  secret: {
    expression: new RegExp(
      [
        '-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:[^-]|-(?!----))*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?',
        String.raw`\bBearer\s{1,4}[\w.~+/=-]{8,}`,
        String.raw`\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*`,
        String.raw`\b(?:sk|pk|rk)[-_][\w-]{16,}`,
        String.raw`\b(?:gh[pousr]|github_pat|glpat|xox[abprs])[-_][\w-]{16,}`,
        String.raw`\b(?:AKIA|ASIA)[A-Z\d]{16}\b`,
        String.raw`\bAIza[\w-]{30,}`,
        String.raw`\b(?:password|passwd|secret|api[_-]?key|access[_-]?token)["']?\s{0,4}[:=]\s{0,4}["']?[^\s"',;]{4,}`,
      ].join('|'),
      'gi',
    ),
  },
};

/** Names that stand for several patterns. */
const groups: Record<string, readonly PatternName[]> = { pii: ['email', 'phone', 'credit_card'] };

/** The patterns that a rule's word names (`email`, `pii`), or null when it names none. */
export function patternsNamed(word: string): readonly PatternName[] | null {
  const name = word.trim().toLowerCase();
  const one = patternNames.find((known) => known === name);
  return one ? [one] : Object.hasOwn(groups, name) ? (groups[name] ?? null) : null;
}

/** Whether `text` holds anything that the pattern describes. */
export function holdsPattern(name: PatternName, text: string): boolean {
  const { expression, confirms } = patterns[name];
  if (!confirms) return text.search(expression) >= 0;
  for (const [found] of text.matchAll(expression)) if (confirms(found)) return true;
  return false;
}

/** `text` with everything that the pattern describes replaced by `mask`. */
export function maskPattern(name: PatternName, text: string, mask: string): string {
  const { expression, confirms } = patterns[name];
  return text.replace(expression, (found) => (confirms && !confirms(found) ? found : mask));
}

/** A run of digit groups holds a card number when neighbouring groups make up 13 to 19 digits with a right checksum. */
function holdsCardNumber(run: string): boolean {
  const groupsOfDigits = run.split(/[ -]/);
  return groupsOfDigits.some((_, start) => {
    let digits = '';
    for (let next = start; next < groupsOfDigits.length && digits.length < 19; next++) {
      digits += groupsOfDigits[next];
      if (digits.length >= 13 && digits.length <= 19 && hasCardChecksum(digits)) return true;
    }
    return false;
  });
}

/** The Luhn checksum that every card number carries. */
function hasCardChecksum(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum > 0 && sum % 10 === 0;
}
