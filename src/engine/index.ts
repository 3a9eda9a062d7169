export { createAgentCompiler } from './compile-agent.ts';
export { createToolCompiler } from './compile-tool.ts';
export { createTurnQueue, deltaChannel, Engine, type ModelToken } from './engine.ts';
export { TaskStarter } from './task-starter.ts';
export { Transcript, type TranscriptToken } from './transcript.ts';
export { messagesOf } from './workflow/recorded.ts';
