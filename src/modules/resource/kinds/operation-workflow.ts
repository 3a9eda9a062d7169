import { contextPath, isContextText } from './context-path.ts';
import type { JsonObject } from './json.ts';

/** One node of a workflow of operations, as its author gives it. */
export interface OperationNode {
  key: string;
  title?: string | undefined;
  stage?: string | undefined;
  operation: string;
  runtime?: string | undefined;
  config?: unknown;
  inputs?: unknown;
  outputs?: unknown;
  /** One policy for all outputs, or one by the name of each. */
  merge?: unknown;
  dependsOn: readonly string[];
  requires: readonly string[];
  timeoutMs?: number | undefined;
  retries: number;
}

/**
 * The spec of a workflow of operations, to be checked like any other. What its nodes read of the context and none of them
 * writes is what a run may be given.
 */
export function operationWorkflow(description: string | undefined, nodes: readonly OperationNode[]): JsonObject {
  const spec = {
    ...(description !== undefined && { description }),
    inputs: Object.fromEntries(inputsOf(nodes).map((name) => [name, {}])),
    moreInputs: true,
    order: nodes.map(({ key }) => key),
    nodes: Object.fromEntries(nodes.map((node) => [node.key, nodeOf(node)])),
  };
  return spec as JsonObject;
}

function nodeOf(node: OperationNode): object {
  const {
    title,
    stage,
    operation: name,
    runtime,
    config,
    inputs,
    outputs,
    dependsOn,
    requires,
    timeoutMs,
    retries,
  } = node;
  return {
    ...defined({ title, stage, inputs, outputs, timeoutMs }),
    operation: { name, ...defined({ runtime, config }) },
    merge: mergeOf(node),
    dependsOn,
    requires,
    ...(retries > 0 && { retry: { maxAttempts: retries + 1 } }),
  };
}

function mergeOf({ merge, outputs }: OperationNode): unknown {
  if (typeof merge !== 'string') return merge ?? {};
  return Object.fromEntries(valuesOf(outputs).map(([name]) => [name, merge]));
}

function inputsOf(nodes: readonly OperationNode[]): string[] {
  const rootsIn = (part: unknown) => valuesOf(part).flatMap(([, value]) => rootOf(value));
  const written = new Set(nodes.flatMap(({ outputs }) => rootsIn(outputs)));
  return [...new Set(nodes.flatMap(({ inputs }) => rootsIn(inputs)))].filter((root) => !written.has(root));
}

function rootOf(value: unknown): string[] {
  return isContextText(value) ? (contextPath(value)?.slice(0, 1) ?? []) : [];
}

function valuesOf(part: unknown): [string, unknown][] {
  return typeof part === 'object' && part !== null ? Object.entries(part) : [];
}

function defined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}
