// A worker of `nfc evaluate`: holds the network and the set, and judges the ranges of pictures that it is sent.
import { serveQuestions } from '../worker-pool.ts';
import { type Case, prepareJudges, type Range, type Tally } from './judges.ts';

serveQuestions<Case, Range, Tally>(prepareJudges);
