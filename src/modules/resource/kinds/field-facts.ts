import { z } from 'zod';
import type { ResourceKind } from './kind.ts';

/** What a type says of a field besides what it checks. The graph and the references of a kind are made from it. */
export type FieldFacts =
  /** Milliseconds. */
  | { is: 'duration' }
  | { is: 'decimal' }
  /** RFC 3339. */
  | { is: 'moment' }
  /** Another resource by name. */
  | { is: 'reference'; to: ResourceKind }
  /** One value of a Secret. */
  | { is: 'secret' }
  /** Fields that belong together, with the name and the description of their type in the graph. */
  | { is: 'part'; name: string; description: string }
  /** A closed set of words, with what each means. */
  | { is: 'words'; name: string; description: string; meanings: Record<string, string> };

/** Facts by the types that they are about; what is derived from a type has its facts as well. */
export const fieldFacts = z.registry<FieldFacts>();
