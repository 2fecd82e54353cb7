// Questions answered on worker threads. Each worker gets what it needs once, at its start, and takes the next question when it has answered
// one; answers come back in the order of the questions, whatever order they end in. Threads load JavaScript: it needs the compiled tree.
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { bug } from '../compiler/source/diagnostic.ts';
import { FileFormatError } from './file-format-error.ts';

export interface Pool<Question, Answer> {
  /** Throws what a worker threw. */
  readonly ask: (questions: readonly Question[]) => Promise<Answer[]>;
  readonly close: () => Promise<void>;
}

type Reply<Answer> = { readonly answer: Answer } | { readonly error: PackedError };

/** A message between threads keeps the fields of an error, not its class. */
interface PackedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** `data` must survive a structured clone; `onAnswer` is called after each answer. */
export function openWorkers<Question, Answer>(file: URL, data: unknown, count: number, onAnswer: (answer: Answer) => void): Pool<Question, Answer> {
  const workers = Array.from({ length: count }, () => new Worker(file, { workerData: data }));
  return {
    ask: async (questions) => {
      const answers: Answer[] = [];
      let at = 0;
      await Promise.all(workers.map(async (worker) => {
        while (at < questions.length) {
          const index = at++;
          const answer = await askWorker<Question, Answer>(worker, questions[index] ?? bug('a question is missing'));
          answers[index] = answer;
          onAnswer(answer);
        }
      }));
      return answers;
    },
    close: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
}

/** The same without a worker, one question after the other. */
export function openAlone<Question, Answer>(answer: (question: Question) => Answer | Promise<Answer>, onAnswer: (answer: Answer) => void): Pool<Question, Answer> {
  const ask = async (questions: readonly Question[]): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (const question of questions) {
      const given = await answer(question);
      answers.push(given);
      onAnswer(given);
    }
    return answers;
  };
  return { ask, close: async () => undefined };
}

/** Makes the thread that calls it a worker: `prepare` turns the pool's data into the function that answers. */
export function serveQuestions<Data, Question, Answer>(prepare: (data: Data) => ((question: Question) => Answer | Promise<Answer>) | Promise<(question: Question) => Answer | Promise<Answer>>): void {
  const ready = Promise.resolve().then(() => prepare(workerData as Data));
  // A worker that cannot start says so with the first answer.
  ready.catch(() => undefined);
  parentPort?.on('message', async (question: Question) => {
    parentPort?.postMessage(await reply(async () => (await ready)(question)));
  });
}

async function reply<Answer>(run: () => Promise<Answer>): Promise<Reply<Answer>> {
  try {
    return { answer: await run() };
  } catch (error) {
    return { error: packError(error) };
  }
}

function askWorker<Question, Answer>(worker: Worker, question: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      act();
    };
    const onMessage = (reply: Reply<Answer>): void => settle(() => ('answer' in reply ? resolve(reply.answer) : reject(unpackError(reply.error))));
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (code: number): void => settle(() => reject(new Error(`a worker ended with ${code} and no answer`)));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage(question);
  });
}

function packError(error: unknown): PackedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: undefined, fields: {} };
  return { name: error.name, message: error.message, stack: error.stack, fields: Object.fromEntries(Object.entries(error).filter(([, value]) => typeof value !== 'object' && typeof value !== 'function')) };
}

/** A damaged file keeps its class, so that it is reported as one; so do errors of the system, which are told by their fields. */
function unpackError({ name, message, stack, fields }: PackedError): Error {
  if (name === 'FileFormatError') return new FileFormatError(String(fields['fileName']), String(fields['problem']), String(fields['hint']));
  return Object.assign(new Error(message), { stack }, fields, { name });
}
