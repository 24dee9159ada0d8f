import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** The terminal of a command. */
export interface Terminal {
  print(line: string): void
  /** Prompts for one line. An empty answer means `fallback`. */
  prompt(question: string, fallback: string): Promise<string>
  /** Prompts for one line without echo. */
  promptSecret(question: string): Promise<string>
  confirm(question: string): Promise<boolean>
}

/** The terminal of this process. */
export const terminal: Terminal = {
  print: (line) => console.log(line),
  prompt: async (question, fallback) => (await readAnswer(`${question} `)) || fallback,
  async promptSecret(question) {
    const discard = new Writable({ write: (_chunk, _encoding, done) => done() })
    const printQuestion = () => void process.stdout.write(`${question} `)
    const answer = await readAnswer('', discard, printQuestion)
    process.stdout.write('\n')
    return answer
  },
  confirm: async (question) => /^y(es)?$/i.test(await readAnswer(`${question} [y/N] `)),
}

/** Reads one line. `onReady` is called when the terminal's own echo is off. */
async function readAnswer(
  question: string,
  output: NodeJS.WritableStream = process.stdout,
  onReady?: () => void,
): Promise<string> {
  const lines = createInterface({ input: process.stdin, output, terminal: true })
  // While readline reads, Ctrl-C emits an event instead of a signal.
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  onReady?.()
  try {
    return (await lines.question(question)).trim()
  } finally {
    lines.close()
  }
}

/** A terminal without a person: every answer is empty, so that all values have to be in the environment. */
export const unattendedTerminal: Terminal = {
  print: (line) => console.log(line),
  prompt: async (_question, fallback) => fallback,
  promptSecret: async () => '',
  confirm: async () => false,
}
