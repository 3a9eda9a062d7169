import type { ToolSpec } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { SecretValueRef, secretValueOf } from './secret.ts';

const AuthProfile = builder.enumType('AuthProfile', {
  description: 'In which form a credential is sent.',
  values: {
    BEARER: { value: 'bearer', description: 'As a bearer token in the header Authorization.' },
    API_KEY_HEADER: { value: 'api_key_header', description: 'As it is, in the header `headerName`.' },
    BASIC: { value: 'basic', description: 'As user and password, `user:password`, in the header Authorization.' },
    OAUTH2_CLIENT_CREDENTIALS: {
      value: 'oauth2_client_credentials',
      description: 'As a token that `tokenUrl` gives for a client id and a client secret.',
    },
  } as const,
});

/** How something outside is given a credential, and the namespace of what says so. */
interface AuthShape {
  namespace: string;
  auth: NonNullable<ToolSpec['auth']>;
}

export const Auth = builder.objectRef<AuthShape>('Auth').implement({
  description: 'How a tool or an MCP server is given its credential.',
  fields: (t) => ({
    profile: t.field({
      type: AuthProfile,
      description: 'In which form it is sent.',
      resolve: ({ auth }) => auth.profile,
    }),
    secret: t.field({
      type: SecretValueRef,
      nullable: true,
      description: 'The credential; null when none is named.',
      resolve: ({ auth, namespace }) => secretValueOf(auth.secret, { namespace }),
    }),
    headerName: t.string({
      nullable: true,
      description: 'The header for API_KEY_HEADER.',
      resolve: ({ auth }) => auth.headerName,
    }),
    tokenUrl: t.string({
      nullable: true,
      description: 'Where OAUTH2_CLIENT_CREDENTIALS asks for tokens.',
      resolve: ({ auth }) => auth.tokenUrl,
    }),
    scopes: t.stringList({ description: 'The scopes that it asks for.', resolve: ({ auth }) => auth.scopes }),
  }),
});
