export { diffIn, type ResourceChange } from './apply.ts';
export { type HubStatus, hubStatus, type ResourcePhase, resourcePhases } from './hub-status.ts';
export {
  type AgentSpec,
  capabilityNames,
  effectiveSideEffect,
  type JsonObject,
  type KindSpecs,
  kinds,
  type McpServerSpec,
  type ModelEndpointSpec,
  needsApproval,
  type ObjectShape,
  type PolicyRule,
  type PolicySpec,
  parseDurationMs,
  printDuration,
  type Ref,
  type ResourceKind,
  resourceKinds,
  type ScriptedReply,
  type SecretRef,
  type SecretSpec,
  type ShapeField,
  type ShapeNode,
  shapeTree,
  type ToolSpec,
} from './kinds/index.ts';
export { renderManifest, renderStatus, renderUnseen, type SpecChange } from './manifest/index.ts';
export { manifestPatch } from './manifest-patch.ts';
export type { ResourcePatch } from './patch.ts';
export { type Condition, isReady, keyText, type Resource, type ResourceKey, type Revision } from './resource.ts';
export type { ResourceFilter } from './resource-list-query.ts';
export { type GenerationDiff, ResourcePastService } from './resource-past-service.ts';
export { type PastVersion, ResourcePastStore } from './resource-past-store.ts';
export { ResourceService, resourcesChannel, type StatusReport } from './resource-service.ts';
export { ResourceStore, resourceCursor } from './resource-store.ts';
export { ResourceWriter } from './resource-writer.ts';
