import type { ChatModel } from '../src/modules/model-access/index.ts';
import type { Resource } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { ResourceRef } from './resource.ts';

const ChatModelKind = builder.enumType('ChatModelKind', {
  description: 'What stands behind the name of a model.',
  values: {
    ENDPOINT: { description: 'A model endpoint: each call is one call of its model.' },
    AGENT: { description: 'An agent: each call is a run of it.' },
  },
});

export const ChatModelRef = builder.objectRef<ChatModel>('ChatModel').implement({
  description: 'Something that a chat client can name as its model.',
  fields: (t) => ({
    id: t.exposeID('id', {
      description: '`<namespace>/<name>` of an endpoint, `agent:<namespace>/<name>` of an agent.',
    }),
    kind: t.field({ type: ChatModelKind, description: 'What it is.', resolve: ({ kind }) => kind }),
    ownedBy: t.exposeString('ownedBy', { description: 'The provider of an endpoint; `orrery` for an agent.' }),
    displayName: t.exposeString('displayName', { description: "The model's or the agent's own name." }),
    created: t.int({
      description: 'When it was first applied, in seconds since 1970.',
      resolve: ({ createdAt }) => Math.floor(createdAt.getTime() / 1_000),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was first applied.' }),
    resource: t.field({
      type: ResourceRef,
      nullable: true,
      description: 'The ModelEndpoint or the Agent; null when it was deleted meanwhile.',
      resolve: ({ resourceId }, _args, { loaders }) => loaders.resource.load(resourceId) as Promise<Resource | null>,
    }),
  }),
});

/** A part of the list of models. */
export interface ChatModelPage {
  models: ChatModel[];
  hasMore: boolean;
}

export const ChatModelPageRef = builder.objectRef<ChatModelPage>('ChatModelPage').implement({
  description: 'A part of the list of models, by id.',
  fields: (t) => ({
    models: t.field({ type: [ChatModelRef], description: 'The models, sorted by id.', resolve: (page) => page.models }),
    hasMore: t.exposeBoolean('hasMore', { description: 'Whether there are more in the direction that was asked for.' }),
    firstId: t.id({
      nullable: true,
      description: 'The first model of this part; null when it is empty.',
      resolve: ({ models }) => models[0]?.id ?? null,
    }),
    lastId: t.id({
      nullable: true,
      description: 'The last model of this part; null when it is empty.',
      resolve: ({ models }) => models.at(-1)?.id ?? null,
    }),
  }),
});
