import '../../schema/memory.ts';
import './delete-memory-item.ts';
import './write-memory-item.ts';
