import notices from './notices.css?url'

/** Resolves when the styles of notices are loaded, or have failed: the texts are readable without them. */
export const loaded = new Promise((resolve) => {
  const link = document.createElement('link')
  Object.assign(link, { rel: 'stylesheet', href: notices, onload: resolve, onerror: resolve })
  document.head.append(link)
})
