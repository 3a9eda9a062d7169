import { expect, test } from 'vitest';
import { serving } from './serving.ts';

const { ask } = serving();

test.each(['/docs', '/redoc'])(
  '%s has only files of this server, which are all there, and none of them is inline',
  async (page) => {
    const { status, text, headers } = await ask(page, { token: null });
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(text).not.toMatch(/<script>|https?:/);
    const files = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      const answer = await ask(file, { token: null });
      expect([file, answer.status]).toEqual([file, 200]);
      expect(answer.text.length).toBeGreaterThan(100);
    }
  },
);

test('ReDoc asks no other host for anything', async () => {
  expect((await ask('/redoc/redoc.standalone.js', { token: null })).text).not.toContain('https://cdn.');
});

test('both pages let every API be chosen', async () => {
  for (const script of ['/docs/init.js', '/redoc/init.js']) {
    const { text } = await ask(script, { token: null });
    for (const [, url = ''] of text.matchAll(/"url":"([^"]+)"/g))
      expect([url, (await ask(url, { token: null })).status]).toEqual([url, 200]);
    expect(text).toContain('/openapi/joch.json');
    expect(text).toContain('/openapi/fabric.json');
  }
});

test('a page is not written to', async () => {
  expect((await ask('/docs', { method: 'POST' })).status).toBe(404);
});
