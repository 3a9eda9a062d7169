import type { z } from 'zod';
import { type Fault, type Parsed, parseWith } from './fault.ts';
import { type JsonObject, toJsonObject } from './json.ts';
import type { Ref } from './ref.ts';
import { referenceFinder } from './references.ts';

/** Every kind by the hub's name for it. */
export const resourceKinds = [
  'AgBom',
  'Agent',
  'AgentRole',
  'AgentSystem',
  'Artifact',
  'Budget',
  'Conversation',
  'Deployment',
  'Environment',
  'Eval',
  'FrameworkAdapter',
  'Handoff',
  'KnowledgeSource',
  'McpServer',
  'Memory',
  'ModelEndpoint',
  'ModelRoute',
  'Policy',
  'Rag',
  'Schedule',
  'SealedSecret',
  'Secret',
  'StateCheckpoint',
  'Task',
  'TaskWebhook',
  'Team',
  'Tool',
  'Trace',
  'Worker',
  'Workflow',
  'ToolPermission',
] as const;
/** The hub's name of a kind. */
export type ResourceKind = (typeof resourceKinds)[number];

/** One resource that a spec names. Without a namespace it lies in the namespace of the resource that names it. */
export interface Reference {
  /** Where in the spec, as in `tools[2]`. */
  path: string;
  kind: ResourceKind;
  namespace?: string;
  name: string;
}

/** Where a resource lies whose manifest and whose request name no namespace. */
export const defaultNamespace = 'default';

/** What is known of one kind, whatever the API version. */
export interface KindDefinition<Spec> {
  kind: ResourceKind;
  /** What a resource of this kind is, in one sentence. */
  description: string;
  /** The name of its type in the graph, where that is not the kind's. */
  typeName?: string;
  /**
   * Absent for what belongs to its namespace. CLUSTER for what belongs to all: it lies in `default`, whatever namespace
   * is written. SHARED for what may lie in any: a name that a namespace does not have means that of `default`.
   */
  scope?: 'CLUSTER' | 'SHARED';
  /** Lower-case plural, as paths write it. */
  plural: string;
  /** Every word that means this kind, lower-case, without dashes. */
  aliases: readonly string[];
  /** Types and defaults of single fields. Parsing what it gave before changes nothing. */
  shape: z.ZodType<Spec>;
  /**
   * Whether a controller looks at each resource of this kind, and what has not been looked at is pending. One of a
   * kind without, of which no report is awaited either, is ready as soon as what it names is there.
   */
  hasController?: true;
  /** Whether others report how far it has come, and until they do it is pending. */
  awaitsReport?: true;
  /** Whether it is work that is carried out: its phase is how far that has come, whatever is wrong with what it names. */
  isCarriedOut?: true;
  /** What its status tells besides what every status does; a part. */
  status?: z.ZodType<object>;
  /** What of its status follows from the resource itself, whatever is reported; fields of `status`. */
  derived?(resource: { namespace: string; name: string }): JsonObject;
  /** What one field demands of another. Paths are inside the spec. */
  rules(spec: Spec): Fault[];
  /** The normalised spec with every default, or every fault. Paths are inside the spec. */
  parseSpec(value: unknown): Parsed<Spec>;
  references(spec: Spec): Reference[];
}

type KindParts<Spec> = Omit<KindDefinition<Spec>, 'parseSpec' | 'references' | 'rules'> &
  Partial<Pick<KindDefinition<Spec>, 'references' | 'rules'>>;

/** Builds a kind from its shape and its rules. Without a word on references they are those of the shape. */
export function defineKind<Spec extends object>(parts: KindParts<Spec>): KindDefinition<Spec> {
  const definition = { rules: () => [], references: parts.references ?? referenceFinder(parts.shape), ...parts };
  return {
    ...definition,
    parseSpec: (value) => {
      const parsed = parseShape(definition.shape, value);
      if (!parsed.ok) return parsed;
      const faults = definition.rules(parsed.value);
      return faults.length > 0 ? { ok: false, faults } : parsed;
    },
  };
}

/** Parses without the rules between fields. The result is plain JSON: no key without a value. */
export function parseShape<Spec extends object>(shape: z.ZodType<Spec>, value: unknown): Parsed<Spec> {
  const parsed = parseWith(shape, value);
  return parsed.ok ? { ok: true, value: toJsonObject(parsed.value) as Spec } : parsed;
}

/** The references of `kind` at `path`; absent ones are left out. */
export function referencesAt(kind: ResourceKind, path: string, refs: Ref | readonly Ref[] | undefined): Reference[] {
  if (refs === undefined) return [];
  if (!isList(refs)) return [referenceTo(kind, path, refs)];
  return refs.map((ref, index) => referenceTo(kind, `${path}[${index}]`, ref));
}

function referenceTo(kind: ResourceKind, path: string, { namespace, name }: Ref): Reference {
  return namespace === undefined ? { path, kind, name } : { path, kind, namespace, name };
}

function isList(refs: Ref | readonly Ref[]): refs is readonly Ref[] {
  return Array.isArray(refs);
}
