/** Where a server is and who asks. */
export interface Place {
  /** The origin, without `/graphql`. */
  url: string;
  token: string;
}

/** Sends an operation over HTTP. @throws Error with the answer's errors */
export async function ask<T>(place: Place, query: string, variables: object = {}): Promise<T> {
  const response = await fetch(`${place.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${place.token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
  if (!data || errors) throw new Error(`${query} failed: ${JSON.stringify(errors)}`);
  return data;
}

/** Applies manifests. */
export async function apply(place: Place, manifests: string): Promise<void> {
  const mutation = `mutation ($manifests: String!) {
    result: applyManifests(input: { manifests: $manifests }) { __typename ... on Failure { message } }
  }`;
  expectType(await ask(place, mutation, { manifests }), 'ManifestsApplied');
}

/** Starts a run of an agent; its input is its name. @returns the id of the execution */
export async function startRun(place: Place, agent: string, name: string): Promise<string> {
  const mutation = `mutation ($input: StartExecutionInput!) {
    result: startExecution(input: $input) { __typename ... on AgentRun { id } ... on Failure { message } }
  }`;
  const input = { agent: { name: agent }, name, input: name };
  return expectType<{ id: string }>(await ask(place, mutation, { input }), 'AgentRun').id;
}

/** Approves what a run asks for. */
export async function approve(place: Place, approvalId: string): Promise<void> {
  const mutation = `mutation ($input: DecideApprovalInput!) {
    result: decideApproval(input: $input) { __typename ... on Failure { message } }
  }`;
  expectType(await ask(place, mutation, { input: { id: approvalId, decision: 'APPROVE' } }), 'Approval');
}

/** Where a run stands. */
export async function standingOf(place: Place, id: string): Promise<{ phase: string; output: unknown }> {
  const query = 'query ($id: ID!) { execution(id: $id) { phase output } }';
  return (await ask<{ execution: { phase: string; output: unknown } }>(place, query, { id })).execution;
}

function expectType<T>({ result }: { result: { __typename: string } }, name: string): T {
  if (result.__typename !== name) throw new Error(`Not ${name}: ${JSON.stringify(result)}`);
  return result as T;
}
