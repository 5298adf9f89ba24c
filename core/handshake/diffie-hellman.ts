/**
 * Diffie-Hellman over Oakley group 2, the 1024-bit group of RFC 2409 with generator 2 (HS-34).
 *
 * Numbers travel as 128 bytes, big-endian, padded on the left: one public key in 256 begins with a zero byte, and peers
 * that drop it fail then. Nothing here runs in constant time; nobody is authenticated, so there is nothing to
 * protect that an active attacker could not have for less.
 */
export const PUBLIC_KEY_LENGTH = 128;

const PRIME = BigInt(
  '0xffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd' +
    'ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed' +
    'ee386bfb5a899fa5ae9f24117c4b1fe649286651ece65381ffffffffffffffff',
);
const GENERATOR = 2n;
const SUBGROUP_ORDER = (PRIME - 1n) / 2n;

/** The public key of a private one, which is a big-endian number of any length. */
export function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  return toBytes(power(GENERATOR, toNumber(privateKey)));
}

/** Whether 128 bytes are a public key: in the range, and in the group that the generator makes. */
export function isPublicKey(bytes: Uint8Array): boolean {
  const key = toNumber(bytes);
  return key >= 2n && key < PRIME && power(key, SUBGROUP_ORDER) === 1n;
}

/** What both sides know when each has the other's public key. */
export function sharedSecretOf(privateKey: Uint8Array, theirPublicKey: Uint8Array): Uint8Array {
  return toBytes(power(toNumber(theirPublicKey), toNumber(privateKey)));
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % PRIME;
    if (bit === '1') result = (result * base) % PRIME;
  }
  return result;
}

function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`);
}

function toBytes(number: bigint): Uint8Array {
  const digits = number.toString(16).padStart(PUBLIC_KEY_LENGTH * 2, '0');
  return Uint8Array.from({ length: PUBLIC_KEY_LENGTH }, (_, at) =>
    Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16),
  );
}
