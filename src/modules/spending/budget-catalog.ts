import { everyResource, KeptResources, type Resource, type ResourceService } from '../resource/index.ts';

/** The budgets of an organization, and the teams that own them. */
export interface Budgets {
  budgets: readonly Resource<'Budget'>[];
  teams: readonly Resource<'Team'>[];
}

/** The budgets of each organization, kept in memory so that a run without one asks the database nothing. */
export class BudgetCatalog extends KeptResources<Budgets> {
  constructor(resources: ResourceService) {
    super({
      kinds: ['Budget', 'Team'],
      read: async (actor) => {
        const [budgets, teams] = await Promise.all([
          everyResource(resources, actor, 'Budget'),
          everyResource(resources, actor, 'Team'),
        ]);
        return { budgets, teams };
      },
    });
  }
}
