import { reportContract } from '../../contract/report.ts';
import { bunHarnesses } from './harnesses.ts';

await reportContract(bunHarnesses, (result) => console.log(JSON.stringify(result)));
