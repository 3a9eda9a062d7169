import { parseArgs } from 'node:util';
import { createClient, type OrreryClient } from '../client/index.ts';
import { type PlainSecret, readPlainSecrets } from '../modules/resource/index.ts';
import { readPublicKey, sealValue } from '../modules/sealing/index.ts';
import { parseConfig } from '../platform/config.ts';
import { OrreryError } from '../platform/errors.ts';
import { connectionTo } from './connection.ts';
import { SealingKeyDocument } from './documents.ts';
import { readManifestFiles } from './manifest-files.ts';

const usage = `orrery seal -f <file, folder or - for standard input>

  -f, --file <path>       manifests of Secrets in YAML or JSON, in any API version
  -n, --namespace <name>  where documents belong that name no namespace (default)
      --url <url>         the server whose key is used (http://HOST:PORT/graphql)
      --token <token>     as whom (ORRERY_ADMIN_TOKEN, or the admin-token in ORRERY_HOME)`;

const options = {
  file: { type: 'string', short: 'f' },
  namespace: { type: 'string', short: 'n', default: 'default' },
  url: { type: 'string' },
  token: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/**
 * Runs `orrery seal`: makes SealedSecrets of Secrets. Only the server's public key is asked for; no value leaves this
 * program unsealed.
 * @throws OrreryError in plain words: wrong arguments, no server, a server without a key, or faults of the manifests
 */
export async function seal(args: string[], say: (line: string) => void): Promise<void> {
  const values = readArguments(args);
  if (values.help) return say(usage);
  if (values.file === undefined) throw misused('Which manifests? Name a file or a folder with -f.');
  const secrets = readPlainSecrets(readManifestFiles(values.file).text, values.namespace);
  const client = createClient(connectionTo(parseConfig(), values));
  try {
    const key = await activeKey(client);
    say(secrets.map((secret) => JSON.stringify(sealedManifest(secret, key), null, 2)).join('\n---\n'));
  } finally {
    await client.close();
  }
}

type PublicKey = ReturnType<typeof readPublicKey>;

async function activeKey(client: OrreryClient): Promise<PublicKey> {
  const { sealingKey } = await client.request(SealingKeyDocument, {});
  if (sealingKey) return readPublicKey(sealingKey.publicKeyPem);
  throw new OrreryError('UNAVAILABLE', 'The server has no active sealing key.', {
    fix: 'Start it with the ORRERY_SECRET_KEY that it had before.',
  });
}

function sealedManifest({ namespace, name, labels, annotations, values }: PlainSecret, key: PublicKey): object {
  const sealed = Object.entries(values).map(([entry, value]) => {
    const encoded = Buffer.from(value, 'utf8').toString('base64');
    return [entry, sealValue(encoded, { namespace, name, key: entry }, key)];
  });
  return {
    apiVersion: 'orloj.dev/v1',
    kind: 'SealedSecret',
    metadata: { name, namespace },
    spec: { encryptedData: Object.fromEntries(sealed), template: { labels, annotations } },
  };
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
