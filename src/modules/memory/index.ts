export type { MemoryItem, MemoryName } from './memory-item.ts';
export { type MemoryPage, MemoryService, memoryPageText } from './memory-service.ts';
export { type MemoryItemFilter, MemoryStore, memoryItemCursor } from './memory-store.ts';
