import { builder } from './builder.ts';

export const Decision = builder.enumType('Decision', {
  description: 'What a person decides.',
  values: {
    APPROVE: { description: 'The call may be made.' },
    EDIT: { description: 'The call may be made with other arguments, which have to be there.' },
    DENY: { description: 'The call may not be made.' },
    REQUEST_CHANGES: { description: 'What is reviewed is to be done again, differently; a comment says how.' },
  } as const,
});
