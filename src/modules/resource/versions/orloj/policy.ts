import type { z } from 'zod';
import { kinds, type PolicySpec, wordList, wordOf } from '../../kinds/index.ts';
import { defineSpokeKind, someOf } from '../spoke.ts';
import { apiVersion, countOrDefault, keeps, orlojFields } from './fields.ts';

const schema = orlojFields({
  max_tokens_per_run: countOrDefault,
  allowed_models: wordList,
  blocked_tools: wordList,
  apply_mode: wordOf(['scoped', 'global']),
  target_systems: wordList,
  target_tasks: wordList,
  max_child_depth: countOrDefault,
  max_child_tasks: countOrDefault,
});

export const policy = defineSpokeKind<PolicySpec, z.infer<typeof schema>>({
  kindName: 'AgentPolicy',
  apiVersion,
  schema,
  keeps,
  rules: kinds.Policy.rules,
  toHub: (manifest) => ({
    applyMode: manifest.apply_mode,
    appliesTo: { systems: manifest.target_systems, tasks: manifest.target_tasks },
    limits: {
      maxTokensPerRun: manifest.max_tokens_per_run,
      allowedModels: manifest.allowed_models,
      blockedTools: manifest.blocked_tools,
      maxChildDepth: manifest.max_child_depth,
      maxChildTasks: manifest.max_child_tasks,
    },
  }),
  fromHub: ({ applyMode, appliesTo, limits }) => ({
    max_tokens_per_run: limits.maxTokensPerRun,
    allowed_models: someOf(limits.allowedModels),
    blocked_tools: someOf(limits.blockedTools),
    apply_mode: applyMode,
    target_systems: someOf(appliesTo.systems),
    target_tasks: someOf(appliesTo.tasks),
    max_child_depth: limits.maxChildDepth,
    max_child_tasks: limits.maxChildTasks,
  }),
});
