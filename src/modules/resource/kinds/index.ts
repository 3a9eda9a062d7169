export type { AgentSpec } from './agent.ts';
export { type AuthSpec, authProfiles } from './auth.ts';
export { decimalNumber, decimalText } from './decimal.ts';
export { DurationFault, parseDurationMs, printDuration } from './duration.ts';
export { type Fault, faultText, type Parsed, type PathSegment, parseWith, pathText } from './fault.ts';
export {
  anyObject,
  decimal,
  durationMs,
  durationText,
  openFields,
  optionalText,
  someText,
  strictFields,
  textMap,
  wordList,
  wordOf,
} from './fields.ts';
export { isObject, isSame, type JsonObject, type JsonValue, ownValue, toJsonObject } from './json.ts';
export { defaultNamespace, parseShape, type ResourceKind, resourceKinds } from './kind.ts';
export type { McpServerSpec } from './mcp-server.ts';
export {
  capabilityNames,
  type ModelEndpointSpec,
  providerName,
  type ScriptedReply,
  scriptedReply,
} from './model-endpoint.ts';
export { conditions, type PolicyRule, type PolicySpec } from './policy.ts';
export {
  type Ref,
  refField,
  refText,
  type SecretRef,
  secretRefField,
  secretRefText,
} from './ref.ts';
export {
  belongsToAll,
  findKind,
  homeOf,
  type KindSpecs,
  kinds,
  placesOf,
  referencesOf,
  typeNameOf,
} from './registry.ts';
export { type SecretSpec, secretKey } from './secret.ts';
export { type ObjectShape, type ShapeField, type ShapeNode, shapeTree } from './shape-tree.ts';
export {
  builtinTools,
  effectiveSideEffect,
  needsApproval,
  operationClasses,
  riskLevels,
  type SideEffect,
  sideEffects,
  type ToolSpec,
} from './tool.ts';
export { isolationModes, jitters } from './tool-runtime.ts';
