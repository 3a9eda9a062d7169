/** What stands for a place in the context of a run. */
const contextForm = /^\$context((?:\.[\w-]+)*)$/;

/** Whether a value is meant as a place in the context: every text that begins so is. */
export function isContextText(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('$context');
}

/** The names that lead to a place in the context, `[]` for all of it; undefined for what is no such text. */
export function contextPath(text: string): string[] | undefined {
  const [, path] = contextForm.exec(text) ?? [];
  return path?.split('.').slice(1);
}
