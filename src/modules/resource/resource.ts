import { OrreryError } from '../../platform/errors.ts';
import type { JsonObject, KindSpecs, ResourceKind } from './kinds/index.ts';
import type { Extras } from './versions/index.ts';

/** One fact about the state of a resource, as in Kubernetes. */
export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
}

/** A declared object in its hub shape. */
export type Resource<K extends ResourceKind = ResourceKind> = {
  [Kind in K]: {
    id: string;
    organizationId: string;
    namespaceId: string;
    /** The namespace's name. */
    namespace: string;
    kind: Kind;
    name: string;
    /** The API version in which it was last applied. */
    apiVersion: string;
    generation: number;
    resourceVersion: number;
    labels: Record<string, string>;
    annotations: Record<string, string>;
    spec: KindSpecs[Kind];
    extras: Extras;
    conditions: Condition[];
    /** What was reported, by API version and in its words; under `findingKey` what a controller of the platform found. */
    statuses: { [apiVersion: string]: JsonObject };
    createdAt: Date;
    updatedAt: Date;
  };
}[K];

/** The resource as one change of its spec or its metadata left it. */
export interface Revision {
  resourceId: string;
  resourceVersion: number;
  generation: number;
  apiVersion: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  spec: unknown;
  actorId: string;
  createdAt: Date;
}

/** Where a resource is found. */
export interface ResourceKey {
  kind: ResourceKind;
  namespace: string;
  name: string;
}

/** Whether everything that the resource needs is there. */
export function isReady(resource: Pick<Resource, 'conditions'>): boolean {
  return resource.conditions.every((condition) => condition.status === 'True');
}

/** `Agent default/support`, for messages. */
export function keyText(key: ResourceKey): string {
  return `${key.kind} ${key.namespace}/${key.name}`;
}

/** Conditions with this one in place of that of its type. What controllers found out stays until they look again. */
export function withCondition(conditions: readonly Condition[], condition: Condition): Condition[] {
  return [condition, ...conditions.filter(({ type }) => type !== condition.type)];
}

/** The condition that says whether what the resource names is there. */
export function referencesCondition(missing: readonly ResourceKey[]): Condition {
  if (missing.length === 0) {
    return {
      type: 'ReferencesResolved',
      status: 'True',
      reason: 'AllFound',
      message: 'Everything that this names is there.',
    };
  }
  const names = missing.map(keyText).join(', ');
  return {
    type: 'ReferencesResolved',
    status: 'False',
    reason: 'NotFound',
    message: `This names what is not there: ${names}.`,
  };
}

/** The failure of a write to what is not there. */
export function notFound(key: ResourceKey): OrreryError {
  const { kind, namespace, name } = key;
  return new OrreryError('RESOURCE_NOT_FOUND', `There is no ${keyText(key)}.`, { facts: { kind, namespace, name } });
}
