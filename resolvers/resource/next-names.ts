import { AgentConnection } from '../../schema/agent.ts';
import { McpServerConnection } from '../../schema/mcp-server.ts';
import { ModelEndpointConnection } from '../../schema/model-endpoint.ts';
import { addNextName } from '../../schema/next-name.ts';
import { PolicyConnection } from '../../schema/policy.ts';
import { ResourceConnection } from '../../schema/resource-relations.ts';
import { SecretConnection } from '../../schema/secret.ts';
import { ToolConnection } from '../../schema/tool.ts';

addNextName(AgentConnection);
addNextName(McpServerConnection);
addNextName(ModelEndpointConnection);
addNextName(PolicyConnection);
addNextName(ResourceConnection);
addNextName(SecretConnection);
addNextName(ToolConnection);
