import type { Convention } from '../runtime/convention.ts';
import type { ApiName } from '../runtime/route.ts';
import { anthropic } from './anthropic/convention.ts';
import { fabric } from './fabric/convention.ts';
import { joch } from './joch/convention.ts';
import { openai } from './openai/convention.ts';
import { orloj } from './orloj/convention.ts';
import { roboticus } from './roboticus/convention.ts';
import { swarm } from './swarm/convention.ts';

/** Every API that the facade serves. */
export const conventions: Record<ApiName, Convention> = { joch, swarm, orloj, roboticus, fabric, openai, anthropic };
