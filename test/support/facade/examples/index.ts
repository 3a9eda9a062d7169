import type { Examples } from '../example.ts';
import { fabricExamples } from './fabric.ts';
import { jochExamples } from './joch.ts';
import { modelExamples } from './models.ts';
import { roboticusExamples } from './roboticus.ts';
import { swarmExamples } from './swarm.ts';

/** Examples of routes, by route id. */
export const examples: Examples = {
  ...fabricExamples,
  ...jochExamples,
  ...modelExamples,
  ...roboticusExamples,
  ...swarmExamples,
};
