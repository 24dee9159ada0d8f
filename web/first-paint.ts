import type { Plugin } from 'vite'

/** Vite removes all other attributes of the entry script. */
const entry = '<script type="module" crossorigin '

/**
 * Lets the entry script of each page block the first paint, so that the page is never shown in another color scheme
 * than the chosen one. Browsers without the attribute `blocking` show the background in the color scheme of the device
 * until the script runs. Not for the embed page: its first frame must not wait for a script.
 */
export const scriptBeforeFirstPaint: Plugin = {
  name: 'script-before-first-paint',
  transformIndexHtml: {
    order: 'post',
    handler(html, { path, server }) {
      if (server || path === '/embed.html') return html
      if (!html.includes(entry)) throw new Error(`${path} has no entry script.`)
      return html.replace(entry, `${entry}blocking="render" `)
    },
  },
}
