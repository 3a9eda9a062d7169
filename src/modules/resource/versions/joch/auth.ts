import { z } from 'zod';
import { type AuthSpec, inAnyCase, openFields, optionalText, readings, wordList } from '../../kinds/index.ts';
import { someOf } from '../spoke.ts';
import { jochSecretRef } from './fields.ts';

const profiles = new Map([
  ['bearer', 'bearer'],
  ['basic', 'basic'],
  ['api_key', 'api_key_header'],
  ['api_key_header', 'api_key_header'],
  ['oauth2', 'oauth2_client_credentials'],
  ['oauth2_client_credentials', 'oauth2_client_credentials'],
]);
const words: Record<AuthSpec['profile'], string> = {
  bearer: 'bearer',
  basic: 'basic',
  api_key_header: 'api_key',
  oauth2_client_credentials: 'oauth2',
};

// The API names no header for a key, so this is the usual one.
const keyHeader = 'X-API-Key';

const type = z
  .preprocess(
    (value) => (typeof value === 'string' ? value.trim().toLowerCase() : value),
    z.enum([...profiles.keys(), 'none']).optional(),
  )
  .register(readings, { reads: () => inAnyCase([...profiles.keys(), 'none']) });

export const auth = openFields({
  type,
  secretRef: jochSecretRef.optional(),
  headerName: optionalText,
  tokenUrl: optionalText,
  scopes: wordList,
});

type Auth = z.infer<typeof auth>;

export function authToHub(given: Auth | undefined): object | undefined {
  if (given === undefined || given.type === 'none') return undefined;
  if (given.type === undefined && given.secretRef === undefined) return undefined;
  const profile = profiles.get(given.type ?? 'bearer');
  const headerName = given.headerName ?? (profile === 'api_key_header' ? keyHeader : undefined);
  return { profile, secret: given.secretRef, headerName, tokenUrl: given.tokenUrl, scopes: given.scopes };
}

export function authFromHub(spec: AuthSpec | undefined): object | undefined {
  if (spec === undefined) return undefined;
  return {
    type: words[spec.profile],
    secretRef: spec.secret,
    headerName: spec.headerName === keyHeader ? undefined : spec.headerName,
    tokenUrl: spec.tokenUrl,
    scopes: someOf(spec.scopes),
  };
}

/** How this API calls the fields of `auth`, which stands at `at`. */
export function authPathNames(at: string): Record<string, string> {
  return { auth: at, 'auth.secret': `${at}.secretRef` };
}
