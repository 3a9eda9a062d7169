import { Agent, request } from 'undici';

const agent = new Agent({ connections: 64 });

/** Where operations are sent, and as whom. */
export interface Endpoint {
  url: string;
  adminToken: string;
}

/** Sends an operation with POST and gives its data. @throws Error when there are errors in the answer */
export async function graphql<T>(to: Endpoint, query: string, variables: object = {}): Promise<T> {
  const answer = await request(`${to.url}/graphql`, {
    method: 'POST',
    dispatcher: agent,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${to.adminToken}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.body.json()) as { data?: T; errors?: { message: string }[] };
  if (data === undefined || errors) throw new Error(`The operation failed: ${JSON.stringify(errors)}`);
  return data;
}

/** Applies manifests. @throws Error when they are refused */
export async function applyManifests(to: Endpoint, manifests: string): Promise<void> {
  const { applyManifests: result } = await graphql<{ applyManifests: { __typename: string; message?: string } }>(
    to,
    `mutation Apply($manifests: String!) {
      applyManifests(input: { manifests: $manifests }) { __typename ... on Failure { message } }
    }`,
    { manifests },
  );
  if (result.__typename !== 'ManifestsApplied') throw new Error(`Not applied: ${result.message}`);
}
