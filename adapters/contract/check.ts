// Assertions of the contract. They need no test runner, because it runs inside of other runtimes too.

/** What a case found wrong. */
export class ContractBroken extends Error {
  override readonly name = 'ContractBroken';
}

/** Both are the same value: plain data, compared by what it shows. */
export function same(actual: unknown, expected: unknown): void {
  const [got, wanted] = [shown(actual), shown(expected)];
  if (got !== wanted) throw new ContractBroken(`Expected ${wanted}, got ${got}.`);
}

export function holds(condition: boolean, what: string): void {
  if (!condition) throw new ContractBroken(`Expected that ${what}.`);
}

/** The promise is rejected with an error of this code. */
export async function rejects(promise: Promise<unknown>, code: string): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const got = error instanceof Error && 'code' in error ? error.code : error instanceof Error ? error.name : error;
  if (got !== code) throw new ContractBroken(`Expected a rejection with ${code}, got ${shown(got)}: ${String(error)}`);
}

/** Bytes are the same; shown, they would fill a screen. */
export function sameBytes(actual: Uint8Array | undefined, expected: Uint8Array): void {
  const isSame = actual?.length === expected.length && actual.every((byte, index) => byte === expected[index]);
  if (!isSame) throw new ContractBroken(`Expected ${expected.length} bytes, got ${actual?.length} or other ones.`);
}

function shown(value: unknown): string {
  const replaced = (_: string, member: unknown) => (member === undefined ? '(undefined)' : member);
  return JSON.stringify(value, replaced) ?? String(value);
}
