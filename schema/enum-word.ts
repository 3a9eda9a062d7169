/** `waitForAll`, `wait_for_all` and `wait-for-all` as the graph writes a word: WAIT_FOR_ALL. What a `*` says is ANY. */
export function enumWord(word: string): string {
  if (word === '*') return 'ANY';
  return word
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}
