/**
 * What clients can make a server keep in shared objects. Bytes are those that names and values take as AMF, and of one
 * object well below the 0xFFFFFF that a message can hold, as a new user is told all of it at once.
 */
export interface SharedObjectLimits {
  /** Objects at one time, in all scopes. */
  readonly objects: number;
  /** Users of one object. */
  readonly users: number;
  /** Slots of one object. */
  readonly slots: number;
  /** Bytes of one object, its name among them; also of one message that its users send each other. */
  readonly objectBytes: number;
  /** Bytes of all objects. */
  readonly totalBytes: number;
}

export const DEFAULT_SHARED_OBJECT_LIMITS: SharedObjectLimits = {
  objects: 1_000,
  users: 10_000,
  slots: 1_000,
  objectBytes: 262_144,
  totalBytes: 16_777_216,
};
