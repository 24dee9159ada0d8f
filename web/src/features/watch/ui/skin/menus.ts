import { Check, ChevronLeft, ChevronRight } from 'lucide'
import {
  enterMenu,
  focusedEntry,
  leaveMenu,
  type MenuId,
  type MenuPath,
  toggleMenu,
} from '../../model/menu.ts'
import { button, element, icon } from '../elements.ts'

/** An entry of a menu: a choice, an entry that opens another menu, or an action. */
export interface MenuEntry {
  name: string
  /** The current choice of the menu that the entry opens, or an explanation. */
  detail?: string
  /** Whether it is the current choice; absent for an entry that is no choice. */
  isChosen?: boolean
  opens?: MenuId
  select?(): void
}

/** A control that narrow players show in the menu `more` only. */
export interface ExtraEntry {
  isAvailable(): boolean
  entry(): MenuEntry
}

/** The content of a menu when it is opened. */
export interface Menu {
  name: string
  entries: MenuEntry[]
}

/**
 * The menus of the player: one panel that shows one menu at a time.
 * @param menu returns the content of a menu
 * @param onChange called when a menu opens or closes
 */
export function createMenus(menu: (id: MenuId) => Menu, backName: string, onChange: () => void) {
  const panel = element('div', 'skin-menu')
  panel.setAttribute('role', 'group')
  panel.hidden = true
  let path: MenuPath = []
  let opener: HTMLElement | undefined

  const entries = () => [...panel.querySelectorAll('button')]

  function setPath(next: MenuPath, focusName?: string): void {
    const wasOpen = path.length > 0
    path = next
    const id = path.at(-1)
    panel.hidden = id === undefined
    opener?.setAttribute('aria-expanded', String(id !== undefined))
    if (id) fill(menu(id), focusName)
    else if (wasOpen) {
      panel.replaceChildren()
      opener?.focus()
      opener = undefined
    }
    onChange()
  }

  function fill({ name, entries }: Menu, focusName?: string): void {
    panel.setAttribute('aria-label', name)
    const isInner = path.length > 1
    const head = isInner
      ? button('skin-menu-head', back, icon(ChevronLeft), name)
      : element('b', 'skin-menu-head', name)
    if (isInner) head.setAttribute('aria-label', `${backName}: ${name}`)
    const items = entries.map((entry) => itemOf(entry))
    panel.replaceChildren(head, ...items)
    const focused =
      items.find((_, index) => entries[index]?.name === focusName) ??
      items.find((item) => item.getAttribute('aria-pressed') === 'true') ??
      items[0]
    focused?.focus()
  }

  function itemOf({ name, detail, isChosen, opens, select }: MenuEntry): HTMLButtonElement {
    const mark =
      isChosen === undefined ? [] : [isChosen ? icon(Check) : element('span', 'skin-menu-gap')]
    const item = button(
      '',
      () => {
        if (opens) return setPath(enterMenu(path, opens))
        select?.()
        // A choice inside another menu returns to it, so that further choices are near.
        if (path.length > 1) back()
        else setPath([])
      },
      ...mark,
      element('span', 'skin-menu-name', name),
      ...(detail ? [element('span', 'skin-menu-detail', detail)] : []),
      ...(opens ? [icon(ChevronRight)] : []),
    )
    if (isChosen !== undefined) item.setAttribute('aria-pressed', String(isChosen))
    return item
  }

  function back(): void {
    const left = path.at(-1)
    setPath(leaveMenu(path), left && menu(left).name)
  }

  panel.addEventListener('keydown', (event) => {
    const list = entries()
    const index = list.findIndex((entry) => entry === document.activeElement)
    const next = focusedEntry(event.key, index, list.length)
    if (event.key === 'Escape') back()
    else if (next !== undefined) list[next]?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  })

  return {
    element: panel,
    isOpen: () => path.length > 0,
    /** Opens or closes a menu. The focus returns to the button that opened it. */
    toggle(id: MenuId, from: HTMLElement): void {
      const next = toggleMenu(path, id)
      if (opener && opener !== from) opener.setAttribute('aria-expanded', 'false')
      opener = from
      setPath(next)
    },
    close: () => setPath([]),
    /** Whether an element belongs to the menus: the panel, or the button that opened it. */
    contains: (target: Node) => panel.contains(target) || opener?.contains(target) === true,
  }
}

export type Menus = ReturnType<typeof createMenus>
