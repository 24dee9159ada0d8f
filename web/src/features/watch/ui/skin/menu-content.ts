import { rates } from '../../model/keys.ts'
import type { MenuId } from '../../model/menu.ts'
import { captionBackgrounds, captionSizes } from '../../model/caption-styles.ts'
import { qualityName } from '../../model/quality-name.ts'
import type { Captions } from './captions.ts'
import { qualityLabel, rateName } from './labels.ts'
import { createMenus, type ExtraEntry, type Menu, type MenuEntry, type Menus } from './menus.ts'
import type { SkinScope } from './part.ts'
import type { QualityChoice } from './quality.ts'

/**
 * Returns the content of each menu.
 * @param extras entries of the menu `more` after speed and quality
 */
function menuContent(
  scope: SkinScope,
  captions: Captions,
  quality: () => QualityChoice | undefined,
  setRate: (rate: number) => void,
  extras: ExtraEntry[],
): (id: MenuId) => Menu {
  const { texts, video, preferences, prefer, data } = scope

  const captionEntries = (): MenuEntry[] => [
    ...[texts.captionsOff, ...captions.names()].map((name, index) => ({
      name,
      isChosen: captions.chosen() === index - 1,
      select: () => captions.choose(index - 1),
    })),
    {
      name: texts.captionSize,
      detail: texts.captionSizes[preferences().captionSize],
      opens: 'captionSize' as const,
    },
    {
      name: texts.captionBackground,
      detail: texts.captionBackgrounds[preferences().captionBackground],
      opens: 'captionBackground' as const,
    },
  ]

  const qualityEntries = (choice: QualityChoice): MenuEntry[] => {
    const { heights, chosen, playing } = choice.current()
    const select = (height: number) => () => {
      choice.choose(height)
      prefer({ quality: height })
    }
    const auto = {
      name: texts.auto,
      ...(chosen === 0 && playing > 0 && { detail: qualityName(playing, data()) }),
      isChosen: chosen === 0,
      select: select(0),
    }
    const fixed = heights.map((height) => ({
      name: qualityName(height, data()),
      isChosen: chosen === height,
      select: select(height),
    }))
    return [auto, ...fixed]
  }

  const speed = (): MenuEntry => ({
    name: texts.speed,
    detail: rateName(video().playbackRate),
    opens: 'speed',
  })

  return (id) => {
    const choice = quality()
    switch (id) {
      case 'captions':
        return { name: texts.captions, entries: captionEntries() }
      case 'captionSize':
        return {
          name: texts.captionSize,
          entries: captionSizes.map((size) => ({
            name: texts.captionSizes[size],
            isChosen: preferences().captionSize === size,
            select: () => prefer({ captionSize: size }),
          })),
        }
      case 'captionBackground':
        return {
          name: texts.captionBackground,
          entries: captionBackgrounds.map((background) => ({
            name: texts.captionBackgrounds[background],
            isChosen: preferences().captionBackground === background,
            select: () => prefer({ captionBackground: background }),
          })),
        }
      case 'speed':
        return {
          name: texts.speed,
          entries: rates.map((rate) => ({
            name: rateName(rate),
            isChosen: video().playbackRate === rate,
            select: () => setRate(rate),
          })),
        }
      case 'quality':
        return { name: texts.quality, entries: choice ? qualityEntries(choice) : [] }
      case 'more':
        return {
          name: texts.more,
          entries: [
            speed(),
            ...(choice
              ? [
                  {
                    name: texts.quality,
                    detail: qualityLabel(scope, choice),
                    opens: 'quality' as const,
                  },
                ]
              : []),
            ...extras.filter((extra) => extra.isAvailable()).map((extra) => extra.entry()),
          ],
        }
    }
  }
}

/** Creates the menus of a player. */
export const createPlayerMenus = (
  onChange: () => void,
  ...content: Parameters<typeof menuContent>
): Menus => createMenus(menuContent(...content), content[0].texts.back, onChange)
