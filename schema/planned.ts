import type { Execution, PlannedExecution } from '../src/modules/execution/index.ts';
import type { Loaders } from './loaders.ts';
import { present } from './present.ts';

/** The execution with its graph. What a dry run would have written has it with it. */
export async function planned(execution: Execution | PlannedExecution, loaders: Loaders): Promise<PlannedExecution> {
  return 'graph' in execution ? execution : present(await loaders.plannedExecution.load(execution.id));
}
