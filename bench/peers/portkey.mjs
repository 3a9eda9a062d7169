// The peer of the chat proxy: Portkey's gateway as its package starts it, on a free port.
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = probe.address();
    probe.close(() => resolve(free));
  });
});
// Its upstream runs on this machine, and what it prints is for people who watch.
process.env.TRUSTED_CUSTOM_HOSTS = '127.0.0.1,localhost';
process.stdout.write = () => true;
process.argv.push(`--port=${port}`, '--headless');
await import('@portkey-ai/gateway/build/start-server.js');
for (;;) {
  const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
  if (answer?.ok) break;
  await delay(50);
}
process.on('disconnect', () => process.exit(0));
process.send?.({ url: `http://127.0.0.1:${port}` });
