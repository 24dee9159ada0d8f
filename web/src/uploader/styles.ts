/** Stylesheets of the loaded components, and the shadow roots that use them. */
const sheets: CSSStyleSheet[] = []
const roots = new Set<ShadowRoot>()

/**
 * Adds styles to every uploader, present and future. Constructed stylesheets do not need an exception in the page's
 * Content-Security-Policy, and never apply to the page itself.
 */
export function addStyles(css: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  sheets.push(sheet)
  for (const root of roots) root.adoptedStyleSheets.push(sheet)
}

/** Applies the styles to a shadow root. Returns a function that stops adding new styles to it. */
export function adoptStyles(root: ShadowRoot): () => void {
  root.adoptedStyleSheets = [...sheets]
  roots.add(root)
  return () => roots.delete(root)
}
