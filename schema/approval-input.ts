import type { InputFieldBuilder } from '@pothos/core';
import { builder, type GraphTypes } from './builder.ts';

export const Decision = builder.enumType('Decision', {
  description: 'What a person decides.',
  values: {
    APPROVE: { description: 'The call may be made.' },
    EDIT: { description: 'The call may be made with other arguments, which have to be there.' },
    DENY: { description: 'The call may not be made.' },
  } as const,
});

/** The fields by which an input names one approval: its id, or its namespace and name. */
export function targetFields(t: InputFieldBuilder<GraphTypes, 'InputObject'>) {
  return {
    id: t.id({ description: 'The approval, by its id.' }),
    namespace: t.string({ defaultValue: 'default', description: 'Its namespace, when it is meant by its name.' }),
    name: t.string({ description: 'The approval, by its name.' }),
  };
}

export const expectedVersionDescription = 'Only when the approval is at this version; whatever it is at when absent.';
