/** `waitForAll`, `wait_for_all` and `wait-for-all` as the graph writes a word: WAIT_FOR_ALL. */
export function enumWord(word: string): string {
  return word
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}
