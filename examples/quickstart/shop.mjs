// The shop of this example: its order book over HTTP on 127.0.0.1:4010, and its notebook over MCP on standard input
// and output. It runs as long as whoever started it keeps the input open.
import { createServer } from 'node:http';

const port = 4010;
const day = 86_400_000;

const orders = {
  'A-1042': {
    order: 'A-1042',
    customer: 'Maren Lindqvist',
    items: [{ article: 'wool scarf, blue', quantity: 2, unitPrice: 34.5 }],
    shipping: 4.9,
    total: 73.9,
    currency: 'EUR',
    paidWith: 'card ending in 4417',
    deliveredAt: daysAgo(12),
  },
  'A-1043': {
    order: 'A-1043',
    customer: 'Teo Albrecht',
    items: [{ article: 'fisherman jumper, natural', quantity: 5, unitPrice: 129 }],
    shipping: 0,
    total: 645,
    currency: 'EUR',
    paidWith: 'bank transfer',
    deliveredAt: daysAgo(47),
  },
};

/** Refunds that were paid, by the idempotency key of the call. */
const paid = new Map();

function daysAgo(days) {
  return new Date(Date.now() - days * day).toISOString().slice(0, 10);
}

async function answer(request, response) {
  const [, collection, number, refunds] = new URL(request.url, 'http://shop').pathname
    .split('/')
    .map(decodeURIComponent);
  const order = collection === 'orders' && Object.hasOwn(orders, number) ? orders[number] : undefined;
  if (!order) return send(response, 404, `There is no order ${number}.`);
  if (request.method === 'GET' && refunds === undefined) return send(response, 200, order);
  if (request.method !== 'POST' || refunds !== 'refunds') return send(response, 405, 'This cannot be done here.');
  const { amount } = JSON.parse(await bodyOf(request));
  return refund(response, { order, amount, key: request.headers['idempotency-key'] });
}

/** Pays once for each key, however often the call is repeated. */
function refund(response, { order, amount, key }) {
  if (!(amount > 0 && amount <= order.total)) {
    return send(response, 422, `A refund of ${order.order} is between 0 and ${order.total.toFixed(2)} EUR.`);
  }
  const number = paid.get(key) ?? `R-${order.order.slice(2)}-${paid.size + 1}`;
  paid.set(key ?? number, number);
  return send(response, 200, `Refund ${number}: ${amount.toFixed(2)} EUR go back to the ${order.paidWith}.`);
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response, status, body) {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json' });
  response.end(isText ? body : JSON.stringify(body));
}

const server = createServer((request, response) => {
  answer(request, response).catch((error) => send(response, 400, error.message));
});

/** Resolves when the order book is open. While another shop has the port that one serves; this one takes over from it. */
function open() {
  return new Promise((resolve) => {
    server.on('listening', resolve);
    server.on('error', (error) => {
      if (error.code !== 'EADDRINUSE') throw error;
      setTimeout(() => server.listen(port, '127.0.0.1'), 200);
      resolve();
    });
    server.listen(port, '127.0.0.1');
  });
}

await open();
process.stdin.once('end', () => process.exit(0));
await import('./mcp-server.mjs');
