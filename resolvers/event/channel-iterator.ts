/** What a listener hears, as an async iterator. When its reader is too slow the oldest go. Ends when `signal` aborts. */
export async function* channelIterator<T>(options: {
  listen: (push: (item: T) => void) => () => void;
  wanted: (item: T) => boolean;
  maxBuffered: number;
  signal: AbortSignal;
}): AsyncGenerator<T> {
  const { listen, wanted, maxBuffered, signal } = options;
  let items: T[] = [];
  let wake: () => void = () => undefined;
  const stop = listen((item) => {
    if (!wanted(item)) return;
    items.push(item);
    if (items.length > maxBuffered) items.shift();
    wake();
  });
  const onAbort = (): void => wake();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (!signal.aborted) {
      const batch = items;
      items = [];
      yield* batch;
      if (items.length === 0 && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    stop();
    signal.removeEventListener('abort', onAbort);
  }
}
