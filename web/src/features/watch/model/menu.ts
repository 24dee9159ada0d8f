/** The menus of the player. `more` has the controls that narrow players lack. */
export type MenuId = 'more' | 'captions' | 'captionSize' | 'captionBackground' | 'speed' | 'quality'

/** The open menus, the visible one last. Empty if none is open. */
export type MenuPath = readonly MenuId[]

/** The path after a button of the bar is clicked: a second click closes its menu. */
export const toggleMenu = (path: MenuPath, id: MenuId): MenuPath => (path[0] === id ? [] : [id])

/** The path after an entry of a menu opens another menu. */
export const enterMenu = (path: MenuPath, id: MenuId): MenuPath =>
  path.includes(id) ? path.slice(0, path.indexOf(id) + 1) : [...path, id]

/** The path after Back or Escape. */
export const leaveMenu = (path: MenuPath): MenuPath => path.slice(0, -1)

/** The index of the entry that gets the focus after a key, of `count` entries; `undefined` for other keys. */
export function focusedEntry(key: string, index: number, count: number): number | undefined {
  if (count === 0) return undefined
  switch (key) {
    case 'ArrowDown':
      return (index + 1) % count
    case 'ArrowUp':
      return (Math.max(index, 0) - 1 + count) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
