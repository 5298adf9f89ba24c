import { amf3Cases } from './05-amf/amf3.ts';
import { brokenCases } from './05-amf/broken.ts';
import { valueCases } from './05-amf/values.ts';

/** Area 5: AMF0 and AMF3. */
export const amfCases = [...valueCases, ...brokenCases, ...amf3Cases];
