import { onTestFinished } from 'vitest';
import { type ModelUpstream, type ModelUpstreamOptions, startModelUpstream } from '../../support/model-upstream.ts';

/** A scripted upstream that closes with the test. */
export async function upstreamFor(options: ModelUpstreamOptions = {}): Promise<ModelUpstream> {
  const upstream = await startModelUpstream(options);
  onTestFinished(() => upstream.close());
  return upstream;
}

/** The manifest of an endpoint; `spec` is YAML in flow style without its braces. */
export function endpoint(name: string, spec: string, namespace = 'default'): string {
  return `apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;
}

/** The manifest of an endpoint at an upstream that speaks OpenAI's dialect, with a price. */
export function openAiEndpoint(name: string, upstream: ModelUpstream, more = ''): string {
  const pricing = 'pricing: { inputPerMillionTokens: "2", outputPerMillionTokens: "8" }';
  return endpoint(name, `provider: openai-compatible, model: m-1, baseUrl: "${upstream.baseUrl}", ${pricing}${more}`);
}
