import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { TlsIdentity } from '../../socket-options.ts';

/**
 * A certificate made on the spot for `localhost` and `127.0.0.1`, signed by its own key and valid from 2000 to 2100: tests
 * need neither a program that makes one nor a private key in the repository. DER by hand (X.690), as RFC 5280 lays it out.
 */
export function selfSigned(): TlsIdentity & { readonly cert: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const tbs = toBeSigned(publicKey);
  const signature = sign('sha256', tbs, privateKey);
  const certificate = sequence(tbs, ECDSA_WITH_SHA256, bitString(signature));
  return { cert: pem(certificate), key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
}

function toBeSigned(publicKey: KeyObject): Buffer {
  const version = tagged(0xa0, integer(2));
  const name = sequence(set(sequence(OID_COMMON_NAME, tagged(0x0c, Buffer.from('localhost')))));
  const validity = sequence(utcTime('000101000000Z'), generalizedTime('21000101000000Z'));
  const subjectPublicKey = publicKey.export({ type: 'spki', format: 'der' });
  const extensions = tagged(0xa3, sequence(subjectAlternativeName()));
  return sequence(version, integer(1), ECDSA_WITH_SHA256, name, validity, name, subjectPublicKey, extensions);
}

function subjectAlternativeName(): Buffer {
  const dnsName = tagged(0x82, Buffer.from('localhost'));
  const ipAddress = tagged(0x87, Buffer.of(127, 0, 0, 1));
  return sequence(OID_SUBJECT_ALTERNATIVE_NAME, tagged(0x04, sequence(dnsName, ipAddress)));
}

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  // The shortest form: Deno and Bun refuse any other.
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

const sequence = (...parts: Buffer[]) => tagged(0x30, ...parts);
const set = (...parts: Buffer[]) => tagged(0x31, ...parts);
const integer = (value: number) => tagged(0x02, Buffer.of(value));
const bitString = (content: Buffer) => tagged(0x03, Buffer.of(0), content);
/** Until 2049 (RFC 5280, 4.1.2.5). */
const utcTime = (text: string) => tagged(0x17, Buffer.from(text));
const generalizedTime = (text: string) => tagged(0x18, Buffer.from(text));
const objectIdentifier = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'));

/** 1.2.840.10045.4.3.2, 2.5.4.3 and 2.5.29.17. */
const ECDSA_WITH_SHA256 = sequence(objectIdentifier('2a8648ce3d040302'));
const OID_COMMON_NAME = objectIdentifier('550403');
const OID_SUBJECT_ALTERNATIVE_NAME = objectIdentifier('551d11');

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
