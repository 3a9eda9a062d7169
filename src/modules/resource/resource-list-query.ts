import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { resource } from '../../platform/db/generated/schema.ts';
import type { Keyset, NamePlace } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import type { Actor } from '../identity/index.ts';
import type { ResourceKind } from './kinds/index.ts';
import type { ListingFilter } from './listing.ts';

/** Which resources a list shows; absent means any. */
export interface ResourceFilter extends ListingFilter {
  kind?: ResourceKind | undefined;
  /** Those that come after this place by their names. */
  afterName?: NamePlace | undefined;
  /** Those in one of these namespaces, of which there is at least one. */
  namespaceIds?: readonly string[] | undefined;
}

/** A resource's row with the name of its namespace. */
export type ListedRow = Selectable<resource> & { namespace: string };

/** Which of all that a filter lets through a page shows, and in which order. */
interface Stretch {
  /** What must hold of those of one kind, or of all when the filter names none. */
  bounds(kind: ResourceKind | undefined): RawBuilder<unknown>[];
  order: RawBuilder<unknown>;
  limit: number;
  offset: number;
}

// Byte by byte, as the indexes have them. Every source of a page is called `place`, and has these columns.
const name = sql`place.name collate "C"`;
const rareEnough = 300;

/** The resources of a page, sorted by kind, name and id. @throws OrreryError CURSOR_INVALID */
export function listQuery(actor: Actor, filter: ResourceFilter, keys: Keyset): RawBuilder<ListedRow> {
  const way = sql.raw(keys.backward ? 'desc' : 'asc');
  const after = keys.after === undefined ? undefined : placeIn(keys.after);
  const before = keys.before === undefined ? undefined : placeIn(keys.before);
  return pageOf(actor, filter, {
    bounds: (kind) => [
      ...(after ? [beyond(kind, after, sql`>`)] : []),
      ...(before ? [beyond(kind, before, sql`<`)] : []),
    ],
    order: sql`place.kind ${way}, ${name} ${way}, place.id ${way}`,
    limit: keys.limit,
    offset: keys.offset,
  });
}

/** Resources of one namespace by name and kind, byte by byte. */
export function pageQuery(
  actor: Actor,
  filter: ListingFilter,
  range: { namespaceId: string; after: { name: string; kind: string } | null; limit: number },
): RawBuilder<ListedRow> {
  const { namespaceId, after, limit } = range;
  const order = sql`${name}, place.kind collate "C"`;
  const bounds = after ? [sql`(${order}) > (${after.name}, ${after.kind})`] : [];
  return pageOf(actor, { ...filter, namespaceIds: [namespaceId] }, { bounds: () => bounds, order, limit, offset: 0 });
}

/**
 * A page is chosen from one table, through an index in the order of the list, and only then are the rows read: what it
 * costs depends neither on how many resources there are nor on how many have a label.
 */
function pageOf(actor: Actor, filter: ResourceFilter, stretch: Stretch): RawBuilder<ListedRow> {
  return sql<ListedRow>`
    select resource.*, namespace.name as namespace
    from (${chosen(actor, filter, stretch)}) place
    join resource on resource.id = place.id join namespace on namespace.id = resource.namespace_id
    where namespace.organization_id = ${actor.organizationId} order by ${stretch.order}`;
}

/** Where an index has a list in order: in one namespace or all of them, of one kind or all of them. */
interface Run {
  namespaceId: string | undefined;
  kind: ResourceKind | undefined;
}

/** The places of the page: those that come first of the first of each run. */
function chosen(actor: Actor, filter: ResourceFilter, { bounds, order, limit, offset }: Stretch): RawBuilder<unknown> {
  const source = filter.labels && Object.keys(filter.labels).length > 0 ? labelled : sql`resource`;
  const shared = placeConditions(filter);
  const firstOf = (run: Run) => {
    const conditions = [
      ...runConditions(actor, run),
      ...shared,
      ...labelConditions(actor, run, filter),
      ...bounds(run.kind),
    ];
    return sql`(select place.kind, place.name, place.id from ${source} place
      where ${sql.join(conditions, sql` and `)} order by ${order} limit ${limit + offset})`;
  };
  const runs = runsOf(filter);
  if (runs.length === 0) return sql`select kind, name, id from resource where false`;
  return sql`select * from (${sql.join(runs.map(firstOf), sql` union all `)}) place
    order by ${order} limit ${limit} offset ${offset}`;
}

const labelled = sql`(select *, resource_id as id from resource_label)`;

function runsOf({ kind, kinds, namespaceIds }: ResourceFilter): Run[] {
  const wanted = kinds === undefined ? [kind] : kinds.filter((one) => kind === undefined || one === kind);
  const within = namespaceIds === undefined ? [undefined] : [...new Set(namespaceIds)];
  return within.flatMap((namespaceId) => [...new Set(wanted)].map((one) => ({ namespaceId, kind: one })));
}

function runConditions(actor: Actor, run: Run): RawBuilder<unknown>[] {
  const owned = ownedBy(actor, run, 'place');
  return run.kind ? [owned, sql`place.kind = ${run.kind}`] : [owned];
}

/** By one of the two only: with both the planner might read a whole organization for a namespace with few. */
function ownedBy(actor: Actor, { namespaceId }: Run, table: string): RawBuilder<unknown> {
  return namespaceId === undefined
    ? sql`${sql.ref(`${table}.organization_id`)} = ${actor.organizationId}`
    : sql`${sql.ref(`${table}.namespace_id`)} = ${namespaceId}`;
}

function placeConditions(filter: ResourceFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (filter.name !== undefined) conditions.push(sql`${name} = ${filter.name}`);
  if (filter.afterName) {
    const { name: last, id } = filter.afterName;
    conditions.push(id === undefined ? sql`${name} > ${last}` : sql`(${name}, place.id) > (${last}, ${id})`);
  }
  return conditions;
}

/** Of several labels one is looked for, and the others are asked of what it finds: so that it is one that few have. */
function labelConditions(actor: Actor, run: Run, filter: ResourceFilter): RawBuilder<unknown>[] {
  const labels = Object.entries(filter.labels ?? {}).map(([key, value]) =>
    labelDigest(sql`${key}::text`, sql`${value}::text`),
  );
  if (labels.length < 2) return labels.map((label) => sql`place.label = ${label}`);
  const wanted = sql`array[${sql.join(labels)}]`;
  return [
    sql`place.label = (
      select wanted.label from unnest(${wanted}) wanted(label) order by (
        select count(*) from (
          select from resource_label l where ${ownedBy(actor, run, 'l')} and l.label = wanted.label limit ${rareEnough}) first)
      limit 1)`,
    sql`(select count(*) from resource_label l where l.resource_id = place.id and l.label = any(${wanted})) = ${labels.length}`,
  ];
}

/** What stands for a label in the table of labels: as short for every label, since an entry of an index has a greatest length. */
export function labelDigest(key: RawBuilder<unknown>, value: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`sha256(convert_to(jsonb_build_array(${key}, ${value})::text, 'UTF8'))`;
}

type Place = readonly [kind: string, name: string, id: string];

/** What lies beyond a cursor. Of one kind the rest of the place decides, which an index can start at. */
function beyond(kind: ResourceKind | undefined, cursor: Place, than: RawBuilder<unknown>): RawBuilder<unknown> {
  const [cursorKind, cursorName, id] = cursor;
  if (kind === undefined) return sql`(place.kind, ${name}, place.id) ${than} (${cursorKind}, ${cursorName}, ${id})`;
  if (kind === cursorKind) return sql`(${name}, place.id) ${than} (${cursorName}, ${id})`;
  return sql`${kind}::text ${than} ${cursorKind}::text`;
}

function placeIn(cursor: string): Place {
  try {
    const parts: unknown = JSON.parse(cursor);
    if (Array.isArray(parts) && parts.length === 3 && parts.every((part) => typeof part === 'string')) {
      return parts as [string, string, string];
    }
  } catch {
    // Falls through to the refusal below: the text was not made by us.
  }
  throw new OrreryError('CURSOR_INVALID', 'This cursor does not come from a list of resources.');
}
