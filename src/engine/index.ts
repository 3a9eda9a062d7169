export { createJobCompiler } from './compile-job.ts';
export { createToolCompiler } from './compile-tool.ts';
export { createTurnQueue, deltaChannel, Engine, type ModelToken } from './engine.ts';
export { Transcript, type TranscriptToken } from './transcript.ts';
export { createWorkCompilers } from './work-compilers.ts';
export { messagesOf } from './workflow/recorded.ts';
