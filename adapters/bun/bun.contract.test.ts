import { describeContractOn } from '../contract/describe.ts';
import { bunHarnesses } from './testing/harnesses.ts';

describeContractOn('bun', bunHarnesses, new URL('testing/contract.main.ts', import.meta.url));
