/**
 * `<reelferry-player file-id="…">`: the embed page in a frame that is as wide as there is room, for pages that load
 * `/player.js`. Its other attributes are those of the page: `t`, `autoplay`, `muted`, `loop`, `controls`; and `ratio`
 * (`16/9` unless told).
 */
const { origin } = new URL(import.meta.url)
const parameters = ['t', 'autoplay', 'muted', 'loop', 'controls']

class ReelferryPlayer extends HTMLElement {
  static observedAttributes = ['file-id', 'title', 'ratio', ...parameters]
  #frame = document.createElement('iframe')

  attributeChangedCallback(): void {
    // Once for all that a page sets at a time, in whatever order.
    queueMicrotask(() => {
      const get = (name: string) => this.getAttribute(name)
      const fileId = get('file-id')
      if (!fileId) return
      const query = new URLSearchParams()
      for (const name of parameters) {
        const value = get(name)
        if (value !== null) query.set(name, value)
      }
      const src = `${origin}/embed/${fileId}?${query}`
      const frame = this.#frame
      frame.title = this.title
      // By script, which the strictest policy of a page allows.
      this.style.display = 'block'
      frame.style.cssText = `display:block;width:100%;border:0;aspect-ratio:${get('ratio') ?? '16/9'}`
      if (frame.src === src) return
      frame.src = src
      frame.allow = 'autoplay; picture-in-picture'
      frame.allowFullscreen = true
      frame.loading = 'lazy'
      this.replaceChildren(frame)
    })
  }
}

customElements.define('reelferry-player', ReelferryPlayer)
