import { BatchWriter } from '../../platform/batch-writer.ts';
import type { Logger } from '../../platform/log.ts';
import type { ModelUsageRecord } from './model-usage.ts';
import type { ModelUsageStore } from './model-usage-store.ts';

/** Writes down what calls used after their answers are out, many at once. A polite stop loses none. */
export class UsageMeter {
  readonly #writer: BatchWriter<ModelUsageRecord>;

  constructor(deps: { store: Pick<ModelUsageStore, 'insert'>; log: Logger }) {
    const { store, log } = deps;
    const what = 'the usage of model calls';
    this.#writer = new BatchWriter({ insert: (records) => store.insert(records), what, log });
  }

  record(record: ModelUsageRecord): void {
    this.#writer.add(record);
  }

  /** Writes all that waits. Records that come later are not written. */
  close(): Promise<void> {
    return this.#writer.close();
  }
}
