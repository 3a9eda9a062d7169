import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getIntrospectionQuery } from 'graphql';
import { expect, test } from 'vitest';
import { ask, graphql, library } from './harness.ts';

test('trusted documents run by id, and nothing else when only they are allowed', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'orrery-documents-'));
  try {
    const trustedDocuments = path.join(folder, 'documents.json');
    await writeFile(
      trustedDocuments,
      JSON.stringify({ greet: '{ hello }', both: 'query A { hello } query B { matrix }' }),
    );
    const open = await library({ config: { trustedDocuments } });
    const only = await library({ config: { trustedDocuments, trustedDocumentsOnly: true } });
    const bodies = [
      { documentId: 'greet' },
      { id: 'greet' },
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'greet' } } },
    ];
    for (const server of [open, only]) {
      for (const body of bodies) expect((await ask(server, { body })).json()).toEqual({ data: { hello: 'world' } });
      expect((await ask(server, { method: 'GET', path: '/graphql?documentId=greet' })).json()).toEqual({
        data: { hello: 'world' },
      });
      const stream = await ask(server, {
        body: { documentId: 'both', operationName: 'A' },
        headers: { accept: 'text/event-stream' },
      });
      expect(stream.text).toContain('data: {"data":{"hello":"world"}}');
      const parts = await ask(server, { body: { documentId: 'greet' }, headers: { accept: 'multipart/mixed' } });
      expect(parts.text).toContain('{"data":{"hello":"world"}}');
      const other = await ask(server, { body: { documentId: 'toString' } });
      expect([other.status, other.json().errors?.[0]?.extensions['code']]).toEqual([400, 'DOCUMENT_NOT_TRUSTED']);
    }
    expect((await graphql(open, '{ matrix }')).status).toBe(200);
    for (const query of ['{ matrix }', getIntrospectionQuery(), '{ hello }']) {
      const reply = await graphql(only, query, { headers: { authorization: 'Bearer boss' } });
      expect([reply.status, reply.json().errors?.[0]?.extensions['code']]).toEqual([400, 'DOCUMENT_NOT_TRUSTED']);
    }
    await writeFile(trustedDocuments, '["{ hello }"]');
    await expect(library({ config: { trustedDocuments } })).rejects.toThrow(/ORRERY_TRUSTED_DOCUMENTS.*JSON object/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
