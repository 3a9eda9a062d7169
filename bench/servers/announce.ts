/** Tells the parent process where this one serves, and ends this one when the parent has gone. */
export function announce(url: string): void {
  process.on('disconnect', () => process.exit(0));
  process.send?.({ url });
}
