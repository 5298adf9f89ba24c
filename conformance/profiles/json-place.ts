/** A file of JSON is not what it should be: `message` says what was expected, what came, and where. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
}

/** A value within a file of JSON, which knows where it stands. */
export class JsonPlace {
  readonly #value: unknown;
  readonly #where: string;

  constructor(value: unknown, where: string) {
    this.#value = value;
    this.#where = where;
  }

  complaint(expected: string, came: string): ProfileError {
    return new ProfileError(`${this.#where}: expected ${expected}, not ${came}`);
  }

  /** Whatever it is. */
  isThere(expected: string): void {
    if (this.#value === undefined) throw this.complaint(expected, 'nothing');
  }

  string(): string {
    if (typeof this.#value === 'string' && this.#value !== '') return this.#value;
    throw this.complaint('a text', kindOf(this.#value));
  }

  /** Not negative. */
  number(): number {
    if (typeof this.#value === 'number' && this.#value >= 0) return this.#value;
    throw this.complaint('a number that is not negative', kindOf(this.#value));
  }

  oneOf<Word extends string>(words: readonly Word[]): Word {
    const word = words.find((candidate) => candidate === this.#value);
    if (word !== undefined) return word;
    throw this.complaint(`one of ${words.join(', ')}`, kindOf(this.#value));
  }

  list<Item>(itemOf: (place: JsonPlace) => Item): Item[] {
    if (!Array.isArray(this.#value)) throw this.complaint('a list', kindOf(this.#value));
    return this.#value.map((item: unknown, index) => itemOf(new JsonPlace(item, `${this.#where}[${index}]`)));
  }

  /** @param names - of the members that it may have */
  object(names: readonly string[]): JsonObject {
    const value = this.#value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw this.complaint('an object', kindOf(value));
    }
    const stranger = Object.keys(value).find((name) => !names.includes(name));
    if (stranger !== undefined) throw this.complaint(`no members but ${names.join(', ')}`, `"${stranger}"`);
    return new JsonObject(new Map(Object.entries(value)), this.#where);
  }
}

/** An object within a file of JSON. */
export class JsonObject {
  readonly #members: ReadonlyMap<string, unknown>;
  readonly #where: string;

  constructor(members: ReadonlyMap<string, unknown>, where: string) {
    this.#members = members;
    this.#where = where;
  }

  member(name: string): JsonPlace {
    return new JsonPlace(this.#members.get(name), `${this.#where}.${name}`);
  }

  maybe(name: string): JsonPlace | undefined {
    return this.#members.has(name) ? this.member(name) : undefined;
  }
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return `"${value}"`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
