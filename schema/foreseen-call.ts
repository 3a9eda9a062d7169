import type { ForeseenCall } from '../src/modules/governance/index.ts';
import { builder } from './builder.ts';
import { PolicyActionEnum } from './decided-call.ts';
import { PolicyDecisionRef } from './policy-decision.ts';

export const ForeseenCallRef = builder.objectRef<ForeseenCall>('ForeseenCall').implement({
  description: 'A call that an agent could make, and what policies, roles and permissions say of it beforehand.',
  fields: (t) => ({
    action: t.expose('action', { type: PolicyActionEnum, description: 'What is decided on.' }),
    subject: t.exposeString('subject', { description: 'The tool, the model, or the agent whose runs start.' }),
    decision: t.expose('decision', {
      type: PolicyDecisionRef,
      nullable: true,
      description: 'What would be decided; null when that depends on what is known only when the call is made.',
    }),
    missing: t.exposeString('missing', {
      nullable: true,
      description: 'What it depends on, for example the arguments of the tool; null when the decision is known.',
    }),
  }),
});
