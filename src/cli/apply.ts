import { parseArgs } from 'node:util';
import { createClient } from '../client/index.ts';
import { parseConfig } from '../platform/config.ts';
import { OrreryError } from '../platform/errors.ts';
import { applyManifests, type Change, changeLine, diffLines } from './apply-manifests.ts';
import { connectionTo } from './connection.ts';
import { readManifestFiles } from './manifest-files.ts';

const usage = `orrery apply -f <file, folder or - for standard input>

  -f, --file <path>       manifests in YAML or JSON, in any API version
  -n, --namespace <name>  where documents belong that name no namespace (default)
      --dry-run           only say what would change, field by field
      --force             apply also over a newer version than the one that a document names
      --url <url>         the server (http://HOST:PORT/graphql)
      --token <token>     as whom (ORRERY_ADMIN_TOKEN, or the admin-token in ORRERY_HOME)`;

const options = {
  file: { type: 'string', short: 'f' },
  namespace: { type: 'string', short: 'n', default: 'default' },
  'dry-run': { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  url: { type: 'string' },
  token: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/**
 * Runs `orrery apply`: applies manifests on a running server and says what became of each.
 * @throws OrreryError in plain words: wrong arguments, no server, or every fault of the manifests
 */
export async function apply(args: string[], say: (line: string) => void): Promise<void> {
  const values = readArguments(args);
  if (values.help) return say(usage);
  if (values.file === undefined) throw misused('Which manifests? Name a file or a folder with -f.');
  const manifests = readManifestFiles(values.file);
  const client = createClient(connectionTo(parseConfig(), values));
  const isDryRun = values['dry-run'];
  try {
    const { namespace, force } = values;
    const changes = await applyManifests(client, manifests, { namespace, force, dryRun: isDryRun });
    for (const change of changes) {
      say(changeLine(change));
      if (isDryRun) diffLines(change).forEach(say);
    }
    say(summary(changes, isDryRun));
  } finally {
    await client.close();
  }
}

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options }).values;
  } catch (cause) {
    // What Node says names the argument at fault.
    throw misused(cause instanceof Error ? cause.message : 'The arguments cannot be read.', cause);
  }
}

function misused(message: string, cause?: unknown): OrreryError {
  return new OrreryError('INPUT_INVALID', message, { fix: `\n${usage}`, cause });
}

function summary(changes: readonly Change[], isDryRun: boolean): string {
  if (changes.length === 0) return 'There are no manifests in it.';
  const words = ['CREATED', 'UPDATED', 'UNCHANGED'].flatMap((action) => {
    const count = changes.filter((change) => change.action === action).length;
    return count === 0 ? [] : [`${count} ${action.toLowerCase()}`];
  });
  return `${words.join(', ')}${isDryRun ? '; this was a dry run, nothing was changed' : ''}`;
}
