import { builder } from './builder.ts';

export const SideEffect = builder.enumType('SideEffect', {
  description: 'What a tool changes in the world.',
  values: {
    READ_ONLY: { description: 'Nothing.' },
    LOCAL_WRITE: { description: "Something of the agent's own." },
    EXTERNAL_WRITE: { description: 'Something in another system.' },
    FINANCIAL: { description: 'Money.' },
    COMMUNICATION: { description: 'It speaks to somebody.' },
    CODE_EXECUTION: { description: 'It runs code.' },
    PRIVILEGED: { description: 'It deletes or administers.' },
  },
});
