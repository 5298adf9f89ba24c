/**
 * Adds the parameters of a query string to `into`; a later value replaces an earlier one (CMD-55).
 *
 * Only values and keys of queries are percent-decoded, never app and name, and text that is not valid percent-encoding
 * stays as it is. `+` stays a plus: stream keys contain it (CMD-56).
 *
 * @param query - without the question mark
 */
export function addQueryParameters(query: string, into: Map<string, string>): void {
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const key = equals < 0 ? part : part.slice(0, equals);
    into.set(decode(key), equals < 0 ? '' : decode(part.slice(equals + 1)));
  }
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
