import { builder } from './builder.ts';

export const Money = builder.objectRef<{ amount: string; currency: string }>('Money').implement({
  description: 'An exact amount of money.',
  fields: (t) => ({
    amount: t.field({ type: 'Decimal', description: 'The amount.', resolve: (money) => money.amount }),
    currency: t.exposeString('currency', { description: 'ISO 4217, for example USD.' }),
  }),
});

/** What calls used and cost. */
export interface UsageShape {
  inputTokens: number;
  outputTokens: number;
  modelCalls: number;
  toolCalls: number;
  cost: string;
  currency: string;
}

export const Usage = builder.objectRef<UsageShape>('Usage').implement({
  description: 'What calls used and cost.',
  fields: (t) => ({
    inputTokens: t.exposeInt('inputTokens', { description: 'Tokens that models were given.' }),
    outputTokens: t.exposeInt('outputTokens', { description: 'Tokens that models gave.' }),
    modelCalls: t.exposeInt('modelCalls', { description: 'Model calls that came to an end.' }),
    toolCalls: t.exposeInt('toolCalls', { description: 'Tool calls that came to an end.' }),
    cost: t.field({
      type: Money,
      description: 'What it cost, from the prices of the model endpoints.',
      resolve: ({ cost, currency }) => ({ amount: cost, currency }),
    }),
  }),
});
