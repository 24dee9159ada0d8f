import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { constants, setPriority } from 'node:os'

type Program = 'ffmpeg' | 'ffprobe'

const programs: Program[] = ['ffmpeg', 'ffprobe']

/** Whether this machine has all programs that encoding needs. */
export const isFfmpegInstalled = (): boolean =>
  programs.every((program) => spawnSync(program, ['-version'], { stdio: 'ignore' }).status === 0)

const running = new Set<ChildProcess>()

// A program must not outlive this process, which may end without closing its region.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/**
 * Runs a program with low priority. Kills it if the signal is aborted or this process exits. Settles when the program has
 * ended.
 *
 * @returns its standard output
 * @throws Error with its error output, or the reason of the abort
 */
export async function run(
  program: Program,
  parameters: string[],
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted()
  const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] })
  const kill = () => child.kill('SIGKILL')
  running.add(child)
  signal.addEventListener('abort', kill)
  let [output, errors] = ['', '']
  child.stdout.on('data', (text) => (output += text))
  child.stderr.on('data', (text) => (errors += text))
  try {
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW)
    const code = await ended
    signal.throwIfAborted()
    if (code !== 0) throw new Error(errors.trim())
    return output
  } finally {
    signal.removeEventListener('abort', kill)
    running.delete(child)
  }
}
