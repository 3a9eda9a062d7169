/** How an input is judged. */
export interface InjectionScore {
  /** From 0 to 1: above 0.7 it should be refused, from 0.3 on its phrases should be taken out. */
  score: number;
  verdict: 'clean' | 'caution' | 'block';
}

interface PatternSet {
  weight: number;
  patterns: readonly RegExp[];
}

const cautionFrom = 0.3;
const blockAbove = 0.7;
const manyHits = 2;
const manyHitsBonus = 0.15;
const mask = '[REDACTED]';

// Gaps are bounded and stay inside a sentence, so that no text makes a search slow.
const sets: readonly PatternSet[] = [
  {
    // Instructions that put themselves in the place of the agent's own.
    weight: 0.35,
    patterns: [
      /\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}\b(?:previous|prior|above|earlier|all|any|your|system|safety)\b[^.!?\n]{0,30}\b(?:instructions?|rules?|prompts?|guidelines?|directives?|constraints?|restrictions?)\b/gi,
      /\byou are (?:now (?:an? |the )?(?:\w+ ){0,3}?(?:dan|ai|assistant|bot|model|agent|admin\w*|root|developer|unrestricted|unfiltered|jailbroken|evil|free|hacker)|no longer (?:bound|restricted|limited|required|an? |the ))\b/gi,
      /\b(?:pretend|act|behave|respond|roleplay)\b[^.!?\n]{0,40}\b(?:no|without(?: any)?|free of|unbound by)\b[^.!?\n]{0,20}\b(?:rules|restrictions|limits|limitations|filters?|guidelines|safety)\b/gi,
      /^[ \t]*(?:system|developer|assistant)[ \t]*:[ \t]*(?:override|ignore|disable|disregard|enter|reset|reveal|grant|obey|you)\b[^.!?\n]{0,60}/gim,
      /\b(?:new|updated|real|actual)\s+(?:system\s+)?(?:instructions?|prompt|directives?)\s*:/gi,
      /\b(?:reveal|show|print|repeat|leak|output)\b[^.!?\n]{0,30}\b(?:system prompt|hidden (?:prompt|instructions)|initial instructions)\b/gi,
    ],
  },
  {
    // Texts that hide what they say.
    weight: 0.2,
    patterns: [
      /\b(?:decode|decrypt|deobfuscate|rot13)\b[^.!?\n]{0,40}\b(?:follow|execute|run|obey)\b/gi,
      /\bbase64\b[^\n]{0,20}[A-Za-z0-9+/]{24,512}={0,2}/gi,
      /(?:\\x[0-9a-f]{2}){4,512}/gi,
      /(?:%[0-9a-f]{2}){6,512}|(?:&#x?[0-9a-f]{2,6};){4,512}/gi,
    ],
  },
  {
    // Claims to be somebody who may.
    weight: 0.3,
    patterns: [
      /\bi(?: am|'m|’m) (?:the |your |an? )?(?:admin(?:istrator)?|owner|developer|creator|root|ceo|boss|operator)\b/gi,
      /\b(?:as|with) (?:the |an? |your |my )?(?:admin\w*|root|developer|creator|owner) (?:access|rights|privileges|authority)\b|\b(?:admin|developer|god|sudo|debug) mode\b/gi,
      /\b(?:authori[sz]ed|approved|ordered) by (?:the |your |my )?(?:admin\w*|owner|creator|developer|management|openai|anthropic)\b/gi,
    ],
  },
  {
    // Attempts to get at money.
    weight: 0.4,
    patterns: [
      /\b(?:transfer|send|wire|move|withdraw)\b[^.!?\n]{0,30}\b(?:all|every|entire|whole|remaining)\b[^.!?\n]{0,20}\b(?:funds?|money|balance|coins?|tokens?|eth|btc|usdc|crypto|assets)\b/gi,
      /\b(?:drain|empty|sweep)\b[^.!?\n]{0,20}\b(?:wallet|accounts?|treasury|funds|balance)\b/gi,
      /\b(?:give|send|reveal|show|export)\b[^.!?\n]{0,40}\b(?:private key|seed phrase|mnemonic|wallet password)\b/gi,
    ],
  },
];

// Cyrillic letters that look like Latin ones.
const lookAlikes: Record<string, string> = Object.fromEntries(
  [...'аеорсухіѕјԁԛԝАВЕКМНОРСТУХІЅЈ'].map((letter, index) => [
    letter,
    [...'aeopcyxisjdqwABEKMHOPCTYXISJ'][index] ?? letter,
  ]),
);
const invisible = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;

/** The text as a reader sees it. What cannot be seen is a space between words, or nothing inside one. */
function forms(text: string): [string, string] {
  const folded = text.normalize('NFKC').replace(/[\u0400-\u052f]/g, (letter) => lookAlikes[letter] ?? letter);
  return [folded.replace(invisible, ' '), folded.replace(invisible, '')];
}

function scoreOf(text: string): number {
  let score = 0;
  let hits = 0;
  for (const { weight, patterns } of sets) {
    const found = patterns.filter((pattern) => text.search(pattern) >= 0).length;
    score += found * weight;
    hits += found;
  }
  if (hits > manyHits) score += manyHitsBonus;
  return Math.min(1, Math.round(score * 100) / 100);
}

/** How much the texts in a JSON value look like an attempt to take an agent over. Pure; reads nothing else. */
export function scoreInjection(value: unknown): InjectionScore {
  const score = Math.max(...forms(textsIn(value).join('\n')).map(scoreOf));
  return { score, verdict: score > blockAbove ? 'block' : score >= cautionFrom ? 'caution' : 'clean' };
}

/** A copy of a JSON value in which every phrase that counts for the score is `[REDACTED]`; other texts stay as they are. */
export function reduceInjection(value: unknown): unknown {
  if (typeof value === 'string') return reduceText(value);
  if (Array.isArray(value)) return value.map(reduceInjection);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [reduceText(key), reduceInjection(item)]));
}

function reduceText(text: string): string {
  const [spaced, joined] = forms(text);
  const seen = scoreOf(joined) > scoreOf(spaced) ? joined : spaced;
  if (scoreOf(seen) === 0) return text;
  return sets.flatMap(({ patterns }) => patterns).reduce((rest, pattern) => rest.replace(pattern, mask), seen);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...textsIn(item)]);
}
