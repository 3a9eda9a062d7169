export { diffIn, type ResourceChange } from './apply.ts';
export { drawAgent, drawAgentSystem } from './definition-drawing.ts';
export { makeDue } from './due-writer.ts';
export type { Found } from './finding.ts';
export { findingKey, type HubStatus, hubStatus, type ResourcePhase, resourcePhases } from './hub-status.ts';
export { everyResource, KeptResources } from './kept-resources.ts';
export {
  type AgentSpec,
  type AgentSystemSpec,
  type Cron,
  capabilityNames,
  contextPath,
  DurationFault,
  effectiveSideEffect,
  fitsInput,
  fixedOffsetMs,
  homeOf,
  isObject,
  type JsonObject,
  type KindSpecs,
  kinds,
  type McpServerSpec,
  type MemorySpec,
  type ModelEndpointSpec,
  nameOfTitle,
  needsApproval,
  type ObjectShape,
  type OperationModality,
  type OperationNode,
  operationMeaning,
  operationWorkflow,
  type PolicyRule,
  type PolicySpec,
  parseCronLine,
  parseDurationMs,
  placesOf,
  printDuration,
  type Ref,
  type ResourceKind,
  resourceKinds,
  type ScheduleSpec,
  type ScriptedReply,
  type SecretRef,
  type SecretSpec,
  type ShapeField,
  type ShapeNode,
  shapeTree,
  type TaskSpec,
  type ToolSpec,
  typeNameOf,
  type WorkflowSpec,
  workflowEdges,
  workflowEntry,
  workflowNodes,
} from './kinds/index.ts';
export { manifestSchema, renderManifest, renderStatus, renderUnseen, type SpecChange } from './manifest/index.ts';
export { manifestPatch } from './manifest-patch.ts';
export { ownerAnnotation, ownerText } from './owned-secret.ts';
export type { ResourcePatch } from './patch.ts';
export { type PlainSecret, readPlainSecrets } from './plain-secrets.ts';
export { type Look, ReconcileService } from './reconcile-service.ts';
export { type Claim, ReconcileStore } from './reconcile-store.ts';
export { type Condition, isReady, keyText, type Resource, type ResourceKey, type Revision } from './resource.ts';
export type { ResourceFilter } from './resource-list-query.ts';
export { resourcesChannel, tellOfResources } from './resource-news.ts';
export { type GenerationDiff, ResourcePastService } from './resource-past-service.ts';
export { type PastVersion, ResourcePastStore } from './resource-past-store.ts';
export { ResourceService, type StatusReport } from './resource-service.ts';
export { ResourceStore, resourceCursor } from './resource-store.ts';
export { ResourceWriter } from './resource-writer.ts';
export { knownApiVersion } from './versions/index.ts';
