export type {
  Message,
  ModelDelta,
  ModelGateway,
  ModelReply,
  ModelRequest,
  ModelTarget,
  ScriptedReply,
  ToolOffer,
} from './model.ts';
export { createModelGateway } from './model-gateway.ts';
