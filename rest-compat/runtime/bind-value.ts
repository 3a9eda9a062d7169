import type { Convention } from './convention.ts';
import { range, Unfit, within } from './readings.ts';
import type { Binding } from './route.ts';

/** How one value, of a list each, becomes one of the variable's named type. @throws Unfit */
export type ReadOne = (value: unknown) => unknown;

/** The values that a word of the API stands for, by the word in lower case. */
export type WordBook = ReadonlyMap<string, string[]>;

/** Reads the convention's words backwards. Several values may have the same word. */
export function wordBook(convention: Convention, set: string): WordBook {
  const book = new Map<string, string[]>();
  const note = (word: string, value: string): void => {
    const values = book.get(word.toLowerCase()) ?? [];
    if (!values.includes(value)) values.push(value);
    book.set(word.toLowerCase(), values);
  };
  for (const [value, word] of Object.entries(convention.words[set] ?? {})) note(word, value);
  for (const [word, value] of Object.entries(convention.aliases?.[set] ?? {})) note(word, value);
  return book;
}

/** How values of the binding's type are read: from text when they come with the URL or a header, else from JSON. */
export function readerOf(binding: Binding, convention: Convention): ReadOne {
  if (binding.words !== undefined) return enumReader(binding, wordBook(convention, binding.words));
  const isText = binding.in !== 'body';
  switch (binding.named) {
    case 'Int':
      return numberReader(binding, { isText, words: 'must be a whole number', is: isWhole });
    case 'Float':
      return numberReader(binding, { isText, words: 'must be a number', is: Number.isFinite });
    case 'Boolean':
      return isText ? booleanOfText : booleanOfJson;
    case 'ID':
      return (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : text(value));
    case 'String':
      return text;
    default:
      return isText ? text : (value) => value;
  }
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Unfit('must be text');
  if (value.includes('\0')) throw new Unfit('must not contain the null character');
  return value;
}

function isWhole(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= 2 ** 31 - 1;
}

function numberReader(
  binding: Binding,
  { isText, words, is }: { isText: boolean; words: string; is(value: number): boolean },
): ReadOne {
  return (value) => {
    const number =
      isText && typeof value === 'string' && /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : value;
    if (typeof number === 'number' && binding.isLenient && number > (binding.max ?? Number.POSITIVE_INFINITY))
      return binding.max;
    if (typeof number !== 'number' || !is(number)) throw new Unfit(`${words}${range(binding.min, binding.max)}`);
    return within(number, binding, words);
  };
}

/** A parameter that is only named (`?watch`) says yes. */
function booleanOfText(value: unknown): boolean {
  const word = String(value).toLowerCase();
  if (word === 'true' || word === '1' || word === '') return true;
  if (word === 'false' || word === '0') return false;
  throw new Unfit('must be true or false');
}

function booleanOfJson(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new Unfit('must be true or false');
}

// Clients write the same word as dead_letter, dead-letter and DeadLetter.
function plain(word: string): string {
  return word.replaceAll(/[-_]/g, '').toLowerCase();
}

/** In a list a word stands for all of its values, alone for the first. */
function enumReader({ isList }: Binding, book: WordBook): ReadOne {
  const known = [...book.keys()];
  const byPlain = new Map([...book].map(([word, values]) => [plain(word), values]));
  return (value) => {
    const values = typeof value === 'string' ? (book.get(value.toLowerCase()) ?? byPlain.get(plain(value))) : undefined;
    if (!values) throw new Unfit(`must be one of ${known.join(', ')}`);
    return isList ? values : values[0];
  };
}
