import { OrreryError } from '../../../platform/errors.ts';
import type { KindSpecs, ResourceKind } from '../kinds/index.ts';
import { jochKinds } from './joch/index.ts';
import { orlojKinds } from './orloj/index.ts';
import { orreryKinds } from './orrery/index.ts';
import type { AllKinds, SpokeKind, SpokeKinds } from './spoke.ts';

const own = {
  'orrery.dev/v1': orreryKinds,
  'orloj.dev/v1': orlojKinds,
  'joch.dev/v1alpha1': jochKinds,
} satisfies Record<string, SpokeKinds<KindSpecs>>;

/** An API version in which resources can be written and read; `orrery.dev/v1` is the hub itself. */
export type ApiVersion = keyof typeof own;

// Clients of an API see a kind that it does not have as the hub writes it.
const spokes: Record<ApiVersion, AllKinds<KindSpecs>> = {
  'orrery.dev/v1': orreryKinds,
  'orloj.dev/v1': { ...orreryKinds, ...orlojKinds },
  'joch.dev/v1alpha1': { ...orreryKinds, ...jochKinds },
};

/** Every API version, the hub's own first. */
export const apiVersions: readonly ApiVersion[] = ['orrery.dev/v1', 'orloj.dev/v1', 'joch.dev/v1alpha1'];

// The documentation of that API prints all of these groups, some of them for the same kind.
const jochGroups = [
  'joch.dev',
  'runtime.joch.dev',
  'model.joch.dev',
  'tools.joch.dev',
  'memory.joch.dev',
  'ops.joch.dev',
  'joch.ai',
];

const byText = new Map<string, ApiVersion>([
  ['orrery.dev/v1', 'orrery.dev/v1'],
  ['orloj.dev/v1', 'orloj.dev/v1'],
  ...jochGroups.map((group): [string, ApiVersion] => [`${group}/v1alpha1`, 'joch.dev/v1alpha1']),
]);

/** Every text that means an API version. */
export function textsOf(version: ApiVersion): string[] {
  return [...byText].filter(([, found]) => found === version).map(([text]) => text);
}

/** The API version that `text` means: `tools.joch.dev/v1alpha1` and its siblings are all `joch.dev/v1alpha1`. */
export function findApiVersion(text: string): ApiVersion | undefined {
  return byText.get(text.trim());
}

/** The API version that `text` means. @throws OrreryError INPUT_INVALID when it is not known */
export function knownApiVersion(text: string): ApiVersion {
  const found = findApiVersion(text);
  if (found !== undefined) return found;
  throw new OrreryError('INPUT_INVALID', `There is no API version ${JSON.stringify(text.slice(0, 100))}.`, {
    fix: `Use one of ${apiVersions.join(', ')}.`,
  });
}

/** How an API version writes a kind; one that it does not have is written as in the hub's own. */
export function spokeOf<K extends ResourceKind>(apiVersion: ApiVersion, kind: K): SpokeKind<KindSpecs[K]> {
  return spokes[apiVersion][kind];
}

/** Whether an API version has this kind. */
export function hasKind(apiVersion: ApiVersion, kind: ResourceKind): boolean {
  return Object.hasOwn(own[apiVersion], kind);
}
