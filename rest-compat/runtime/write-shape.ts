import { writeJson, writeText } from '../../src/server/index.ts';
import type { Convention } from './convention.ts';
import { type ListShape, type Member, type ObjectShape, type ScalarShape, type Shape, typeKey } from './route.ts';
import { writings } from './writings.ts';

/** What stands beside the body of what was written. */
export interface Aside {
  /** Values of headers by lower-case name. */
  headers?: Record<string, string>;
  /** The name of the frame. */
  frame?: string;
  /** What query parameters may ask of the frame, by their names. */
  matches?: Record<string, string>;
}

/** Writes one value as JSON in the form of its shape, in one pass; what does not go into the body goes into `aside`. */
export type ShapeWriter = (value: unknown, aside: Aside) => string;

/**
 * Compiles a shape into JavaScript of its own. Values are looked at once and no object is made on the way. What is empty
 * is known by its JSON: `""`, `0`, `false`, `[]`, `{}`.
 */
export function compileShape(shape: Shape, words: Convention['words']): ShapeWriter {
  return new ShapeCompiler(words).compile(shape);
}

class ShapeCompiler {
  readonly #words: Convention['words'];
  readonly #functions: string[] = [];
  /** Texts of words by value, for the generated code. */
  readonly #tables: Record<string, string>[] = [];

  constructor(words: Convention['words']) {
    this.#words = words;
  }

  compile(shape: Shape): ShapeWriter {
    const start = this.#write(shape);
    // Only JSON texts and names made here become part of the source.
    const source = `"use strict";${this.#functions.join('')}return ${start};`;
    const make = new Function('text', 'json', 'next', 'entries', 'put', 'match', 'as', 'words', source);
    return make(
      writeText,
      writeJson,
      writeNext,
      writeEntries,
      putAside,
      putMatch,
      writings,
      this.#tables,
    ) as ShapeWriter;
  }

  /** The name of a function that writes values of `shape`. */
  #write(shape: Shape): string {
    switch (shape.kind) {
      case 'scalar':
        return this.#scalar(shape);
      case 'list':
        return this.#list(shape);
      case 'object':
        return this.#object(shape);
      case 'entries':
        return this.#add(`return v==null?${fallback(shape.default)}:entries(v);`);
      case 'next':
        return 'next';
    }
  }

  #scalar(shape: ScalarShape): string {
    if (shape.const !== undefined) return this.#add(`return ${jsonSource(shape.const)};`);
    const plain = this.#plain(shape);
    // These write null themselves.
    if (shape.default === undefined && (plain === 'text' || plain === 'json')) return plain;
    return this.#add(`return v==null?${fallback(shape.default)}:${plain}(v);`);
  }

  /** The name of a function that writes what is not null. */
  #plain({ words, as, type }: ScalarShape): string {
    if (words !== undefined) return this.#worded(this.#words[words] ?? {});
    if (as !== undefined) return `as.${as}`;
    return type === 'string' || type === 'enum' ? 'text' : 'json';
  }

  #worded(words: Record<string, string>): string {
    const texts: Record<string, string> = Object.create(null);
    for (const [value, word] of Object.entries(words)) texts[value] = JSON.stringify(word);
    const table = this.#tables.push(texts) - 1;
    return this.#add(`return words[${table}][v]??json(v);`);
  }

  #list({ item, at, default: instead }: ListShape): string {
    const write = this.#write(item);
    return this.#add(
      `if(v==null)return ${fallback(instead)};let o="[";` +
        `for(let i=0;i<v.length;i++)o+=(i===0?"":",")+${write}(${access('v[i]', at)},a);return o+"]";`,
    );
  }

  #object({ members, byType, isBare, default: instead }: ObjectShape): string {
    if (isBare) return this.#add(this.#bare(members));
    const missing = `if(v==null)return ${fallback(instead)};`;
    if (!byType) return this.#add(missing + this.#members(members));
    const cases = Object.entries(byType).map(
      ([type, own]) => `case ${source(type)}:${this.#block(this.#members([...members, ...own]))}`,
    );
    return this.#add(`${missing}switch(v.${typeKey}){${cases.join('')}default:${this.#members(members)}}`);
  }

  /** Statements that return the JSON of the only shown member. */
  #bare(members: Member[]): string {
    const asides = members.map((member) => this.#aside(member)).join('');
    const only = members.find((member) => !member.isHidden && member.header === undefined);
    return `${asides}return ${only ? `${this.#write(only.shape)}(${access('v', only.from)},a)` : '"null"'};`;
  }

  #block(body: string): string {
    return `return ${this.#add(body)}(v,a);`;
  }

  /** Statements that return the object's JSON. */
  #members(members: Member[]): string {
    const asides = members.map((member) => this.#aside(member)).join('');
    const shown = members.filter((member) => !member.isHidden && member.header === undefined);
    const written = shown.map((member) => ({
      member,
      text: `${this.#write(member.shape)}(${access('v', member.from)},a)`,
    }));
    if (shown.every(({ omit }) => omit === 'never')) {
      const parts = written.map(({ member, text }, index) => `${key(member, index === 0 ? '{' : ',')}+${text}`);
      return `${asides}return ${parts.length === 0 ? '"{}"' : `${parts.join('+')}+"}"`};`;
    }
    const steps = written.map(({ member, text }) => {
      if (member.omit === 'never') return `o+=${key(member, ',')}+${text};`;
      const isShown = member.omit === 'null' ? 't!=="null"' : emptyTexts.map((empty) => `t!==${empty}`).join('&&');
      return `t=${text};if(${isShown})o+=${key(member, ',')}+t;`;
    });
    return `${asides}let o="",t;${steps.join('')}return o===""?"{}":"{"+o.slice(1)+"}";`;
  }

  /** Statements that put a member where it is to stand besides the body. */
  #aside(member: Member): string {
    if (member.header === undefined && !member.isFrame && member.match === undefined) return '';
    const text = `${this.#write(member.shape)}(${access('v', member.from)},a)`;
    const header = member.header === undefined ? '' : `put(a,${source(member.header.toLowerCase())},${text});`;
    const match = member.match === undefined ? '' : `match(a,${source(member.match)},${text});`;
    return `${header}${member.isFrame ? `put(a,null,${text});` : ''}${match}`;
  }

  #add(body: string): string {
    const name = `f${this.#functions.length}`;
    this.#functions.push(`function ${name}(v,a){${body}}`);
    return name;
  }
}

const emptyTexts = ['null', '""', '0', 'false', '[]', '{}'].map((text) => JSON.stringify(text));

/** A text as JavaScript. */
function source(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** The JSON of a value as JavaScript. */
function jsonSource(value: unknown): string {
  return source(JSON.stringify(value));
}

function fallback(value: unknown): string {
  return value === undefined ? '"null"' : jsonSource(value);
}

function key({ name }: Member, before: string): string {
  return source(`${before}${JSON.stringify(name)}:`);
}

function access(start: string, keys: string[]): string {
  return keys.reduce((path, name) => `${path}?.[${source(name)}]`, start);
}

function writeNext(page: { hasNextPage?: boolean; endCursor?: string | null } | null | undefined): string {
  return page?.hasNextPage ? writeText(page.endCursor) : 'null';
}

function writeEntries(entries: readonly { key: string; value: unknown }[]): string {
  return `{${entries.map(({ key: name, value }) => `${writeText(name)}:${writeJson(value)}`).join(',')}}`;
}

/** Keeps what stands beside the body; null is nothing to keep. */
function putAside(aside: Aside, header: string | null, json: string): void {
  if (json === 'null') return;
  const text = json.startsWith('"') ? (JSON.parse(json) as string) : json;
  if (header === null) aside.frame = text;
  else {
    aside.headers ??= {};
    aside.headers[header] = text;
  }
}

/** Keeps what a query parameter may ask for; null is an empty value. */
function putMatch(aside: Aside, parameter: string, json: string): void {
  aside.matches ??= {};
  aside.matches[parameter] = json.startsWith('"') ? (JSON.parse(json) as string) : json === 'null' ? '' : json;
}
