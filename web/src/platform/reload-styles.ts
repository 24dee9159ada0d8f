/**
 * Loads the stylesheets of the studio again that could not be loaded. Call it before a failed import is tried again:
 * Vite adds the stylesheets of a module to the page only once.
 */
export function reloadStyles(): void {
  const folder = import.meta.url.slice(0, import.meta.url.lastIndexOf('/') + 1)
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]'))
    if (link.href.startsWith(folder) && !hasRules(link)) link.replaceWith(link.cloneNode())
}

function hasRules({ sheet }: HTMLLinkElement): boolean {
  try {
    return sheet !== null && sheet.cssRules.length > 0
  } catch {
    // Chromium denies access to a stylesheet that could not be loaded.
    return false
  }
}
