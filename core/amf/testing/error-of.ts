import { AmfError, AmfUsageError } from '../error.ts';

/** The error that `act` throws, for a test to look at; anything but an `AmfError` or `AmfUsageError` fails the test. */
export function errorOf(act: () => unknown): AmfError | AmfUsageError {
  try {
    act();
  } catch (error) {
    if (error instanceof AmfError || error instanceof AmfUsageError) return error;
    throw error;
  }
  throw new Error('expected an error, came none');
}
