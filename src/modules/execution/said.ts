/** The text that a model is given, or a person is shown, for any JSON. */
export function userText(input: unknown): string {
  if (typeof input === 'string') return input;
  if (input !== null && typeof input === 'object' && 'message' in input && typeof input.message === 'string')
    return input.message;
  if (input !== null && typeof input === 'object' && 'content' in input && isTexts(input.content))
    return input.content.map(({ text }) => text).join('\n');
  return JSON.stringify(input) ?? '';
}

/** Parts that are texts, as clients of chat models write them. */
function isTexts(content: unknown): content is { text: string }[] {
  if (!Array.isArray(content) || content.length === 0) return false;
  return content.every((part) => typeof part === 'object' && part !== null && typeof part.text === 'string');
}
