export type { AgentSpec } from './agent.ts';
export type { AgentSystemSpec } from './agent-system.ts';
export { type AuthSpec, authProfiles } from './auth.ts';
export { base64Form, base64Pattern } from './base64.ts';
export { contextPath } from './context-path.ts';
export { type Cron, parseCronLine } from './cron.ts';
export { decimalNumber, decimalText } from './decimal.ts';
export { amountsForm, DurationFault, durationForm, parseDurationMs, printDuration } from './duration.ts';
export { type Fault, faultText, type Parsed, type PathSegment, parseWith, pathText } from './fault.ts';
export { fieldFacts } from './field-facts.ts';
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
  unlessEmpty,
  wholeNumber,
  wordList,
  wordOf,
} from './fields.ts';
export {
  inAnyCase,
  inputSchema,
  type JsonSchema,
  narrowed,
  objectSchema,
  opened,
  orBlank,
  orNull,
  orOneOf,
  type Reading,
  readings,
  requiredOf,
} from './input-schema.ts';
export { isObject, isSame, type JsonObject, type JsonValue, ownValue, toJsonObject } from './json.ts';
export { defaultNamespace, type KindDefinition, parseShape, type ResourceKind, resourceKinds } from './kind.ts';
export type { McpServerSpec } from './mcp-server.ts';
export type { MemorySpec } from './memory.ts';
export {
  capabilityNames,
  currencyText,
  type ModelEndpointSpec,
  providerAliases,
  providerName,
  providerText,
  type ScriptedReply,
  scriptedReply,
} from './model-endpoint.ts';
export { nameOfTitle, type OperationNode, operationWorkflow } from './operation-workflow.ts';
export { conditions, type PolicyRule, type PolicySpec } from './policy.ts';
export {
  type Ref,
  refField,
  refForm,
  refText,
  type SecretRef,
  secretRefField,
  secretRefForm,
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
export type { ScheduleSpec } from './schedule.ts';
export { type SecretSpec, secretKey } from './secret.ts';
export { fieldTypeOf, type ObjectShape, type ShapeField, type ShapeNode, shapeTree } from './shape-tree.ts';
export type { TaskSpec } from './task.ts';
export { fixedOffsetMs, isNamedZone } from './time-zone.ts';
export {
  builtinTools,
  effectiveSideEffect,
  methodText,
  needsApproval,
  operationClasses,
  riskLevels,
  type SideEffect,
  sideEffects,
  type ToolSpec,
} from './tool.ts';
export { isolationModes, jitters } from './tool-runtime.ts';
export type { WorkflowSpec } from './workflow.ts';
export { fitsInput } from './workflow-context.ts';
export { workflowEdges, workflowEntry, workflowNodes } from './workflow-edges.ts';
export { type OperationModality, operationMeaning } from './workflow-operation.ts';
