import { byNumber } from '../kit/case-order.ts';
import { amf3Cases } from './05-amf/amf3.ts';
import { brokenCases } from './05-amf/broken.ts';
import { objectCases } from './05-amf/objects.ts';
import { valueCases } from './05-amf/values.ts';

/** Area 5: AMF0 and AMF3. */
export const amfCases = byNumber([...valueCases, ...objectCases, ...brokenCases, ...amf3Cases]);
