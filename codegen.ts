// Rebuilds from nothing what `npm run generate` makes of the schema: its text, and the types of our own operations.
import fs from 'node:fs';
import path from 'node:path';
import { type CodegenConfig, generate } from '@graphql-codegen/cli';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema } from './resolvers/index.ts';
import { conventions } from './rest-compat/apis/index.ts';
import { compileFacade, FacadeFaults } from './rest-compat/compiler/index.ts';
import { handWrittenRoutes } from './rest-compat/hand-written-routes.ts';
import { actionName } from './schema/identity.ts';
import { type Action, actions, may, roles } from './src/modules/identity/index.ts';

const schemaFile = 'schema/generated/schema.graphql';
const clientFolder = 'src/client/generated/';
const header = '# Made by `npm run generate` from schema/ and resolvers/. Reviewed as a contract, never edited.\n\n';

/** The files in these folders whose operations get types: those that import from the generated client. */
function operationFiles(folders: string[]): string[] {
  return folders
    .filter((folder) => fs.existsSync(folder))
    .flatMap((folder) =>
      fs
        .readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => path.join(folder, name))
        .filter((file) => file.endsWith('.ts') && /from '[^']*client\/generated\//.test(fs.readFileSync(file, 'utf8'))),
    );
}

function printContract(schema: GraphQLSchema): void {
  fs.rmSync(path.dirname(schemaFile), { recursive: true, force: true });
  fs.mkdirSync(path.dirname(schemaFile), { recursive: true });
  fs.writeFileSync(schemaFile, `${header}${printSchema(lexicographicSortSchema(schema))}\n`);
}

/** Whether every role may do it. */
function isOpen(action: Action): boolean {
  return roles.every((role) => may({ role }, action));
}

/** Compiles the REST facade; what is wrong with its documents is told without a stack. */
function writeFacade(schema: GraphQLSchema): void {
  const isBreakAccepted = process.argv.includes('--accept');
  try {
    const openActions = new Set(actions.filter(isOpen).map(actionName));
    const handWritten = handWrittenRoutes.map(({ method = 'GET', path: at }) => ({ method, path: at }));
    const input = { schema, conventions, openActions, handWritten, root: import.meta.dirname, isBreakAccepted };
    console.log(compileFacade(input));
  } catch (error) {
    if (!(error instanceof FacadeFaults)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

const clientTypes: CodegenConfig = {
  schema: schemaFile,
  documents: operationFiles(['src/cli', 'test', 'bench']),
  silent: true,
  errorsOnly: true,
  generates: {
    [clientFolder]: {
      preset: 'client',
      presetConfig: { fragmentMasking: false, gqlTagName: 'graphql' },
      config: {
        documentMode: 'string',
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        importExtension: '.ts',
        scalars: { Cursor: 'string', DateTime: 'string', Decimal: 'string', Duration: 'string', JSON: 'unknown' },
      },
    },
  },
};

const schema = buildSchema();
printContract(schema);
writeFacade(schema);
fs.rmSync(clientFolder, { recursive: true, force: true });
await generate(clientTypes);
