import { describeContract } from '../contract/describe.ts';
import { memoryHarness } from './testing/harness.ts';

describeContract('memory', memoryHarness);
