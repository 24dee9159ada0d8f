/**
 * `<reelferry-player file-id="…">`, for pages that load `/player.js`: the embed page in a frame of full width. The
 * attributes `t`, `end`, `autoplay`, `muted`, `loop` and `controls` are parameters of the embed page; `ratio` is the aspect
 * ratio, `16/9` by default.
 */
const { origin } = new URL(import.meta.url)
const parameters = ['t', 'end', 'autoplay', 'muted', 'loop', 'controls']

class ReelferryPlayer extends HTMLElement {
  static observedAttributes = ['file-id', 'title', 'ratio', ...parameters]
  #frame = document.createElement('iframe')

  attributeChangedCallback(): void {
    // One update for all attributes that a page sets in one task.
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
      // Styles that a script sets are allowed by every content security policy.
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
