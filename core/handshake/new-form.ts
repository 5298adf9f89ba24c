import { DigestForm, type FormNeeds } from './digest-form.ts';
import { EncryptedForm } from './encrypted-form.ts';
import type { Form, FormName } from './form.ts';
import type { Identity } from './identity.ts';
import { SIMPLE_FORM } from './simple-form.ts';

export function newForm(name: FormName, us: Identity, them: Identity, needs: FormNeeds): Form {
  if (name === 'simple') return SIMPLE_FORM;
  return name === 'digest' ? new DigestForm(us, them, needs) : new EncryptedForm(us, them, needs);
}
