import { z } from 'zod';
import { readings } from './input-schema.ts';

/** Base64 on one line, with its padding. */
export const base64Pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const sextet = String.raw`[A-Za-z0-9+/][\r\n]*`;
/** The form of some bytes in base64, which may be broken into lines. */
export const base64Form = String.raw`^(?=\s*\S)\s*(?:(?:${sextet}){4})*(?:(?:${sextet}){2}=[\r\n]*=|(?:${sextet}){3}=)?\s*$`;

/** Some bytes in base64. Encoders break long lines; the breaks are not kept. */
export const base64Text = z
  .preprocess(
    (value) => (typeof value === 'string' ? value.replaceAll(/[\r\n]/g, '').trim() : value),
    z.string().min(1).regex(base64Pattern, { error: 'must be base64' }),
  )
  .register(readings, { reads: () => ({ type: 'string', pattern: base64Form }) });
