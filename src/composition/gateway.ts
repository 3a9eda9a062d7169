import { createMcpPool } from '../modules/mcp/index.ts';
import { Breakers, createModelGateway, type ModelGateway } from '../modules/model/index.ts';
import { ModelUsageStore, UsageMeter } from '../modules/model-access/index.ts';
import { createToolGateway } from '../modules/tool/index.ts';
import { systemClock as clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { createOutboundClient } from '../platform/http/index.ts';
import type { Logger } from '../platform/log.ts';
import type { Store } from './store.ts';

/** What every model call goes through, be it a run's or a direct one. */
export interface Rails {
  gateway: ModelGateway;
  breakers: Breakers;
  meter: UsageMeter;
}

/** The ways out to models, tools and MCP servers. */
export function createGateway(config: Config, store: Store, log: Logger) {
  const outbound = createOutboundClient({ allow: config.outboundAllow });
  const mcp = createMcpPool({ outbound, log });
  const tools = createToolGateway({ outbound, mcp, clock });
  const meter = new UsageMeter({ store: new ModelUsageStore(store.database.db), log });
  const models: Rails = { gateway: createModelGateway({ outbound }), breakers: new Breakers(clock), meter };
  const close = async (): Promise<void> => {
    await meter.close();
    await tools.close();
    await outbound.close();
  };
  return { outbound, parts: { mcp, tools, models }, close };
}
