import type { StepPort } from '../../src/engine/workflow/ports.ts';

/** The part of a port that records nothing: activations are worked on once, and nobody is ever asked. */
export function nothingRecorded(own: () => StepPort): Pick<StepPort, 'node' | 'skip' | 'received' | 'gate' | 'asked'> {
  return {
    node: (_spec, work) => work(1, own()),
    skip: async () => undefined,
    received: () => undefined,
    gate: (spec) => Promise.reject(new Error(`the walk asks a person at ${spec.key}`)),
    asked: async () => undefined,
  };
}
