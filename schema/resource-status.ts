import type { ObjectRef } from '@pothos/core';
import {
  type HubStatus,
  hubStatus,
  kinds,
  type Resource,
  type ResourceKind,
  type ResourcePhase,
  resourcePhases,
  shapeTree,
  typeNameOf,
} from '../src/modules/resource/index.ts';
import { builder, type GraphTypes } from './builder.ts';
import { enumWord } from './enum-word.ts';
import { ResourceRef } from './resource.ts';
import { type Located, shapedFields } from './shaped-type.ts';

const ResourcePhaseEnum = builder.enumType('ResourcePhase', {
  description: 'How far a declaration has come.',
  values: Object.fromEntries(
    Object.entries(resourcePhases).map(([value, description]) => [enumWord(value), { value, description }]),
  ) as Record<string, { value: ResourcePhase; description: string }>,
});

interface StatusShape extends Located {
  status: HubStatus;
}

const ResourceStatus = builder.interfaceRef<StatusShape>('ResourceStatus').implement({
  description: 'The state of a resource, as the platform knows it.',
  fields: (t) => ({
    phase: t.field({
      type: ResourcePhaseEnum,
      description: 'How far it has come.',
      resolve: ({ status }) => status.phase,
    }),
    lastError: t.string({
      nullable: true,
      description: 'Why it is not ready, in words for a person; null when nothing is wrong.',
      resolve: ({ status }) => status.lastError,
    }),
    observedGeneration: t.int({
      description: 'The generation of the declaration that this is about; 0 when nothing has looked at it yet.',
      resolve: ({ status }) => status.observedGeneration,
    }),
  }),
});

builder.interfaceField(ResourceRef, 'status', (t) =>
  t.field({
    type: ResourceStatus,
    description: 'Its state, as the platform knows it. `statusIn` has it in the words of an API.',
    resolve: (resource) => statusOf(resource),
  }),
);

/** The type of a kind's status: what every status tells, and what only this kind's does. */
function statusType(kind: ResourceKind) {
  const ref = builder.objectRef<StatusShape>(`${typeNameOf(kind)}Status`).implement({
    description: `The state of a resource of the kind ${kind}.`,
    interfaces: [ResourceStatus],
  });
  const shape = kinds[kind].status && shapeTree(kinds[kind].status);
  if (shape?.type === 'object') builder.objectFields(ref, shapedFields(shape) as never);
  return ref;
}

/** Gives a kind's type its own status in place of the one that every resource has. */
export function addStatus(kind: ResourceKind, type: ObjectRef<GraphTypes, Resource>): void {
  builder.objectField(type, 'status', (t) =>
    t.field({ type: statusType(kind), description: 'Its state.', resolve: (resource) => statusOf(resource) }),
  );
}

function statusOf(resource: Resource): StatusShape {
  const status = hubStatus(resource);
  return { status, value: status.details, namespace: resource.namespace };
}
