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
    process.stdout.write(`${question} `)
    const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
    const answer = await read('', unseen)
    process.stdout.write('\n')
    return answer
  },
  confirm: async (question) => /^y(es)?$/i.test(await read(`${question} [y/N] `)),
}

async function read(question: string, output: NodeJS.WritableStream = process.stdout) {
  const lines = createInterface({ input: process.stdin, output, terminal: true })
  lines.once('SIGINT', () => process.exit(130))
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
