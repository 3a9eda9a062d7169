import { Kind, type ValueNode, visit } from 'graphql';
import type { Call, Caller, Operations, Plan } from '../operations/index.ts';
import { Cohort, type Member } from './cohort.ts';

export interface SubscriptionsOptions {
  operations: Operations;
  /** Equal keys mean equal rights. */
  rightsKey(actor: Caller): string;
}

/** Every subscription that runs. Those with equal operations, variables and rights run as one. */
export class Subscriptions {
  readonly #options: SubscriptionsOptions;
  readonly #cohorts = new Set<Cohort>();
  readonly #shared = new Map<string, Cohort>();

  constructor(options: SubscriptionsOptions) {
    this.#options = options;
  }

  get cohorts(): number {
    return this.#cohorts.size;
  }

  /** Adds `member` to the subscription; the returned function takes it out again. What goes wrong is told to the member. */
  join(plan: Plan, call: Omit<Call, 'signal'>, member: Member): () => void {
    const isOwn = !plan.isShareable || resumes(plan, call.variables);
    const key = isOwn ? undefined : this.#keyOf(plan, call);
    const running = key === undefined ? undefined : this.#shared.get(key);
    if (running) return running.join(member);
    const cohort: Cohort = new Cohort({
      operations: this.#options.operations,
      plan,
      call,
      isShared: key !== undefined,
      onEnd: () => {
        this.#cohorts.delete(cohort);
        if (key !== undefined && this.#shared.get(key) === cohort) this.#shared.delete(key);
      },
    });
    this.#cohorts.add(cohort);
    if (key !== undefined) this.#shared.set(key, cohort);
    const leave = cohort.join(member);
    void cohort.run();
    return leave;
  }

  /** Whether the subscription tells what happens from now on, and neither goes on from a place nor begins with what is there. */
  beginsNow(plan: Plan, variables: Record<string, unknown>): boolean {
    return !resumes(plan, variables);
  }

  #keyOf(plan: Plan, { actor, variables = {} }: Omit<Call, 'signal'>): string {
    const declared = (plan.operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
    const given = Object.fromEntries(declared.map((name) => [name, variables[name]]));
    return JSON.stringify([plan.id, actor && this.#options.rightsKey(actor), given]);
  }
}

/** Arguments that give a subscription a start of its own: a cursor to go on from, or the wish to be told first what is there. */
const ownStart = new Set(['after', 'initial']);

/** Whether the subscription starts at a place of its own, so that nobody else can share it. */
function resumes(plan: Plan, variables: Record<string, unknown> = {}): boolean {
  const isGiven = (value: ValueNode): boolean => {
    if (value.kind === Kind.BOOLEAN) return value.value;
    if (value.kind !== Kind.VARIABLE) return value.kind !== Kind.NULL;
    const given = variables[value.name.value];
    if (given !== undefined) return given !== null && given !== false;
    const definition = plan.operation.variableDefinitions?.find(
      ({ variable }) => variable.name.value === value.name.value,
    );
    return definition?.defaultValue !== undefined && isGiven(definition.defaultValue);
  };
  let found = variables['after'] !== undefined && variables['after'] !== null;
  visit(plan.document, {
    [Kind.ARGUMENT]: (argument) => {
      if (ownStart.has(argument.name.value) && isGiven(argument.value)) found = true;
    },
  });
  return found;
}
