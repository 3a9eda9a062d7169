import type { ImplementableObjectRef } from '@pothos/core';
import { type Resource, type ResourceKind, typeNameOf } from '../src/modules/resource/index.ts';
import { builder, type GraphTypes } from './builder.ts';

const refs = new Map<ResourceKind, ImplementableObjectRef<GraphTypes, Resource>>();

/** The type of a kind whose types are made from its shape, for those that name it before it is made. */
export function kindRef(kind: ResourceKind): ImplementableObjectRef<GraphTypes, Resource> {
  const ref = refs.get(kind) ?? builder.objectRef<Resource>(typeNameOf(kind));
  refs.set(kind, ref);
  return ref;
}
