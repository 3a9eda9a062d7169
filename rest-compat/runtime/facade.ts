import {
  type Caller,
  type Credentials,
  type Exchange,
  type OrreryServer,
  RequestRefused,
  type Upgrade,
} from '../../src/server/index.ts';
import { chooseWire, streamWires } from './accept.ts';
import type { Asked } from './asked.ts';
import { wantsBody } from './bind.ts';
import { RouteCall } from './call.ts';
import type { About, Problem } from './convention.ts';
import { explain, wantsExplanation } from './explain.ts';
import { failureOf, problemOf, problemOfError, problemOfMissing, Refused } from './problem.ts';
import { sendProblem, sendSuccess } from './reply.ts';
import { noBody, type RequestBody, readRequestBody } from './request-body.ts';
import type { Wire } from './route.ts';
import type { Candidate } from './route-index.ts';
import type { ServedRoute } from './served-route.ts';
import { protocolToken } from './streams/index.ts';
import { problemOfFaults, problemOfRefusedRun } from './variable-faults.ts';
import type { Aside } from './write-shape.ts';

/** A stream that may be opened: the caller is known and the variables are bound, but nothing ran yet. */
export interface StreamOpening {
  served: ServedRoute;
  asked: Asked;
  variables: Record<string, unknown>;
  /** Where its events go. */
  to: { wire: Exclude<Wire, 'WS'>; exchange: Exchange } | { wire: 'WS'; upgrade: Upgrade };
}

/** What the facade needs of the rest of the program. */
export interface FacadeDeps {
  operations: OrreryServer['operations'];
  /** Resolves null when the credentials are wrong. */
  authenticate(credentials: Credentials): Promise<Caller | null>;
  /** Whom an authenticated caller is, for the envelopes that show it. */
  callerOf(actor: Caller): NonNullable<About['caller']>;
  /** Whether an authenticated caller may do all that the role of this name may. */
  hasRole(actor: Caller, role: string): boolean;
  /** Opens a stream. What it throws before it wrote anything is answered as a failure of the API. */
  openStream(opening: StreamOpening): void | Promise<void>;
  log: Log;
}

/** Where what nobody planned is written down. */
export interface Log {
  error(facts: Record<string, unknown>, message: string): void;
}

/** A request on its way through the facade. */
export interface Asking {
  candidate: Candidate;
  /** What the path's placeholders stand for. */
  values: string[];
  asked: Asked;
}

/** Serves routes: who asks, with which variables, what came of it. */
export class Facade {
  readonly #deps: FacadeDeps;

  constructor(deps: FacadeDeps) {
    this.#deps = deps;
  }

  /** Answers a request. Never rejects. */
  async serve(exchange: Exchange, asking: Asking): Promise<void> {
    const { served } = asking.candidate;
    exchange.route = served.route.path;
    try {
      await this.#answer(exchange, asking);
    } catch (error) {
      const { asked } = asking;
      sendProblem(exchange, served.convention, { asked, problem: this.problemOf(served, error, asked.requestId) });
    }
  }

  /** Admits an upgrade request and opens its stream. @throws Refused, RequestRefused, or what nobody planned */
  async upgrade(upgrade: Upgrade, asking: Asking): Promise<void> {
    const { asked } = asking;
    const { served } = asking.candidate;
    await this.admit(served, asked, served.convention.socket?.token?.(asked.query));
    const variables = this.#bind(asking, noBody);
    await this.#deps.openStream({ served, asked, variables, to: { wire: 'WS', upgrade } });
  }

  /** What was thrown while a route was served, as a problem. What nobody planned is logged and masked. */
  problemOf({ route }: ServedRoute, error: unknown, requestId: string): Problem {
    if (error instanceof Refused) return error.problem;
    if (error instanceof RequestRefused) return problemOfRefusedRun(route, error, requestId);
    this.#deps.log.error({ err: error, requestId, route: route.id }, 'a route failed');
    return problemOf(route.api, 'INTERNAL', { message: 'Something went wrong on our side.' });
  }

  async #answer(exchange: Exchange, asking: Asking): Promise<void> {
    const { candidate, asked } = asking;
    const { served } = candidate;
    await this.admit(served, asked);
    exchange.principalId = asked.actor?.principalId;
    const variables = this.#bind(asking, await bodyOf(exchange, served));
    if (wantsExplanation(asked.headers['prefer']))
      await explain(this.#deps.operations, served, { exchange, asked, variables });
    else await this.#run(exchange, { served, asked, variables });
  }

  /**
   * Finds out who asks.
   * @param other a token that counts when the request shows none in the forms for every request
   * @throws Refused when the route is not for them
   */
  async admit({ route, convention }: ServedRoute, asked: Asked, other?: string): Promise<void> {
    const { headers, query } = asked;
    const token = convention.token(headers, query) ?? protocolToken(headers['sec-websocket-protocol']) ?? other;
    const actor = token === undefined ? null : await this.#deps.authenticate({ token });
    if (!actor && route.isPublic) return;
    if (!actor) throw new Refused(problemOf(route.api, 'UNAUTHENTICATED', token === undefined ? noToken : wrongToken));
    asked.actor = actor;
    asked.caller = this.#deps.callerOf(actor);
    if (route.role !== undefined && !this.#deps.hasRole(actor, route.role))
      throw new Refused(problemOf(route.api, 'FORBIDDEN', { message: `This is for the role ${route.role} only.` }));
  }

  #bind({ candidate: { served, names }, values, asked }: Asking, body: RequestBody): Record<string, unknown> {
    const path: Record<string, string> = {};
    for (const [index, name] of names.entries()) path[name] = values[index] ?? '';
    const bound = served.bind({ path, query: asked.query, headers: asked.headers, body });
    if (!bound.faults) return bound.variables;
    const { route } = served;
    throw new Refused(bound.part === 'path' ? problemOfMissing(route, path) : problemOfFaults(route, bound));
  }

  async #run(
    exchange: Exchange,
    { served, asked, variables }: { served: ServedRoute; asked: Asked; variables: Record<string, unknown> },
  ): Promise<void> {
    const { route } = served;
    const wire = chooseWire(route, asked.headers.accept);
    if (wire !== 'WS' && (route.kind === 'subscription' || streamWires.has(wire))) {
      if (exchange.method === 'HEAD') throw new Refused(problemOf(route.api, 'REQUEST_INVALID', noHeadOfStream));
      await this.#deps.openStream({ served, asked, variables, to: { wire, exchange } });
      return;
    }
    const call = new RouteCall(exchange, { actor: asked.actor, variables, isMutation: route.kind === 'mutation' });
    const { data, errors } = await this.#deps.operations.run(served.plan, call);
    if (errors) throw new Refused(problemOfError(route.api, errors[0]));
    const root = served.rootOf(data);
    if (root === null || root === undefined) throw new Refused(problemOfMissing(route, variables));
    const failure = failureOf(route.api, root);
    if (failure) throw new Refused(failure);
    const aside: Aside = {};
    sendSuccess(exchange, served, { asked, json: served.writeRoot(root, aside), aside });
  }
}

/** Reads what the route wants of the body. What cannot be read is none where all that is wanted may be missing. */
async function bodyOf({ request }: Exchange, { route, convention }: ServedRoute): Promise<RequestBody> {
  const { wanted, isLenient } = wantsBody(route);
  if (!wanted) return noBody;
  try {
    return await readRequestBody(request, { type: route.body ?? 'JSON', maxBytes: convention.maxBodyBytes });
  } catch (error) {
    if (isLenient && error instanceof RequestRefused && error.status === 400) return noBody;
    throw error;
  }
}

const noToken = { message: 'This needs a token.', fix: 'Send it as "Authorization: Bearer <token>".' };
const wrongToken = { message: 'The token is wrong or has expired.', fix: 'Send a valid token.' };
const noHeadOfStream = { message: 'A stream has no HEAD.', status: 405 };
