import { OrreryError } from '../../../platform/errors.ts';
import type { KindSpecs } from '../kinds/index.ts';
import { jochKinds } from './joch/index.ts';
import { orlojKinds } from './orloj/index.ts';
import { orreryKinds } from './orrery/index.ts';
import type { SpokeKinds } from './spoke.ts';

const spokes = {
  'orrery.dev/v1': orreryKinds,
  'orloj.dev/v1': orlojKinds,
  'joch.dev/v1alpha1': jochKinds,
} satisfies Record<string, SpokeKinds<KindSpecs>>;

/** An API version in which resources can be written and read; `orrery.dev/v1` is the hub itself. */
export type ApiVersion = keyof typeof spokes;

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

/** How an API version writes each kind. */
export function spokeOf(apiVersion: ApiVersion): SpokeKinds<KindSpecs> {
  return spokes[apiVersion];
}
