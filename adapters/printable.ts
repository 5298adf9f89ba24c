/** Text that may come from a peer or a command line, on one line: no character of it can act on a terminal. */
export function printable(text: string): string {
  const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, escaped);
}
