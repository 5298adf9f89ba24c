import { describeContract } from '../contract/describe.ts';
import { streamHarness } from './testing/stream-harness.ts';

describeContract('WHATWG streams', streamHarness);
