/** A colour as red, green and blue, each from 0 to 255. */
type Colour = readonly [number, number, number]

const white: Colour = [255, 255, 255]
const black: Colour = [0, 0, 0]

/** Parses `#rrggbb`. */
export function parseColour(hex: string): Colour {
  const channel = (index: number) => Number.parseInt(hex.slice(index, index + 2), 16)
  return [channel(1), channel(3), channel(5)]
}

const formatColour = (colour: Colour) =>
  `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`

/** The colour at a share, from 0 to 1, of the way from one colour to another. */
function mix(from: Colour, to: Colour, share: number): Colour {
  const channel = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share)
  return [channel(0), channel(1), channel(2)]
}

/** Relative luminance (WCAG 2). */
function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
    const value = channel / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Contrast of two colours, from 1 to 21 (WCAG 2). */
export function contrast(a: Colour, b: Colour): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

/** Steps between a colour and the colour that it is changed towards. */
const steps = 50

/** The first colour on the way to another one that has this contrast with the ground. */
function withContrast(colour: Colour, towards: Colour, ground: Colour, wanted: number): Colour {
  for (let step = 0; step < steps; step++) {
    const candidate = mix(colour, towards, step / steps)
    if (contrast(candidate, ground) >= wanted) return candidate
  }
  return towards
}

/** Contrast of text with its ground (WCAG 2, level AA), and of small text on a tinted ground. */
const [textContrast, tintedContrast] = [4.5, 7]

interface Theme {
  /** The ground with the least contrast that text in the accent colour has (`--fill`). */
  ground: Colour
  /** The ground that the tint is mixed with (`--surface`). */
  surface: Colour
  tint: number
  /** The direction that increases the contrast with the ground. */
  towards: Colour
}

/** The grounds are those of `web/src/design/tokens.css`. */
const themes: Record<'light' | 'dark', Theme> = {
  light: { ground: [233, 239, 239], surface: white, tint: 0.13, towards: black },
  dark: { ground: [32, 43, 48], surface: [19, 27, 30], tint: 0.15, towards: white },
}

/** Text on the accent colour: the one with more contrast. */
const textOn = (colour: Colour): Colour =>
  contrast(white, colour) >= contrast(black, colour) ? white : black

/** The colours of one theme, by the custom property that has them. */
function paletteOf(colour: Colour, { ground, surface, tint, towards }: Theme) {
  const accent = withContrast(colour, towards, ground, textContrast)
  const soft = mix(surface, accent, tint)
  return {
    '--accent': accent,
    '--accent-hover': mix(accent, towards, 0.2),
    '--on-accent': textOn(accent),
    '--accent-soft': soft,
    '--accent-ink': withContrast(accent, towards, soft, tintedContrast),
  }
}

/**
 * Derives the accent colours of both themes from one colour, as CSS custom properties. A colour that is too light or too
 * dark for text in a theme is changed until its contrast is sufficient.
 * @param hex `#rrggbb`
 */
export function accentProperties(hex: string): Record<string, string> {
  const colour = parseColour(hex)
  const light = paletteOf(colour, themes.light)
  const dark = Object.values(paletteOf(colour, themes.dark))
  return Object.fromEntries(
    Object.entries(light).map(([name, value], index) => [
      name,
      `light-dark(${formatColour(value)}, ${formatColour(dark[index] ?? value)})`,
    ]),
  )
}
