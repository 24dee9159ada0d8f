/** Stylesheets of the parts that have been loaded, and the shadow roots that show them. */
const sheets: CSSStyleSheet[] = []
const roots = new Set<ShadowRoot>()

/**
 * Adds styles to every uploader, now and later. They are made by script, which no Content-Security-Policy of a
 * page's forbids, and never reach the page itself.
 */
export function addStyles(css: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  sheets.push(sheet)
  for (const root of roots) root.adoptedStyleSheets.push(sheet)
}

/** Lets a shadow root have them, until what is returned is called. */
export function adoptStyles(root: ShadowRoot): () => void {
  root.adoptedStyleSheets = [...sheets]
  roots.add(root)
  return () => roots.delete(root)
}
