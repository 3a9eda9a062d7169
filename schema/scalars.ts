import { GraphQLError } from 'graphql';
import { parseDurationMs, printDuration } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';

function refuse(what: string): never {
  throw new GraphQLError(what);
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

builder.scalarType('DateTime', {
  description: 'A moment, RFC 3339 in UTC.',
  serialize: (value) => (value instanceof Date ? value : new Date(value as string)).toISOString(),
  parseValue: (value) => {
    const date = typeof value === 'string' && rfc3339.test(value) ? new Date(value) : undefined;
    if (!date || Number.isNaN(date.getTime())) refuse('A DateTime is RFC 3339, for example 2026-01-31T09:30:00Z.');
    return date;
  },
});

builder.scalarType('Duration', {
  description: 'A length of time in the syntax of Go: 300ms, 30s, 1h30m.',
  serialize: (value) => printDuration(value as number),
  parseValue: (value) => {
    if (typeof value !== 'string') refuse('A Duration is text such as 30s or 1h30m.');
    try {
      return parseDurationMs(value);
    } catch (error) {
      return refuse(`This Duration ${(error as Error).message}.`);
    }
  },
});

builder.scalarType('JSON', {
  description: 'Any JSON value.',
  serialize: (value) => value,
  parseValue: (value) => value,
});

builder.scalarType('Cursor', {
  description: 'A place in the journal. Opaque: use it as it was given.',
  serialize: (value) => value,
  parseValue: (value) =>
    typeof value === 'string' && value.length <= 200 ? value : refuse('A Cursor is text as an event gave it.'),
});

builder.scalarType('Decimal', {
  description: 'An exact decimal as text.',
  serialize: (value) => value,
  parseValue: (value) =>
    typeof value === 'string' && /^-?\d{1,30}(\.\d{1,30})?$/.test(value)
      ? value
      : refuse('A Decimal is text such as 12.50.'),
});
