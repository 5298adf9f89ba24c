import { DigestForm } from './digest-form.ts';
import { EncryptedForm } from './encrypted-form.ts';
import type { Form, FormName } from './form.ts';
import type { Identity } from './identity.ts';
import { SIMPLE_FORM } from './simple-form.ts';

/** @param random - fills the arbitrary part of packet 2, and the private key */
export function newForm(name: FormName, us: Identity, them: Identity, random: (into: Uint8Array) => void): Form {
  if (name === 'simple') return SIMPLE_FORM;
  return name === 'digest' ? new DigestForm(us, them, random) : new EncryptedForm(us, them, random);
}
