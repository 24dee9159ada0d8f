/**
 * `<reelferry-player video-id="…">`, for pages that load `/player.js`: the embed page in a frame of full width. The id is
 * that of the upload; `file-id` is the attribute for VOD's file id. The
 * attributes `t`, `end`, `autoplay`, `muted`, `loop`, `controls`, `resume` and `isolated` are parameters of the embed
 * page; `ratio` is the aspect ratio, `16/9` by default. Methods, properties and events are those of `<video>`; changes before the
 * video is ready apply when it is.
 */
import type { Command, PlayerMessage, Settings } from '../features/watch/model/messages.ts'

const { origin } = new URL(import.meta.url)
const parameters = ['t', 'end', 'autoplay', 'muted', 'loop', 'controls', 'resume', 'isolated']

/** The event of `<video>` for a message of the player. */
const eventOf: Partial<Record<PlayerMessage['reelferry'], string>> = {
  ready: 'loadedmetadata',
  play: 'play',
  pause: 'pause',
  ended: 'ended',
  seeked: 'seeked',
  time: 'timeupdate',
}

const initial = { time: 0, duration: NaN, paused: true, volume: 1, muted: false, rate: 1 }

class ReelferryPlayer extends HTMLElement {
  static observedAttributes = ['video-id', 'file-id', 'title', 'ratio', ...parameters]
  #frame = document.createElement('iframe')
  #state = { ...initial, ended: false }
  /** Commands that wait for the player; `undefined` when it accepts commands. */
  #waiting: Command[] | undefined = []

  #receive = ({ source, origin: sender, data }: MessageEvent) => {
    if (source !== this.#frame.contentWindow || sender !== origin || !data?.reelferry) return
    const message: PlayerMessage = data
    const { reelferry: name } = message
    const before = this.#state
    this.#state = { ...before, ...message }
    if (name === 'play' || name === 'pause' || name === 'ended') {
      this.#state.paused = name !== 'play'
      this.#state.ended = name === 'ended'
    }
    if (name === 'ready') {
      this.#waiting?.forEach((command) => this.#post(command))
      this.#waiting = undefined
    }
    const events =
      name === 'settings'
        ? [
            ...(before.rate === message.rate ? [] : ['ratechange']),
            ...(before.volume === message.volume && before.muted === message.muted
              ? []
              : ['volumechange']),
          ]
        : [eventOf[name]]
    for (const event of events) if (event) this.dispatchEvent(new Event(event))
  }

  #post(command: Command): void {
    this.#frame.contentWindow?.postMessage(command, origin)
  }

  #send(command: Command): void {
    if (this.#waiting) this.#waiting.push(command)
    else this.#post(command)
  }

  #set(settings: Partial<Settings>): void {
    this.#send({ reelferry: 'set', ...settings })
  }

  connectedCallback(): void {
    addEventListener('message', this.#receive)
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.#receive)
    // A frame that returns to a page loads again.
    this.#reset()
  }

  #reset(): void {
    this.#state = { ...initial, ended: false }
    this.#waiting ??= []
  }

  attributeChangedCallback(): void {
    // One update for all attributes that a page sets in one task.
    queueMicrotask(() => {
      const get = (name: string) => this.getAttribute(name)
      const id = get('video-id') ?? get('file-id')
      if (!id) return
      const query = new URLSearchParams()
      for (const name of parameters) {
        const value = get(name)
        if (value !== null) query.set(name, value)
      }
      const src = `${origin}/embed/${id}?${query}`
      const frame = this.#frame
      frame.title = this.title
      // Styles that a script sets are allowed by every content security policy.
      this.style.display = 'block'
      frame.style.cssText = `display:block;width:100%;border:0;aspect-ratio:${get('ratio') ?? '16/9'}`
      if (frame.src === src) return
      this.#reset()
      frame.src = src
      frame.allow = 'autoplay; picture-in-picture; clipboard-write'
      frame.allowFullscreen = true
      frame.loading = 'lazy'
      this.replaceChildren(frame)
    })
  }

  /** Resolves when the video plays. */
  play(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.paused) return resolve()
      this.addEventListener('play', () => resolve(), { once: true })
      this.#send({ reelferry: 'play' })
    })
  }

  pause(): void {
    this.#send({ reelferry: 'pause' })
  }

  get currentTime() {
    return this.#state.time
  }
  set currentTime(time) {
    this.#state.time = time
    this.#send({ reelferry: 'seek', time })
  }

  /** Seconds; `NaN` until the event `loadedmetadata`. */
  get duration() {
    return this.#state.duration
  }

  get paused() {
    return this.#state.paused
  }

  get ended() {
    return this.#state.ended
  }

  get volume() {
    return this.#state.volume
  }
  set volume(volume) {
    this.#set({ volume })
  }

  get muted() {
    return this.#state.muted
  }
  set muted(muted) {
    this.#set({ muted })
  }

  get playbackRate() {
    return this.#state.rate
  }
  set playbackRate(rate) {
    this.#set({ rate })
  }
}

customElements.define('reelferry-player', ReelferryPlayer)
