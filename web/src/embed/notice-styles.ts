import { applyAccent } from '../api/page-settings.ts'
import notices from './notices.css?url'

// Only notices have colours of their own, so the first frame does not wait for this.
applyAccent()

/** Resolves when the styles of notices are loaded, or have failed: the texts are readable without them. */
export const loaded = new Promise((resolve) => {
  const link = document.createElement('link')
  Object.assign(link, { rel: 'stylesheet', href: notices, onload: resolve, onerror: resolve })
  document.head.append(link)
})
