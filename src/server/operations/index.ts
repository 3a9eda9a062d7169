export type { Cost } from './cost.ts';
export type { DocumentEngine } from './document.ts';
export { malformed, RequestRefused, refusal, type ShownError, showRefusal } from './failure.ts';
export { writeJson, writeText } from './json-writer.ts';
export {
  type Answer,
  type AnswerPart,
  type Call,
  type Caller,
  type OperationRequest,
  Operations,
} from './operations.ts';
export type { Plan } from './plan.ts';
export { readTrustedDocuments } from './trusted-documents.ts';
