import '../schema/scalars.ts';
import './approval/index.ts';
import './capability/capabilities.ts';
import './event/index.ts';
import './execution/index.ts';
import './governance/index.ts';
import './identity/index.ts';
import './memory/index.ts';
import './model/index.ts';
import './namespace/namespace.ts';
import './namespace/namespaces.ts';
import './node/node.ts';
import './platform/platform.ts';
import './resource/index.ts';
import './schedule/index.ts';
import './sealing/sealing-key.ts';
import { assertValidSchema, type GraphQLSchema } from 'graphql';
import { builder } from '../schema/builder.ts';

/** The executable schema. */
export function buildSchema(): GraphQLSchema {
  const schema = builder.toSchema({ sortSchema: true });
  assertValidSchema(schema);
  return schema;
}
