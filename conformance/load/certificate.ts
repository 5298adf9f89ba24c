import { join } from 'node:path';
import { run } from './program.ts';

/** A certificate for this machine that signs itself, and its key, as files in a folder; `openssl` makes them. */
export async function makeCertificate(folder: string): Promise<{ cert: string; key: string }> {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const files = ['-nodes', '-keyout', key, '-out', cert, '-days', '1'];
  await run(
    'openssl',
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    ...files,
    ...subject,
  );
  return { cert, key };
}
