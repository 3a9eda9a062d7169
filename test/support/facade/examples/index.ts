import type { Examples } from '../example.ts';
import { fabricExamples } from './fabric.ts';
import { jochExamples } from './joch.ts';
import { modelExamples } from './models.ts';
import { orlojExamples } from './orloj.ts';
import { roboticusExamples } from './roboticus.ts';
import { swarmExamples } from './swarm.ts';

/** Examples of every route, by route id. */
export const examples: Examples = {
  ...fabricExamples,
  ...jochExamples,
  ...modelExamples,
  ...orlojExamples,
  ...roboticusExamples,
  ...swarmExamples,
};
