import { OrreryError } from '../../platform/errors.ts';
import { isReady } from '../resource/index.ts';
import type { CatalogEndpoint } from './model-catalog.ts';

/** The name that leaves the choice to us. */
export const autoModel = 'auto';

/**
 * The endpoints that a caller's name for a model may mean, in the order in which they are to be tried; empty when it
 * means none. It is `auto`, `<namespace>/<endpoint>`, `<endpoint>` in the namespace default, `<provider>/<model>`, or a
 * model's own id; the first of these that fits counts.
 * @throws OrreryError MODEL_NOT_FOUND when several endpoints serve the model that is named
 */
export function endpointsNamed(endpoints: readonly CatalogEndpoint[], name: string): readonly CatalogEndpoint[] {
  if (name === autoModel) return byPriority(endpoints.filter(({ resource }) => isReady(resource)));
  const own = endpoints.find(({ id }) => id === name) ?? endpoints.find(({ id }) => id === `default/${name}`);
  if (own) return [own];
  const serving = endpoints.filter(({ resource: { spec } }) => name === `${spec.provider}/${spec.model}`);
  return onlyOne(serving.length > 0 ? serving : endpoints.filter(({ resource }) => resource.spec.model === name), name);
}

/** Lower numbers first, those without a number last, then by name. */
function byPriority(endpoints: readonly CatalogEndpoint[]): CatalogEndpoint[] {
  const place = ({ resource }: CatalogEndpoint): number => resource.spec.routing?.priority ?? Number.POSITIVE_INFINITY;
  return [...endpoints].sort((a, b) => {
    const [one, other] = [place(a), place(b)];
    if (one !== other) return one - other;
    return a.id < b.id ? -1 : 1;
  });
}

function onlyOne(serving: readonly CatalogEndpoint[], name: string): readonly CatalogEndpoint[] {
  if (serving.length < 2) return serving;
  throw new OrreryError('MODEL_NOT_FOUND', `The model ${shown(name)} is served by ${serving.length} endpoints.`, {
    fix: `Name one of them: ${serving.map(({ id }) => id).join(', ')}.`,
  });
}

/** The refusal of a name that means nothing. */
export function modelNotFound(name: string): OrreryError {
  return new OrreryError('MODEL_NOT_FOUND', `There is no model ${shown(name)}.`, {
    fix: 'Name a ModelEndpoint as <namespace>/<name>, a model that exactly one of them serves, or auto.',
  });
}

function shown(name: string): string {
  return JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}…` : name);
}
