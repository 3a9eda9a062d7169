import { toConnection } from '../../schema/connection.ts';
import type { Context } from '../../schema/context.ts';
import { labelMap } from '../../schema/execution-input.ts';
import { isOfKind } from '../../schema/reference.ts';
import { type ResourceKind, resourceCursor } from '../../src/modules/resource/index.ts';
import { nextNameOf, type PageRequest, readNamePlace } from '../../src/platform/db/index.ts';

interface ListArgs extends PageRequest {
  namespace?: string | null | undefined;
  afterName?: string | null | undefined;
  labels?: readonly { key: string; value: string }[] | null | undefined;
}

/** A page of the resources of one kind, as Relay wants it. */
export async function listOfKind<K extends ResourceKind>({ actor, services }: Context, kind: K, args: ListArgs) {
  const { namespace, labels, afterName, ...page } = args;
  const namespaceId = await services.identity.namespaceIdOf(actor, namespace);
  const wanted = {
    kind,
    namespaceIds: namespaceId === undefined ? undefined : [namespaceId],
    labels: labels ? labelMap(labels) : undefined,
    afterName: afterName == null ? undefined : readNamePlace(afterName),
  };
  const found = await services.resources.list(actor, wanted, page);
  // All of them are of this kind; the test says so to the compiler.
  const items = found.items.filter((resource) => isOfKind(resource, kind));
  return {
    ...toConnection({ ...found, items }, resourceCursor),
    nextName: () =>
      nextNameOf(found, (place) => services.resources.list(actor, { ...wanted, afterName: place }, { first: 1 })),
  };
}
