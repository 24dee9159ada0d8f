import type { MenuId } from '../../model/menu.ts'
import { element } from '../elements.ts'
import type { Captions } from './captions.ts'
import type { ExtraEntry, Menus } from './menus.ts'
import type { SkinScope } from './part.ts'
import type { QualityChoice } from './quality.ts'

/**
 * The menus of a player. Their code is loaded when the viewer first uses the player, before a menu is opened.
 * @param extras entries of the menu `more` after speed and quality
 */
export function createLazyMenus(
  scope: SkinScope,
  captions: Captions,
  quality: () => QualityChoice | undefined,
  setRate: (rate: number) => void,
  extras: ExtraEntry[],
  onChange: () => void,
) {
  const root = element('div', '')
  let loading: Promise<Menus | undefined> | undefined
  let menus: Menus | undefined

  async function create(): Promise<Menus | undefined> {
    const code = await import('./menu-content.ts').catch(() => undefined)
    menus = code?.createPlayerMenus(onChange, scope, captions, quality, setRate, extras)
    if (menus) root.append(menus.element)
    // A failed load is repeated with the next use.
    else loading = undefined
    return menus
  }
  const load = () => (loading ??= create())

  return {
    element: root,
    load: () => void load(),
    isOpen: () => menus?.isOpen() ?? false,
    async toggle(id: MenuId, from: HTMLElement): Promise<void> {
      const loaded = await load()
      if (!scope.signal.aborted) loaded?.toggle(id, from)
    },
    /** Closes the menu after a click outside of it. */
    closeUnlessInside({ target }: Event): void {
      if (menus?.isOpen() && target instanceof Node && !menus.contains(target)) menus.close()
    },
  }
}
