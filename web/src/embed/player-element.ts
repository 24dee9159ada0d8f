/**
 * `<reelferry-player video-id="…">`, for pages that load `/player.js`: the embed page in a frame of full width. The id is
 * that of the upload; `file-id` is the attribute for VOD's file id. The
 * attributes `t`, `end`, `autoplay`, `muted`, `loop`, `controls`, `resume` and `isolated` are parameters of the embed
 * page; `ratio` is the aspect ratio, `16/9` by default. Methods, properties and events are those of `<video>`; changes before the
 * video is ready apply when it is.
 */
import type { MirroredState, Ranges } from '../features/watch/model/media-mirror.ts'
import type { Command, PlayerMessage } from '../features/watch/model/messages.ts'
import {
  emptyState,
  rangeProperties,
  readableProperties,
  settableProperties,
} from './mirrored-properties.ts'

const { origin } = new URL(import.meta.url)
const parameters = ['t', 'end', 'autoplay', 'muted', 'loop', 'controls', 'resume', 'isolated']

type Settable = (typeof settableProperties)[number]

/** A call of `play` that is not settled. */
interface PlayCall {
  resolve(): void
  reject(error: DOMException): void
}

/** The name of a setting in commands, where it differs. */
const settings: Partial<Record<Settable, string>> = {
  playbackRate: 'rate',
  defaultPlaybackRate: 'defaultRate',
}

/** Like `TimeRanges`. */
const timeRanges = (ranges: Ranges) => {
  const at = (index: number, edge: 0 | 1) => {
    const range = ranges[index]
    if (!range) throw new DOMException('There is no such range.', 'IndexSizeError')
    return range[edge]
  }
  return {
    length: ranges.length,
    start: (index: number) => at(index, 0),
    end: (index: number) => at(index, 1),
  }
}

class ReelferryPlayer extends HTMLElement {
  static observedAttributes = ['video-id', 'file-id', 'title', 'ratio', ...parameters]
  #frame = document.createElement('iframe')
  #state: MirroredState = emptyState
  /** Commands that wait for the player; `undefined` when it accepts commands. */
  #waiting: Command[] | undefined = []
  #plays: PlayCall[] = []

  static {
    const define = (name: string, property: PropertyDescriptor & ThisType<ReelferryPlayer>) =>
      Object.defineProperty(this.prototype, name, { ...property, enumerable: true })
    for (const name of readableProperties)
      define(name, {
        get() {
          return this.#state[name]
        },
      })
    for (const name of settableProperties)
      define(name, {
        get() {
          return this.#state[name]
        },
        set(value: number | boolean) {
          this.#set(name, value)
        },
      })
    for (const name of rangeProperties)
      define(name, {
        get() {
          return timeRanges(this.#state[name])
        },
      })
    // Attributes whose change loads the frame again.
    for (const [name, attribute] of Object.entries({ autoplay: 'autoplay', defaultMuted: 'muted' }))
      define(name, {
        get() {
          return this.hasAttribute(attribute)
        },
        set(value) {
          this.toggleAttribute(attribute, !!value)
        },
      })
    // `HAVE_METADATA` and the other constants of media.
    for (const [name, value] of Object.entries(HTMLMediaElement)) define(name, { value })
  }

  #receive = ({ source, origin: sender, data }: MessageEvent) => {
    if (source !== this.#frame.contentWindow || sender !== origin || !data?.reelferry) return
    const message: PlayerMessage = data
    if (message.reelferry === 'ready') {
      this.#post({ reelferry: 'observe' })
      this.#waiting?.forEach((command) => this.#post(command))
      this.#waiting = undefined
    }
    if (message.reelferry === 'refused')
      this.#settle((call) => call.reject(new DOMException('The video cannot play.', message.name)))
    if (message.reelferry !== 'media') return
    const { event, video } = message
    this.#state = video
    if (event === 'playing') this.#settle((call) => call.resolve())
    this.dispatchEvent(new Event(event))
  }

  #settle(settle: (call: PlayCall) => void): void {
    this.#plays.splice(0).forEach(settle)
  }

  #post(command: Command): void {
    this.#frame.contentWindow?.postMessage(command, origin)
  }

  #send(command: Command): void {
    if (this.#waiting) this.#waiting.push(command)
    else this.#post(command)
  }

  #set(name: Settable, value: number | boolean): void {
    if (typeof emptyState[name] === 'number' && !Number.isFinite(value))
      throw new TypeError(`${name} must be a finite number.`)
    if (name === 'volume' && (Number(value) < 0 || Number(value) > 1))
      throw new DOMException('volume must be from 0 to 1.', 'IndexSizeError')
    this.#state = { ...this.#state, [name]: value }
    this.#send(
      name === 'currentTime'
        ? { reelferry: 'seek', time: Number(value) }
        : { reelferry: 'set', [settings[name] ?? name]: value },
    )
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
    this.#state = emptyState
    this.#waiting ??= []
    this.#settle((call) =>
      call.reject(new DOMException('The player was loaded again.', 'AbortError')),
    )
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

  /** Resolves when the video plays, and rejects with the error of the browser if it refuses. */
  play(): Promise<void> {
    if (!this.#state.paused) return Promise.resolve()
    this.#send({ reelferry: 'play' })
    return new Promise((resolve, reject) => this.#plays.push({ resolve, reject }))
  }

  pause(): void {
    this.#send({ reelferry: 'pause' })
  }

  /** Loads the player again. */
  load(): void {
    this.#reset()
    this.#frame.src = this.src
  }

  fastSeek(time: number): void {
    this.#set('currentTime', time)
  }

  canPlayType(type: string): CanPlayTypeResult {
    return document.createElement('video').canPlayType(type)
  }

  /** Address of the embed page. The addresses of its media expire, so no page gets them. */
  get src(): string {
    return this.#frame.src
  }

  get currentSrc(): string {
    return this.src
  }

  get error(): Pick<MediaError, 'code' | 'message'> | null {
    return this.#state.error ? { code: this.#state.error, message: '' } : null
  }
}

customElements.define('reelferry-player', ReelferryPlayer)
