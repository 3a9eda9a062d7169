export { chatPath, createChatProxy } from './chat-proxy.ts';
