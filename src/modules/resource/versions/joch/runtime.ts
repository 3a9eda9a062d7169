import { joch } from './fields.ts';
import { jochKind } from './shaped.ts';

const apiVersion = joch.runtime;

export const conversation = jochKind('Conversation', {
  apiVersion,
  names: { agent: 'agentRef', 'summarization.summarizerModel': 'summarizerModelRef' },
});

export const frameworkAdapter = jochKind('FrameworkAdapter', { apiVersion: joch.core });

export const handoff = jochKind('Handoff', {
  apiVersion,
  names: {
    executionName: 'executionRef.name',
    'context.artifacts': 'artifactRefs',
    'context.memories': 'memoryRefs',
  },
});

export const stateCheckpoint = jochKind('StateCheckpoint', {
  apiVersion,
  names: { conversation: 'conversationRef', executionName: 'executionRef.name' },
});
