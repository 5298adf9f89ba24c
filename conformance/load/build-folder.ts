import { fileURLToPath } from 'node:url';

/** Inside node_modules, where bundles find the packages that they leave out. */
export const BUILD_FOLDER = fileURLToPath(new URL('../../node_modules/.cache/millrace-peers/', import.meta.url));
