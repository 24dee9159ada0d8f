import { type ShallowRef, shallowRef } from 'vue'

/** How long an action can be undone, in milliseconds. */
const undoMs = 10_000

/** The action that {@link UndoStack.undo} would undo. */
export interface Undoable {
  kind: 'canceled' | 'removed'
  /** Number of entries of the list that it applies to. */
  count: number
  /** Unix time in milliseconds after which it cannot be undone. */
  until: number
}

/** One effect of an action. Exactly one of both functions is called. */
export interface UndoItem {
  /** Identifies what the effect applies to. */
  id: string
  undo: () => void
  /** Makes the effect permanent. */
  commit: () => void
}

export interface UndoDependencies {
  /** Calls `callback` after a time in milliseconds. Returns a function that prevents that. */
  startTimer: (callback: () => void, ms: number) => () => void
  /** Calls `listener` when the page is left. */
  onPageLeave: (listener: () => void) => void
}

export interface UndoStack {
  undoable: Readonly<ShallowRef<Undoable | undefined>>
  /** Adds an action that has happened. */
  add(kind: Undoable['kind'], items: readonly UndoItem[], count?: number): void
  /** Undoes the last action that can be undone. */
  undo(): void
  /** Undoes the cancellation of one job. Returns false if there is none that can be undone. */
  undoCanceled(id: string): boolean
  /** Removes an effect that something else has replaced. It is neither undone nor made permanent. */
  forget(id: string): void
  /** Makes all actions permanent. */
  commitNow(): void
  /** Stops the time for undo, while the pointer or the focus is on its button. */
  hold(): void
  /** Starts the time for undo again. */
  release(): void
}

interface Action {
  kind: Undoable['kind']
  count: number
  until: number
  items: readonly UndoItem[]
  stopTimer: () => void
}

/** Collects actions that can be undone for ten seconds, each on its own. When the page is left, they are permanent. */
export function createUndoStack({ startTimer, onPageLeave }: UndoDependencies): UndoStack {
  const undoable = shallowRef<Undoable>()
  let actions: Action[] = []

  function show(): void {
    const last = actions.at(-1)
    undoable.value = last && { kind: last.kind, count: last.count, until: last.until }
  }

  function start(action: Action): void {
    action.until = Date.now() + undoMs
    action.stopTimer = startTimer(() => {
      take(action)
      for (const { commit } of action.items) commit()
    }, undoMs)
  }

  function take(action: Action): void {
    action.stopTimer()
    actions = actions.filter((other) => other !== action)
    show()
  }

  function add(kind: Undoable['kind'], items: readonly UndoItem[], count = items.length): void {
    if (items.length === 0) return
    const action: Action = { kind, count, until: 0, items, stopTimer: () => undefined }
    actions = [...actions, action]
    start(action)
    show()
  }

  function undo(): void {
    const last = actions.at(-1)
    if (!last) return
    take(last)
    for (const item of last.items) item.undo()
  }

  /** Removes and returns the effect of a cancellation. */
  function takeCanceled(id: string): UndoItem | undefined {
    const action = actions.find(
      ({ kind, items }) => kind === 'canceled' && items.some((item) => item.id === id),
    )
    const item = action?.items.find((candidate) => candidate.id === id)
    if (!action || !item) return undefined
    action.items = action.items.filter((other) => other !== item)
    action.count = action.items.length
    if (action.items.length === 0) take(action)
    show()
    return item
  }

  function undoCanceled(id: string): boolean {
    const item = takeCanceled(id)
    item?.undo()
    return item !== undefined
  }

  function commitNow(): void {
    for (const action of actions) {
      take(action)
      for (const { commit } of action.items) commit()
    }
  }

  function hold(): void {
    for (const { stopTimer } of actions) stopTimer()
  }

  function release(): void {
    hold()
    for (const action of actions) start(action)
    show()
  }

  onPageLeave(commitNow)
  return {
    ...{ undoable, add, undo, undoCanceled, commitNow, hold, release },
    forget: (id) => void takeCanceled(id),
  }
}
