import { kinds, type ResourceKind, shapeTree, typeNameOf } from '../src/modules/resource/index.ts';
import { AgentRef } from './agent.ts';
import { builder } from './builder.ts';
import { kindRef } from './kind-ref.ts';
import { McpServerRef } from './mcp-server.ts';
import { ModelEndpointRef } from './model-endpoint.ts';
import { Node } from './node.ts';
import { PolicyRef } from './policy.ts';
import { ResourceRef } from './resource.ts';
import { addStatus } from './resource-status.ts';
import { SecretRef } from './secret.ts';
import { shapedType } from './shaped-type.ts';
import { ToolRef } from './tool.ts';
import { addJournalCursor } from './watchable.ts';

addStatus('Agent', AgentRef);
addStatus('McpServer', McpServerRef);
addStatus('ModelEndpoint', ModelEndpointRef);
addStatus('Policy', PolicyRef);
addStatus('Secret', SecretRef);
addStatus('Tool', ToolRef);

type KindType = ReturnType<typeof makeTypes>;
const types = new Map<ResourceKind, KindType>();

/** The types of a kind that its shape says everything of: its own, and those of its lists. */
export function kindType(kind: ResourceKind): KindType {
  const made = types.get(kind) ?? makeTypes(kind);
  types.set(kind, made);
  return made;
}

function makeTypes(kind: ResourceKind) {
  const { description } = kinds[kind];
  const name = typeNameOf(kind);
  const type = kindRef(kind).implement({ description, interfaces: [ResourceRef, Node] });
  builder.objectField(type, 'spec', (t) =>
    t.field({
      type: specType(kind),
      description: 'What it declares.',
      resolve: ({ spec, namespace }) => ({ value: spec, namespace }),
    }),
  );
  addStatus(kind, type);
  const edge = builder.edgeObject({ type, name: `${name}Edge`, description: `One ${kind} in a list.` });
  const connection = builder.connectionObject(
    { type, name: `${name}Connection`, description: `A page of resources of the kind ${kind}.` },
    edge,
  );
  addJournalCursor(connection);
  return { type, edge, connection };
}

function specType(kind: ResourceKind) {
  const shape = shapeTree(kinds[kind].shape);
  if (shape.type !== 'object') throw new Error(`The spec of ${kind} must be a part.`);
  return shapedType(shape);
}
