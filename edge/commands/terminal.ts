import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Whoever sits in front of a command. */
export interface Terminal {
  say(line: string): void
  /** Asks for one line; nothing typed means `fallback`. */
  ask(question: string, fallback: string): Promise<string>
  /** Asks for one line that must not be seen. */
  askSecret(question: string): Promise<string>
  confirm(question: string): Promise<boolean>
}

/** Asks on the terminal the command runs in. */
export const terminal: Terminal = {
  say: (line) => console.log(line),
  ask: async (question, fallback) => (await read(`${question} `)) || fallback,
  async askSecret(question) {
    const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
    const ask = () => void process.stdout.write(`${question} `)
    const answer = await read('', unseen, ask)
    process.stdout.write('\n')
    return answer
  },
  confirm: async (question) => /^y(es)?$/i.test(await read(`${question} [y/N] `)),
}

/** `begin` is called once the terminal shows nothing by itself any more. */
async function read(
  question: string,
  output: NodeJS.WritableStream = process.stdout,
  begin?: () => void,
): Promise<string> {
  const lines = createInterface({ input: process.stdin, output, terminal: true })
  // The terminal sends no signal while lines are read here, but says that Ctrl-C was pressed.
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  begin?.()
  try {
    return (await lines.question(question)).trim()
  } finally {
    lines.close()
  }
}

/** Answers no question: what is asked has to stand in the environment, or counts as not given. */
export const unattended: Terminal = {
  say: (line) => console.log(line),
  ask: async (_question, fallback) => fallback,
  askSecret: async () => '',
  confirm: async () => false,
}
