import { createHash } from 'node:crypto';
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
export function operationWorkflow(
  about: { title?: string | undefined; description?: string | undefined },
  given: readonly OperationNode[],
): JsonObject {
  const nodes = given.map(withPlainOutputs);
  const spec = {
    ...defined(about),
    inputs: Object.fromEntries(inputsOf(nodes).map((name) => [name, {}])),
    moreInputs: true,
    order: nodes.map(({ key }) => key),
    nodes: Object.fromEntries(nodes.map((node) => [node.key, nodeOf(node)])),
  };
  return spec as JsonObject;
}

const plainName = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/** The name of a workflow of this title: the title itself where it is one, else what is left of it and what tells it apart. */
export function nameOfTitle(title: string): string {
  if (plainName.test(title) && title.length <= 200) return title;
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? ['workflow'];
  const mark = createHash('sha256').update(title).digest('hex').slice(0, 8);
  return `${words.join('-').slice(0, 100)}-${mark}`;
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

/** An output may also be an object of its path and its policy. */
function withPlainOutputs(node: OperationNode): OperationNode {
  const written = valuesOf(node.outputs).flatMap(([name, value]) => {
    const { path, merge } = Object(value) as { path?: unknown; merge?: unknown };
    return path === undefined ? [] : [{ name, path, merge }];
  });
  if (written.length === 0) return node;
  const paths = Object.fromEntries(written.map(({ name, path }) => [name, path]));
  const policies = written.filter(({ merge }) => merge !== undefined).map(({ name, merge }) => [name, merge]);
  return {
    ...node,
    outputs: { ...(node.outputs as object), ...paths },
    merge: { ...(mergeOf(node) as object), ...Object.fromEntries(policies) },
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
