/** Engines of the browsers that the help page names. */
export const supportedEngines = ['chromium', 'firefox', 'webkit'] as const
type Engine = (typeof supportedEngines)[number]

/** `yes`: automated tests do it with this engine. `untested`: they do not; it may work. */
type Support = 'yes' | 'untested'

const everywhere: Record<Engine, Support> = { chromium: 'yes', firefox: 'yes', webkit: 'yes' }
const notInWebKit: Record<Engine, Support> = { ...everywhere, webkit: 'untested' }
const onlyInChromium: Record<Engine, Support> = { ...notInWebKit, firefox: 'untested' }

/** The tasks that the studio supports in each engine. `shared/docs/browsers.md` names the test for each cell. */
export const browserSupport = {
  publish: everywhere,
  resume: everywhere,
  compress: notInWebKit,
  trim: notInWebKit,
  camera: notInWebKit,
  screen: onlyInChromium,
  captions: everywhere,
  library: everywhere,
  watch: everywhere,
  private: everywhere,
  offline: everywhere,
  phone: onlyInChromium,
} satisfies Record<string, Record<Engine, Support>>
