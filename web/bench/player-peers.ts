/** Other players with the features of our controls, configured as in their documentation, and built like a site would. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

export const kinds = ['mp4', 'hls'] as const
export type Kind = (typeof kinds)[number]

interface Peer {
  packages: string[]
  html: string
  script: string
}

const sources = { mp4: '/media/clip.mp4', hls: '/media/hls/master.m3u8' }
const hls = 'hls.js@1.7.4'

/** A `<video>` element; its HLS source is attached by a library. */
const video = (kind: Kind, attributes = '') =>
  `<video id="v" autoplay muted playsinline ${attributes} ${kind === 'mp4' ? `src="${sources.mp4}"` : ''}></video>`

const hlsOnto = (selector: string) => `
  import Hls from 'hls.js/light'
  const video = document.querySelector('${selector}')
  const hls = new Hls()
  hls.loadSource('${sources.hls}')
  hls.attachMedia(video)`

/** A peer of each kind. HLS needs a library where the player has none. */
const ofBothKinds = (peer: (kind: Kind) => Peer): Partial<Record<Kind, Peer>> => ({
  mp4: peer('mp4'),
  hls: peer('hls'),
})

const chromeControls = `
  <media-loading-indicator slot="centered-chrome"></media-loading-indicator>
  <media-captions-menu hidden anchor="auto"></media-captions-menu>
  <media-playback-rate-menu hidden anchor="auto"></media-playback-rate-menu>
  <media-rendition-menu hidden anchor="auto"></media-rendition-menu>
  <media-keyboard-shortcuts-dialog></media-keyboard-shortcuts-dialog>
  <media-time-range><media-preview-thumbnail slot="preview"></media-preview-thumbnail>
    <media-preview-chapter-display slot="preview"></media-preview-chapter-display>
    <media-preview-time-display slot="preview"></media-preview-time-display></media-time-range>
  <media-control-bar><media-play-button></media-play-button><media-mute-button></media-mute-button>
  <media-volume-range></media-volume-range><media-time-display showduration></media-time-display>
  <media-captions-menu-button></media-captions-menu-button>
  <media-playback-rate-menu-button></media-playback-rate-menu-button>
  <media-rendition-menu-button></media-rendition-menu-button>
  <media-pip-button></media-pip-button><media-airplay-button></media-airplay-button>
  <media-cast-button></media-cast-button><media-fullscreen-button></media-fullscreen-button>
  </media-control-bar>`

export const peers: Record<string, Partial<Record<Kind, Peer>>> = {
  'hls.js light, no controls': {
    hls: { packages: [hls], html: video('hls'), script: hlsOnto('#v') },
  },
  'media-chrome 4.19.4': ofBothKinds((kind) => ({
    packages: ['media-chrome@4.19.4', hls],
    html: `<media-controller hotkeys>${video(kind, 'slot="media"')}${chromeControls}</media-controller>`,
    script: `import 'media-chrome'\nimport 'media-chrome/menu'\n${kind === 'hls' ? hlsOnto('#v') : ''}`,
  })),
  'Video.js 10 beta 23': ofBothKinds((kind) => {
    const element = kind === 'hls' ? 'hls-video' : 'video'
    return {
      packages: ['@videojs/html@10.0.0-beta.23'],
      html: `<video-player><video-skin><${element} slot="media" autoplay muted playsinline src="${sources[kind]}"></${element}></video-skin></video-player>`,
      script: `import '@videojs/html/video/player'\nimport '@videojs/html/video/skin'\nimport '@videojs/html/video/skin.css'
        ${kind === 'hls' ? `import '@videojs/html/media/hls-video'` : ''}`,
    }
  }),
  'Plyr 3.8.4': ofBothKinds((kind) => ({
    packages: ['plyr@3.8.4', hls],
    html: video(kind),
    script: `import Plyr from 'plyr'\nimport 'plyr/dist/plyr.css'
      ${kind === 'hls' ? hlsOnto('#v') : ''}
      new Plyr('#v', { muted: true, keyboard: { focused: true, global: true },
        controls: ['play-large', 'play', 'progress', 'current-time', 'duration', 'mute', 'volume', 'captions', 'settings', 'pip', 'airplay', 'fullscreen'] })`,
  })),
  'vidstack 1.15.6': ofBothKinds((kind) => ({
    packages: ['vidstack@1.15.6', hls],
    html: `<media-player autoplay muted playsinline src="${sources[kind]}"><media-provider></media-provider><media-video-layout></media-video-layout></media-player>`,
    // It would load hls.js from another host.
    script: `import 'vidstack/player'\nimport 'vidstack/player/layouts/default'\nimport 'vidstack/player/ui'
      import 'vidstack/player/styles/default/theme.css'\nimport 'vidstack/player/styles/default/layouts/video.css'
      document.querySelector('media-player').addEventListener('provider-change', ({ detail }) => {
        if (detail?.type === 'hls') detail.library = () => import('hls.js')
      })`,
  })),
  'mux-player 3.14.0': ofBothKinds((kind) => ({
    packages: ['@mux/mux-player@3.14.0'],
    html: `<mux-player autoplay muted disable-tracking hotkeys src="${sources[kind]}"></mux-player>`,
    script: `import '@mux/mux-player'`,
  })),
  'Video.js 8': ofBothKinds((kind) => ({
    packages: ['video.js@8.24.1'],
    html: '<video id="v" class="video-js" autoplay muted playsinline controls width="1280" height="720"></video>',
    script: `import videojs from 'video.js'\nimport 'video.js/dist/video-js.css'
      videojs('v', { sources: [{ src: '${sources[kind]}', type: '${kind === 'mp4' ? 'video/mp4' : 'application/x-mpegURL'}' }] })`,
  })),
  // Without a licence URL, TCPlayer removes the video. With an unreachable licence it plays.
  TCPlayer: ofBothKinds((kind) => ({
    packages: ['tcplayer.js@5.3.4'],
    html: '<video id="v" muted playsinline width="1280" height="720"></video>',
    script: `import TCPlayer from 'tcplayer.js'\nimport 'tcplayer.js/dist/tcplayer.min.css'
      TCPlayer('v', { autoplay: true, muted: true, reportable: false, licenseUrl: 'https://license.invalid/x',
        sources: [{ src: '${sources[kind]}' }] })`,
  })),
}

/** A page with this content. */
export const page = (body: string, head = '') =>
  `<!doctype html><html><head><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`

/** The page of a `<video>` without a player. */
export const barePage = (kind: Kind, attributes: string) =>
  page(`<video id="v" ${attributes} autoplay muted playsinline src="${sources[kind]}"></video>`)

/** Name of the folder, and of the first part of the address, of another player. */
export const folderOf = (name: string, kind: Kind) => `${name}-${kind}`.replace(/\W+/g, '-')

function install(folder: string): void {
  const packages = Object.values(peers).flatMap((ofKinds) =>
    Object.values(ofKinds).flatMap((peer) => peer.packages),
  )
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}')
  const { status } = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--silent', ...new Set(packages)],
    { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  if (status !== 0) throw new Error('The other players could not be installed.')
}

/** Installs the other players into a folder, outside of this repository, and builds a page for each. */
export async function buildPeers(folder: string): Promise<void> {
  install(folder)
  for (const [name, ofKinds] of Object.entries(peers))
    for (const kind of kinds) {
      const peer = ofKinds[kind]
      if (!peer) continue
      const root = join(folder, folderOf(name, kind))
      mkdirSync(root, { recursive: true })
      writeFileSync(join(root, 'main.js'), peer.script)
      writeFileSync(
        join(root, 'index.html'),
        page(peer.html, '<script type="module" src="/main.js"></script>'),
      )
      await build({
        configFile: false,
        root,
        base: `/${folderOf(name, kind)}/`,
        logLevel: 'error',
        build: { target: 'es2022', modulePreload: false, chunkSizeWarningLimit: 5000 },
      })
    }
}
