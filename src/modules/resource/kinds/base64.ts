import { z } from 'zod';

/** Base64 on one line, with its padding. */
export const base64Pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Some bytes in base64. Encoders break long lines; the breaks are not kept. */
export const base64Text = z.preprocess(
  (value) => (typeof value === 'string' ? value.replaceAll(/[\r\n]/g, '').trim() : value),
  z.string().min(1).regex(base64Pattern, { error: 'must be base64' }),
);
