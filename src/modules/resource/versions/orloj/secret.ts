import { z } from 'zod';
import { base64Form, base64Pattern, kinds, orOneOf, readings, type SecretSpec, secretKey } from '../../kinds/index.ts';
import { maskedValue, withoutMasked } from '../masked-value.ts';
import { defineSpokeKind, type SpokeKind } from '../spoke.ts';
import { apiVersion, keeps, orlojFields } from './fields.ts';

const encodedValue = z
  .string()
  .check((context) => {
    const problem = encodingFault(context.value);
    // The input would be a value of the secret: it does not go into the fault.
    if (problem !== undefined) context.issues.push({ code: 'custom', message: problem, input: maskedValue });
  })
  .register(readings, { reads: (own) => orOneOf({ ...own, pattern: base64Form }, [maskedValue]) });

const schema = orlojFields({
  data: z.record(secretKey, encodedValue).default({}),
  stringData: z.record(secretKey, z.string()).default({}),
});

type Manifest = z.infer<typeof schema>;

const masked = defineSpokeKind<SecretSpec, Manifest>({
  kindName: 'Secret',
  apiVersion,
  schema: schema.transform(({ data, stringData }) => ({ data: maskedBy({ ...data, ...stringData }), stringData: {} })),
  keeps,
  rules: kinds.Secret.rules,
  toHub: ({ data }) => ({ keys: Object.keys(data) }),
  fromHub: ({ keys }) => ({ data: keys.length === 0 ? undefined : Object.fromEntries(keys.map(maskedEntry)) }),
});

export const secret: SpokeKind<SecretSpec> = {
  ...masked,
  read: (spec, context) => {
    const reading = masked.read(spec, context);
    if (!reading.ok) return reading;
    return { ok: true, value: { ...reading.value, secretValues: valuesOf(schema.parse(spec ?? {})) } };
  },
};

function valuesOf({ data, stringData }: Manifest): Record<string, string> {
  const decoded = Object.entries(data).map(([key, value]) => [key, value === maskedValue ? value : decode(value)]);
  return withoutMasked({ ...Object.fromEntries(decoded), ...stringData });
}

function encodingFault(value: string): string | undefined {
  if (value === maskedValue) return undefined;
  if (value.trim() === '') return 'must not be blank';
  if (!base64Pattern.test(compact(value))) {
    return 'must be base64; give plain text under stringData';
  }
  try {
    decode(value);
    return undefined;
  } catch {
    return 'must be the base64 of text in UTF-8';
  }
}

function decode(value: string): string {
  const bytes = Buffer.from(compact(value), 'base64');
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

// Encoders break long lines, and Orloj takes them so.
function compact(value: string): string {
  return value.replaceAll(/[\r\n]/g, '');
}

function maskedBy(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.keys(values).map(maskedEntry));
}

function maskedEntry(key: string): [string, string] {
  return [key, maskedValue];
}
