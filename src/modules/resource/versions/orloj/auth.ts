import type { z } from 'zod';
import { type AuthSpec, authProfiles, optionalText, secretRefText, wordList, wordOf } from '../../kinds/index.ts';
import { someOf } from '../spoke.ts';
import { orlojFields, secretRefName } from './fields.ts';

export const auth = orlojFields({
  profile: wordOf(authProfiles),
  secretRef: secretRefName,
  headerName: optionalText,
  tokenURL: optionalText,
  scopes: wordList,
});

type Auth = z.infer<typeof auth>;

/** An `auth` that names neither a profile nor a Secret says nothing: real manifests carry it as `{}`. */
export function authToHub({ profile, secretRef, headerName, tokenURL, scopes }: Auth): object | undefined {
  if (profile === undefined && secretRef === undefined) return undefined;
  return { profile, secret: secretRef, headerName, tokenUrl: tokenURL, scopes };
}

export function authFromHub(spec: AuthSpec | undefined): object {
  if (spec === undefined) return {};
  return {
    profile: spec.profile,
    secretRef: spec.secret && secretRefText(spec.secret),
    headerName: spec.headerName,
    tokenURL: spec.tokenUrl,
    scopes: someOf(spec.scopes),
  };
}

/** How this API calls the fields of `auth`. */
export const authPathNames = { 'auth.secret': 'auth.secretRef', 'auth.tokenUrl': 'auth.tokenURL' };
