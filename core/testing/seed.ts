import fc from 'fast-check';

/**
 * In CI properties try the same inputs every time: what fails there is what a change broke, and not what luck found in it.
 * Everywhere else each run tries others, and a failure prints its seed.
 */
const SEED = 2026;

if (process.env.CI === 'true') fc.configureGlobal({ seed: SEED });
