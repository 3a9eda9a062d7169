export { createBranchGate } from './branch-gate.ts';
export { createAgentCompiler } from './compile-agent.ts';
export { createToolCompiler } from './compile-tool.ts';
export { createTurnQueue, deltaChannel, Engine, type ModelToken } from './engine.ts';
export { TaskStarter } from './task-starter.ts';
export { Transcript, type TranscriptToken } from './transcript.ts';
export { itemCountOf } from './workflow/item-count.ts';
export { messagesByKey, messagesOf } from './workflow/recorded.ts';
