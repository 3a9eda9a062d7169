import { afterEach, describe, expect, test } from 'vitest';
import { createOutboundClient, type OutboundClient, type OutboundOptions } from '../../../src/platform/http/index.ts';
import { type Site, startSite } from './site.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

function client(options: Partial<OutboundOptions> = {}): OutboundClient {
  const made = createOutboundClient({ allow: [], ...options });
  open.push(() => made.close());
  return made;
}

async function site(): Promise<Site> {
  const started = await startSite((_request, response) => response.end('hello'));
  open.push(() => started.close());
  return started;
}

async function get(outbound: OutboundClient, url: string, allowPrivate = false): Promise<string> {
  const response = await outbound.request({ url, allowPrivate });
  return response.text();
}

describe('the guard', () => {
  test.each([
    ['loopback', 'http://127.0.0.1/'],
    ['loopback', 'http://127.8.9.10/'],
    ['loopback written as a decimal', 'http://2130706433/'],
    ['loopback written in octal', 'http://0177.0.0.1/'],
    ['loopback written in hex', 'http://0x7f.0x0.0x0.0x1/'],
    ['loopback written short', 'http://127.1/'],
    ['loopback in full-width digits', 'http://１２７.０.０.１/'],
    ['loopback by name', 'http://localhost/'],
    ['IPv6 loopback', 'http://[::1]/'],
    ['IPv6 loopback written out', 'http://[0:0:0:0:0:0:0:1]/'],
    ['loopback mapped into IPv6', 'http://[::ffff:127.0.0.1]/'],
    ['loopback in the compatible form', 'http://[::127.0.0.1]/'],
    ['loopback behind NAT64', 'http://[64:ff9b::7f00:1]/'],
    ['loopback behind 6to4', 'http://[2002:7f00:1::]/'],
    ['unspecified', 'http://0.0.0.0/'],
    ['unspecified IPv6', 'http://[::]/'],
    ['link-local', 'http://169.254.1.1/'],
    ['link-local IPv6', 'http://[fe80::1]/'],
    ['metadata', 'http://169.254.169.254/latest/meta-data/'],
    ['metadata mapped into IPv6', 'http://[::ffff:169.254.169.254]/'],
    ['metadata IPv6', 'http://[fd00:ec2::254]/'],
    ['metadata by name', 'http://metadata.google.internal/computeMetadata/v1/'],
    ['metadata by name with a dot', 'http://METADATA.google.internal./'],
    ['private 10', 'http://10.0.0.1/'],
    ['private 172.16', 'http://172.31.255.1/'],
    ['private 192.168', 'http://192.168.1.1/'],
    ['private IPv6', 'http://[fd12:3456::1]/'],
    ['carrier-grade NAT', 'http://100.64.0.1/'],
    ['multicast', 'http://224.0.0.1/'],
    ['multicast IPv6', 'http://[ff02::1]/'],
    ['broadcast', 'http://255.255.255.255/'],
    ['another scheme', 'file:///etc/passwd'],
    ['another scheme', 'ftp://example.com/'],
  ])('refuses %s: %s', async (_kind, url) => {
    await expect(get(client(), url)).rejects.toMatchObject({ code: 'OUTBOUND_REFUSED' });
  });

  test('refuses a URL with credentials and does not repeat them', async () => {
    const failure = await get(client({ allow: ['127.0.0.1'] }), 'http://user:hunter2@127.0.0.1/').catch(
      (error: Error) => error,
    );
    expect(failure).toMatchObject({ code: 'OUTBOUND_REFUSED' });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('hunter2');
  });

  test.each([['127.0.0.1'], ['127.0.0.0/8'], ['0.0.0.0/0']])(
    'lets through what the operator allows as %s',
    async (entry) => {
      const { url } = await site();
      expect(await get(client({ allow: [entry] }), url)).toBe('hello');
    },
  );

  test('lets a host through that the operator allows by name, and no other of the same address', async () => {
    const { port } = await site();
    const outbound = client({ allow: ['Localhost'] });
    expect(await get(outbound, `http://localhost:${port}/`)).toBe('hello');
    await expect(get(outbound, `http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: 'OUTBOUND_REFUSED' });
  });

  test('opens loopback and private networks for a resource whose operator said so, and nothing else', async () => {
    const { url } = await site();
    const outbound = client();
    expect(await get(outbound, url, true)).toBe('hello');
    await expect(get(outbound, 'http://169.254.169.254/', true)).rejects.toMatchObject({ code: 'OUTBOUND_REFUSED' });
    await expect(get(outbound, 'http://[fd00:ec2::254]/', true)).rejects.toMatchObject({ code: 'OUTBOUND_REFUSED' });
    await expect(get(outbound, 'http://0.0.0.0/', true)).rejects.toMatchObject({ code: 'OUTBOUND_REFUSED' });
  });

  test('does not lend a connection that was opened with wider rights to a call with narrower ones', async () => {
    const { port, requests } = await site();
    const outbound = client();
    const url = `http://localhost:${port}/`;
    expect(await get(outbound, url, true)).toBe('hello');
    await expect(get(outbound, url)).rejects.toMatchObject({ code: 'OUTBOUND_REFUSED' });
    expect(requests).toHaveLength(1);
  });

  test('checks the address that is connected to: a name that leads inside is refused', async () => {
    const { port, requests } = await site();
    const outbound = client({ resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    const failure = await get(outbound, `http://tools.example:${port}/`).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'OUTBOUND_REFUSED', facts: { host: 'tools.example', range: 'loopback' } });
    expect(requests).toHaveLength(0);
  });

  test('resolves a name once per connection, so one that changes its address gains nothing', async () => {
    const { port } = await site();
    let lookups = 0;
    const resolve: OutboundOptions['resolve'] = async () => {
      lookups++;
      return [{ address: lookups === 1 ? '127.0.0.2' : '127.0.0.1', family: 4 }];
    };
    const outbound = client({ allow: ['127.0.0.1'], resolve });
    await expect(get(outbound, `http://rebind.example:${port}/`)).rejects.toMatchObject({ code: 'OUTBOUND_REFUSED' });
    expect(lookups).toBe(1);
    expect(await get(outbound, `http://rebind.example:${port}/`)).toBe('hello');
    expect(lookups).toBe(2);
  });

  test('connects to the allowed addresses of a name that has forbidden ones too', async () => {
    const { port } = await site();
    const resolve: OutboundOptions['resolve'] = async () => [
      { address: '169.254.169.254', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    expect(await get(client({ allow: ['127.0.0.1/32'], resolve }), `http://both.example:${port}/`)).toBe('hello');
  });

  test('is asked again after each redirect', async () => {
    const inner = await site();
    const outer = await startSite((_request, response) =>
      response.writeHead(302, { location: `http://localhost:${inner.port}/` }).end(),
    );
    open.push(() => outer.close());
    await expect(
      get(client({ allow: ['127.0.0.1'], resolve: async () => [{ address: '::1', family: 6 }] }), outer.url),
    ).rejects.toMatchObject({
      code: 'OUTBOUND_REFUSED',
    });
    expect(outer.requests).toHaveLength(1);
    expect(inner.requests).toHaveLength(0);
  });

  test.each([['10.0.0.0/99'], ['http://tools.internal'], ['host:80'], [''], ['not a host'], ['10.0.0.1/']])(
    'names an entry of the allow list that it cannot read: "%s"',
    (entry) => {
      expect(() => createOutboundClient({ allow: [entry] })).toThrow(
        expect.objectContaining({ code: 'INPUT_INVALID' }),
      );
    },
  );
});
