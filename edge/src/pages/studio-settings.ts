import {
  defaultStudioName,
  escapeMarkup,
  type PageSettings,
  type StudioSettings,
} from '@reelferry/contract'
import { acceptsReports, type Config } from '../config.ts'

/** How the operator presents the studio. */
export function studioSettings(config: Config): StudioSettings {
  const { STUDIO_NAME, STUDIO_LOGO, STUDIO_ACCENT, STUDIO_FOOTER, ADMIN_CONTACT } = config
  return {
    name: STUDIO_NAME,
    ...(STUDIO_LOGO && { logo: STUDIO_LOGO }),
    ...(STUDIO_ACCENT && { accent: STUDIO_ACCENT }),
    footer: STUDIO_FOOTER,
    ...(ADMIN_CONTACT && { contact: ADMIN_CONTACT }),
  }
}

/**
 * Writes the operator's settings into a page: the data that its script needs without a request, and what is visible
 * before a script runs. Elements with `data-studio` are the places for the name, the logo and the links.
 */
export function withStudioSettings(
  page: Response,
  config: Config,
  session: Pick<PageSettings, 'isSignedOut'> = {},
): Response {
  const studio = studioSettings(config)
  const settings: PageSettings = {
    authMode: config.AUTH_MODE,
    studio,
    ...(acceptsReports(config) && { reports: true }),
    ...session,
  }
  const rewriter = new HTMLRewriter().on('html', {
    element(html) {
      // HTMLRewriter escapes only quotes.
      html.setAttribute('data-reelferry-studio', escapeMarkup(JSON.stringify(settings)))
    },
  })
  if (studio.name !== defaultStudioName)
    rewriter
      .on('title, [data-studio=name]', {
        element(element) {
          element.setInnerContent(studio.name)
        },
      })
      .on('[data-studio=home]', {
        element(link) {
          link.setAttribute('aria-label', escapeMarkup(studio.name))
        },
      })
  if (studio.logo) replaceAll(rewriter, '[data-studio=logo]', logoImage(studio.logo))
  if (studio.footer.length > 0) replaceAll(rewriter, '[data-studio=links]', footer(studio.footer))
  return rewriter.transform(page)
}

function replaceAll(rewriter: HTMLRewriter, selector: string, html: string): void {
  rewriter.on(selector, {
    element(element) {
      element.replace(html, { html: true })
    },
  })
}

const logoImage = (url: string) => `<img class="mark" src="${escapeMarkup(url)}" alt="">`

function footer(links: StudioSettings['footer']): string {
  const items = links.map(
    ({ label, url }) => `<a href="${escapeMarkup(url)}">${escapeMarkup(label)}</a>`,
  )
  return `<footer class="foot">${items.join('')}</footer>`
}
