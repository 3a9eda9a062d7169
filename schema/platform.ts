import { OrreryError } from '../src/platform/errors.ts';
import { builder } from './builder.ts';
import type { PlatformFacts } from './context.ts';

const PlatformCheck = builder.objectRef<{ name: string; outcome: string }>('PlatformCheck').implement({
  description: 'One thing that the platform needs.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What is looked at: database, engine.' }),
    outcome: t.exposeString('outcome', { description: '`ok`, or what is wrong with it.' }),
  }),
});

const PlatformHealth = builder
  .objectRef<{ ready: boolean; checks: Record<string, string> }>('PlatformHealth')
  .implement({
    description: 'Whether the platform can do its work now.',
    fields: (t) => ({
      ready: t.exposeBoolean('ready', { description: 'Whether every check is ok.' }),
      checks: t.field({
        type: [PlatformCheck],
        description: 'What was looked at.',
        resolve: ({ checks }) => Object.entries(checks).map(([name, outcome]) => ({ name, outcome })),
      }),
    }),
  });

export const PlatformRef = builder.objectRef<PlatformFacts>('Platform').implement({
  description: 'The running program.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'Its version.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When this process began.' }),
    now: t.field({ type: 'DateTime', description: 'What time it is there.', resolve: () => new Date() }),
    uptimeSeconds: t.int({
      description: 'How long this process has run, in whole seconds.',
      resolve: ({ startedAt }) => Math.max(0, Math.round((Date.now() - startedAt.getTime()) / 1_000)),
    }),
    health: t.field({
      type: PlatformHealth,
      description: 'Whether it can do its work now.',
      args: {
        orFail: t.arg.boolean({ defaultValue: false, description: 'Fail with UNAVAILABLE when it cannot.' }),
      },
      resolve: async (platform, { orFail }) => {
        const health = await platform.ready();
        if (health.ready || orFail !== true) return health;
        throw new OrreryError('UNAVAILABLE', 'The platform cannot do its work now.', {
          facts: { checks: health.checks },
        });
      },
    }),
  }),
});
