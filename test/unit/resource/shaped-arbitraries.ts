import fc from 'fast-check';
import {
  type KindSpecs,
  kinds,
  type ObjectShape,
  type ResourceKind,
  type ShapeNode,
  shapeTree,
} from '../../../src/modules/resource/kinds/index.ts';
import { type ApiVersion, spokeOf } from '../../../src/modules/resource/versions/index.ts';
import { count, manifests, name, text } from './arbitraries.ts';

/** Manifests of a kind in an API version, made from the kind's shape: whatever the kind takes. */
export function shapedManifests(kind: ResourceKind, apiVersion: ApiVersion) {
  const spoke = spokeOf(apiVersion, kind);
  const specs = specsOf(kind).map((spec) => spoke.write(spec as never, { name: 'it' }) as unknown);
  return manifests(spoke.apiVersion, spoke.kindName, specs);
}

/** Specs in the hub's shape that their kind takes. */
export function specsOf<K extends ResourceKind>(kind: K): fc.Arbitrary<KindSpecs[K]> {
  const shape = shapeTree(kinds[kind].shape);
  if (shape.type !== 'object') throw new Error(`The spec of ${kind} is no part.`);
  return objectOf(shape).map((given) => firstTaken(kind, completed[kind]?.(given) ?? given));
}

type Given = Record<string, unknown>;

/** What is wanted in every spec of a kind, or only where others are. */
const completed: { [kind in ResourceKind]?: (given: Given) => Given } = {
  Schedule: ({ task, agent, action, cron, everyMs, at, input, ...given }) => ({
    ...given,
    ...(agent !== undefined
      ? { agent, input }
      : action !== undefined
        ? { action, input }
        : { task: task ?? { name: 'it' } }),
    ...(at !== undefined ? { at } : everyMs !== undefined ? { everyMs } : { cron: cron ?? '0 9 * * *' }),
  }),
  TaskWebhook: ({ task, taskTemplate, auth, ...given }) => ({
    ...given,
    ...(taskTemplate === undefined
      ? { task: task ?? { name: 'template' } }
      : { taskTemplate: { system: { name: 'system' }, ...(taskTemplate as object) } }),
    auth: { signatureHeader: 'S', timestampHeader: 'T', signatureKey: 's', timestampKey: 't', ...(auth as object) },
  }),
  Workflow: ({ nodes, ...given }) => ({
    ...given,
    nodes: { only: { tool: { ref: { name: 'search' } } }, ...simpleNodes(nodes as Record<string, Given>) },
  }),
};

/** Nodes that each do one thing, one after the other; what the rules between nodes are about is tested with the rules. */
function simpleNodes(nodes: Record<string, Given>): Record<string, Given> {
  let before: string | undefined;
  const chained = Object.entries(nodes).map(([name, { tool, agent, join, retry, title, requires }]) => {
    const dependsOn = before === undefined ? [] : [before];
    before = name;
    const does = tool === undefined ? { agent: agent ?? { ref: { name: 'writer' } } } : { tool };
    const isQuorum = (join as Given)['mode'] === 'quorum';
    const count = (join as Given)['count'] ?? 1;
    return [
      name,
      { ...does, dependsOn, retry, title, requires, join: isQuorum ? { ...(join as Given), count } : join },
    ];
  });
  return Object.fromEntries(chained);
}

// What the rules between fields refuse is made simpler until they take it.
function firstTaken<K extends ResourceKind>(kind: K, given: Record<string, unknown>): KindSpecs[K] {
  const parsed = kinds[kind].parseSpec(given);
  if (parsed.ok) return parsed.value;
  const faulty = new Set(parsed.faults.map(({ path }) => String(path[0])));
  const rest = Object.fromEntries(Object.entries(given).filter(([field]) => !faulty.has(field)));
  if (Object.keys(rest).length === Object.keys(given).length)
    throw new Error(`No spec of ${kind} can be made: ${JSON.stringify(parsed.faults)}`);
  return firstTaken(kind, rest);
}

function objectOf({ fields }: ObjectShape): fc.Arbitrary<Record<string, unknown>> {
  const entries = [...fields].map(([key, { node, optional }]) => ({
    key,
    optional,
    values: syntaxes[key] ?? arbitraryOf(node),
  }));
  return fc.record(Object.fromEntries(entries.map(({ key, values }) => [key, values])), {
    requiredKeys: entries.filter(({ optional }) => !optional).map(({ key }) => key),
  });
}

/** Texts with a syntax, by the names of their fields. */
const syntaxes: Record<string, fc.Arbitrary<string>> = {
  cron: fc.constantFrom('*/5 * * * *', '0 9-17/2 1,15 * 1-5'),
  // The only word that all APIs take.
  concurrencyPolicy: fc.constant('forbid'),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin'),
};

function arbitraryOf(node: ShapeNode): fc.Arbitrary<unknown> {
  switch (node.type) {
    case 'object':
      return objectOf(node);
    case 'list':
      return fc.array(arbitraryOf(node.item), { maxLength: 2 });
    case 'map':
      return fc.dictionary(name, arbitraryOf(node.value), { maxKeys: 2 });
    case 'words':
      return fc.constantFrom(...Object.keys(node.meanings));
    case 'reference':
      return fc.oneof(fc.record({ name }), fc.record({ namespace: name, name }));
    case 'secret':
      return fc.oneof(fc.record({ name }), fc.record({ name, key: name }));
    default:
      return plain[node.type];
  }
}

const plain = {
  text,
  integer: fc.integer({ min: 1, max: 100 }),
  number: fc.integer({ min: 0, max: 1 }),
  boolean: fc.boolean(),
  // Whole days are whole in every unit that an API counts in.
  duration: count.map((days) => days * 86_400_000),
  decimal: fc.constantFrom('0', '1.50', '0.0000001'),
  moment: fc.constant('2026-01-02T03:04:05Z'),
  json: fc.constantFrom({ any: 'thing' }, { deep: { er: [1] } }),
  entries: fc.dictionary(name, text, { maxKeys: 2 }),
};
