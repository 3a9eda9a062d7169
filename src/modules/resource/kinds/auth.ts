import { z } from 'zod';
import type { Fault, PathSegment } from './fault.ts';
import { optionalText, strictFields, wordList } from './fields.ts';
import { secretRefField } from './ref.ts';

/** The ways to authenticate. */
export const authProfiles = ['bearer', 'api_key_header', 'basic', 'oauth2_client_credentials'] as const;

/** How a tool or an MCP server is given its credential. */
export const authField = strictFields({
  profile: z.enum(authProfiles).default('bearer'),
  secret: secretRefField.optional(),
  headerName: optionalText,
  tokenUrl: optionalText,
  scopes: wordList,
});

/** How to authenticate, and which Secret holds the credential. */
export type AuthSpec = z.infer<typeof authField>;

/** What each profile demands; paths start with `auth`. */
export function authFaults(auth: AuthSpec | undefined): Fault[] {
  if (auth === undefined) return [];
  const faults: Fault[] = [];
  const demand = (field: PathSegment, present: boolean) => {
    if (!present) faults.push({ path: ['auth', field], problem: `is required for the profile ${auth.profile}` });
  };
  demand('secret', auth.secret !== undefined);
  if (auth.profile === 'api_key_header') demand('headerName', auth.headerName !== undefined);
  if (auth.profile === 'oauth2_client_credentials') demand('tokenUrl', auth.tokenUrl !== undefined);
  return faults;
}
