/** The states of an editor. Changes with the same `key` in a row are one step, such as typing in one field. */
export interface History<State> {
  readonly past: readonly State[]
  readonly current: State
  readonly future: readonly State[]
  readonly key?: string | undefined
}

/** Steps that can be undone. */
const maxSteps = 200

export const startHistory = <State>(current: State): History<State> => ({
  past: [],
  current,
  future: [],
})

export function change<State>(history: History<State>, next: State, key?: string): History<State> {
  if (next === history.current) return history
  const isContinued = key !== undefined && key === history.key
  const past = isContinued ? history.past : [...history.past, history.current].slice(-maxSteps)
  return { past, current: next, future: [], key }
}

export function undo<State>(history: History<State>): History<State> {
  const { past, current, future } = history
  const before = past.at(-1)
  if (before === undefined) return history
  return { past: past.slice(0, -1), current: before, future: [current, ...future] }
}

export function redo<State>(history: History<State>): History<State> {
  const { past, current, future } = history
  const [next, ...rest] = future
  return next === undefined ? history : { past: [...past, current], current: next, future: rest }
}
