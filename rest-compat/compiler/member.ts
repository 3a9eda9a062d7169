import type { Member, ObjectShape, Shape } from '../runtime/route.ts';
import type { Faults, Place } from './fault.ts';

/** A member on its way into an object. */
export interface Piece {
  member: Member;
  /** The object types that have it; null when all have. */
  types: readonly string[] | null;
  /** The selection that it comes from. */
  node: Place;
}

type Members = Pick<ObjectShape, 'members' | 'byType'>;

/** The members of an object in the order of its selection; those that only some types have are kept apart. */
export function assemble(all: readonly Piece[], possible: readonly string[], faults: Faults): Members {
  // What stands under a type that is impossible here is never shown.
  const pieces = all.filter(({ types }) => types === null || types.length > 0);
  if (pieces.every(({ types }) => types === null)) return { members: merged(pieces, faults) };
  const typed = new Set(pieces.filter(({ types }) => types).map(({ member }) => member.name));
  const isCommon = ({ types, member }: Piece) => types === null && !typed.has(member.name);
  const byType: Record<string, Member[]> = {};
  for (const type of possible) {
    const own = pieces.filter((piece) => !isCommon(piece) && (piece.types === null || piece.types.includes(type)));
    if (own.length > 0) byType[type] = merged(own, faults);
  }
  return { members: merged(pieces.filter(isCommon), faults), byType };
}

/** Members of the same name become one: equal ones, and objects that read the same source. */
function merged(pieces: readonly Piece[], faults: Faults): Member[] {
  const members = new Map<string, Member>();
  for (const { member, node } of pieces) {
    const before = members.get(member.name);
    const one = before ? mergedMember(before, member) : member;
    if (one) members.set(member.name, one);
    else faults.add(node, `${member.name} is written twice from different sources. Give one another name.`);
  }
  return [...members.values()];
}

function mergedMember(a: Member, b: Member): Member | undefined {
  if (JSON.stringify(a) === JSON.stringify(b)) return a;
  if (JSON.stringify(a.from) !== JSON.stringify(b.from)) return undefined;
  const shape = mergedShape(a.shape, b.shape);
  return shape && { ...a, shape };
}

function mergedShape(a: Shape, b: Shape): Shape | undefined {
  if (a.kind === 'object' && b.kind === 'object') return mergedObject(a, b);
  if (a.kind === 'list' && b.kind === 'list' && String(a.at) === String(b.at)) {
    const item = mergedShape(a.item, b.item);
    return item && { ...a, item };
  }
  return JSON.stringify(a) === JSON.stringify(b) ? a : undefined;
}

function mergedObject(a: ObjectShape, b: ObjectShape): ObjectShape | undefined {
  const members = mergedLists(a.members, b.members);
  const types = [...new Set([...Object.keys(a.byType ?? {}), ...Object.keys(b.byType ?? {})])];
  const lists = types.map((type) => [type, mergedLists(a.byType?.[type] ?? [], b.byType?.[type] ?? [])] as const);
  if (!members || lists.some(([, list]) => !list)) return undefined;
  const { schemaName: _name, ...object } = a;
  const byType = types.length > 0 ? { byType: Object.fromEntries(lists) as Record<string, Member[]> } : {};
  return { ...object, members, ...byType };
}

function mergedLists(a: readonly Member[], b: readonly Member[]): Member[] | undefined {
  const members = new Map(a.map((member) => [member.name, member]));
  for (const member of b) {
    const before = members.get(member.name);
    const one = before ? mergedMember(before, member) : member;
    if (!one) return undefined;
    members.set(member.name, one);
  }
  return [...members.values()];
}
