import { describeContract } from '../contract/describe.ts';
import { nodeHarnesses } from './testing/harnesses.ts';

for (const [name, makeHarness] of Object.entries(nodeHarnesses)) describeContract(`${name} on node`, makeHarness);
