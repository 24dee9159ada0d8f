/**
 * `<reelferry-player file-id="…">`: the embed page in a frame that is as wide as there is room, for pages that load
 * `/player.js`. Its other attributes are those of the page: `t`, `autoplay`, `muted`, `loop`, `controls`; and `ratio`
 * (`16/9` unless told).
 */
const { origin } = new URL(import.meta.url)

class ReelferryPlayer extends HTMLElement {
  static observedAttributes = ['file-id']

  attributeChangedCallback(): void {
    const query = new URLSearchParams()
    for (const name of ['t', 'autoplay', 'muted', 'loop', 'controls'])
      if (this.hasAttribute(name)) query.set(name, this.getAttribute(name) ?? '')
    const frame = document.createElement('iframe')
    frame.src = `${origin}/embed/${this.getAttribute('file-id')}?${query}`
    frame.title = this.title
    frame.allow = 'autoplay; picture-in-picture'
    frame.allowFullscreen = true
    frame.loading = 'lazy'
    // Set one by one, which the strictest policy of a page allows.
    Object.assign(this.style, { display: 'block' })
    Object.assign(frame.style, {
      width: '100%',
      aspectRatio: this.getAttribute('ratio') ?? '16/9',
      border: '0',
      display: 'block',
    })
    this.replaceChildren(frame)
  }
}

customElements.define('reelferry-player', ReelferryPlayer)
