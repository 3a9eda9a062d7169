import type { ApplyManifestsInput, ApplyManifestsMutation } from '../client/generated/graphql.ts';
import type { OrreryClient } from '../client/index.ts';
import { OrreryError } from '../platform/errors.ts';
import { ApplyManifestsDocument } from './documents.ts';
import { locateFault, type ManifestText } from './manifest-files.ts';

type Applied = Extract<ApplyManifestsMutation['applyManifests'], { __typename: 'ManifestsApplied' }>;

/** What became, or in a dry run would become, of one resource. */
export type Change = Applied['changes'][number];

/**
 * Applies manifests on a server, all or none.
 * @throws OrreryError MANIFESTS_INVALID naming every fault by file and line, and what the server refuses besides
 */
export async function applyManifests(
  client: OrreryClient,
  manifests: ManifestText,
  options: Omit<ApplyManifestsInput, 'manifests'> = {},
): Promise<Change[]> {
  const input = { ...options, manifests: manifests.text };
  const { applyManifests: result } = await client.request(ApplyManifestsDocument, { input });
  if (result.__typename === 'ManifestsApplied') return result.changes;
  const faults = faultsOf(result.facts).map((fault) => `  ${locateFault(manifests, fault)}`);
  const message = faults.length === 0 ? result.message : ['Nothing was applied.', ...faults].join('\n');
  throw new OrreryError(result.code, message, result.fix === null ? {} : { fix: result.fix });
}

function faultsOf(facts: unknown): string[] {
  if (typeof facts !== 'object' || facts === null || !('faults' in facts) || !Array.isArray(facts.faults)) return [];
  return facts.faults.filter((fault) => typeof fault === 'string');
}

/** `MODEL_ENDPOINT` as manifests write it: `ModelEndpoint`. */
function kindName(kind: string): string {
  return kind.replace(/([A-Z])([A-Z]*)_?/g, (_match, first: string, rest: string) => first + rest.toLowerCase());
}

/** A change as one line: what happens, and to what. */
export function changeLine({ action, kind, namespace, name }: Change): string {
  return `${action.toLowerCase().padEnd(9)}  ${kindName(kind)} ${namespace}/${name}`;
}

const signs: Record<Change['diff'][number]['operation'], string> = { ADD: '+', REMOVE: '-', CHANGE: '~' };

/** Each difference that a change makes as one line. */
export function diffLines({ diff }: Change): string[] {
  return diff.map(({ operation, path, before, after }) => {
    const values = { ADD: shown(after), REMOVE: shown(before), CHANGE: `${shown(before)} -> ${shown(after)}` };
    return `  ${signs[operation]} ${path}: ${values[operation]}`;
  });
}

const maxShownLength = 120;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return text.length > maxShownLength ? `${text.slice(0, maxShownLength - 1)}…` : text;
}
