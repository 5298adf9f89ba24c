import { reportContract } from '../../contract/report.ts';
import { denoHarnesses } from './harnesses.ts';

await reportContract(denoHarnesses, (result) => console.log(JSON.stringify(result)));
