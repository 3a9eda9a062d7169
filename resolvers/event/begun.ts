/**
 * The same values, the first of which is there already. The stream is open only then, so a reader who lists by another
 * request once it is open is told of each deletion that its own list does not show yet.
 */
export async function begun<T>(source: AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
  const first = await source.next();
  return (async function* () {
    try {
      if (first.done) return;
      yield first.value;
      yield* source;
    } finally {
      await source.return(undefined);
    }
  })();
}
