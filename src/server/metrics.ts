import { Counter, Gauge, type Registry } from 'prom-client';
import { Durations } from './durations.ts';
import type { Exchange } from './http/index.ts';

/** What is measured at the moment it is asked for. */
export interface LiveCounts {
  subscribers(): { websocket: number; sse: number };
  cohorts(): number;
  sockets(): number;
  bufferedBytes(): number;
}

/** Counts requests and streams. Labels are methods, route patterns and statuses, never anything a user wrote. */
export class ServerMetrics {
  readonly #requests = new Map<string, { labels: { method: string; route: string; status: string }; count: number }>();
  readonly #seconds: Durations;

  constructor(registry: Registry, live: LiveCounts) {
    const registers = [registry];
    const requests = this.#requests;
    new Counter({
      name: 'orrery_http_requests_total',
      help: 'HTTP requests answered.',
      labelNames: ['method', 'route', 'status'],
      registers,
      collect() {
        this.reset();
        for (const { labels, count } of requests.values()) this.inc(labels, count);
      },
    });
    this.#seconds = new Durations({
      name: 'orrery_http_request_seconds',
      help: 'Time from a request to the end of its answer.',
      registers,
    });
    new Gauge({
      name: 'orrery_stream_subscribers',
      help: 'Subscriptions that clients have open.',
      labelNames: ['transport'],
      registers,
      collect() {
        const { websocket, sse } = live.subscribers();
        this.set({ transport: 'websocket' }, websocket);
        this.set({ transport: 'sse' }, sse);
      },
    });
    gauge(registers, {
      name: 'orrery_stream_cohorts',
      help: 'Subscriptions that run, each for one or more subscribers.',
      value: live.cohorts,
    });
    gauge(registers, { name: 'orrery_websockets', help: 'WebSockets that are open.', value: live.sockets });
    gauge(registers, {
      name: 'orrery_stream_buffered_bytes',
      help: 'Bytes that wait for slow readers.',
      value: live.bufferedBytes,
    });
  }

  /** Counts an exchange that is over. */
  count({ method, route }: Exchange, status: number, ms: number): void {
    const key = `${method} ${route} ${status}`;
    const known = this.#requests.get(key);
    if (known) known.count += 1;
    else this.#requests.set(key, { labels: { method, route, status: String(status) }, count: 1 });
    this.#seconds.record(route, ms / 1_000);
  }
}

function gauge(
  registers: Registry[],
  { name, help, value }: { name: string; help: string; value: () => number },
): void {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(value());
    },
  });
}
