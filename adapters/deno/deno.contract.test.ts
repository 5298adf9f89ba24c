import { describeContractOn } from '../contract/describe.ts';
import { denoHarnesses } from './testing/harnesses.ts';

describeContractOn('deno', denoHarnesses, new URL('testing/contract.main.ts', import.meta.url));
