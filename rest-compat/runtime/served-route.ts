import type { OrreryServer, Plan } from '../../src/server/index.ts';
import { type Bind, compileBind } from './bind.ts';
import type { Convention } from './convention.ts';
import type { Route } from './route.ts';
import { type Aside, compileShape, type ShapeWriter } from './write-shape.ts';

/** A route with what serving it takes. Plan, binding and writer are made when first needed: there are hundreds. */
export class ServedRoute {
  readonly route: Route;
  readonly convention: Convention;
  readonly #operations: OrreryServer['operations'];
  #plan: Plan | undefined;
  #bind: Bind | undefined;
  #write: ShapeWriter | undefined;

  constructor(route: Route, convention: Convention, operations: OrreryServer['operations']) {
    this.route = route;
    this.convention = convention;
    this.#operations = operations;
  }

  /** The operation, parsed and validated. */
  get plan(): Plan {
    this.#plan ??= this.#operations.prepareOwn(this.route.document, this.route.id);
    return this.#plan;
  }

  /** Reads the variables of the operation from a request. */
  get bind(): Bind {
    this.#bind ??= compileBind(this.route, this.convention);
    return this.#bind;
  }

  /** Writes the value of the route's root as JSON. */
  get write(): ShapeWriter {
    this.#write ??= compileShape(this.route.shape, this.convention.words);
    return this.#write;
  }

  /** The value of the only root field, which may be null or a failure; all of the data when there are several. */
  rootOf(data: Record<string, unknown> | null | undefined): unknown {
    const { rootKey } = this.route;
    return rootKey === undefined ? data : data?.[rootKey];
  }

  /** Writes what `rootOf` gave as JSON; it is neither null nor a failure. */
  writeRoot(root: unknown, aside: Aside): string {
    let value = root;
    for (const key of this.route.rootAt) value = (value as Record<string, unknown> | null | undefined)?.[key];
    return this.write(value, aside);
  }
}
