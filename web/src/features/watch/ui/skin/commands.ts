import { rangeQuery } from '@reelferry/contract'
import { formatClock } from '../../../../i18n/clock.ts'
import { copyText } from '../../adapters/copy-text.ts'
import { toggleFullScreen } from '../../adapters/full-screen.ts'
import { chooseRemote } from '../../adapters/remote-playback.ts'
import { timeAt } from '../../model/timeline.ts'
import type { Captions } from './captions.ts'
import { rateName } from './labels.ts'
import type { SkinScope } from './part.ts'

/**
 * The actions of the controls. Those that only a key triggers announce their result: no focused control shows it.
 * @param root the element of the controls
 */
export function createCommands(scope: SkinScope, captions: Captions, root: HTMLElement) {
  const { texts, host, video, bounds, seek, prefer, announce, data } = scope

  const play = () =>
    void video()
      .play()
      .catch(() => undefined)
  const pause = () => video().pause()
  const toggle = () => (video().paused ? play() : pause())
  const announceTime = () => announce(formatClock(Math.floor(video().currentTime)))
  const announceVolume = () => {
    const { muted, volume } = video()
    announce(muted ? texts.muted : `${texts.volume}: ${Math.round(volume * 100)}%`)
  }

  function setRate(rate: number): void {
    video().defaultPlaybackRate = video().playbackRate = rate
    prefer({ rate })
  }

  async function togglePip(): Promise<void> {
    try {
      if (document.pictureInPictureElement) await document.exitPictureInPicture()
      else await video().requestPictureInPicture()
    } catch {
      // The browser denies it, for example before the video is loaded. The button can be used again.
    }
  }

  async function copyLink(): Promise<void> {
    const start = video().currentTime
    const link = `${location.origin}/watch/${data().id}${rangeQuery({ start })}`
    // Where the browser denies the clipboard, the viewer can select the link.
    announce((await copyText(link, root)) ? texts.linkCopied : link)
  }

  async function openShortcuts(): Promise<void> {
    const code = await import('./shortcut-sheet.ts').catch(() => undefined)
    code?.openShortcutSheet(root, texts)
  }

  return {
    play,
    pause,
    toggle,
    toggleByKey(): void {
      toggle()
      announce(video().paused ? texts.paused : texts.playing)
    },
    setRate,
    skip(seconds: number): void {
      seek(video().currentTime + seconds)
      announceTime()
    },
    jump(fraction: number): void {
      seek(timeAt(fraction, bounds()))
      announceTime()
    },
    changeRate(rate: number): void {
      setRate(rate)
      announce(`${texts.speed}: ${rateName(rate)}`)
    },
    setVolume(next: number): void {
      // Whole steps of 5 %.
      const volume = Math.min(Math.max(Math.round(next * 20) / 20, 0), 1)
      Object.assign(video(), { volume, muted: false })
      prefer({ volume, muted: false })
      announceVolume()
    },
    toggleMute(): void {
      const muted = !video().muted
      video().muted = muted
      prefer({ muted })
      announceVolume()
    },
    toggleCaptions(): void {
      const names = captions.names()
      if (names.length === 0) return
      captions.choose(captions.chosen() >= 0 ? -1 : 0)
      announce(`${texts.captions}: ${names[captions.chosen()] ?? texts.captionsOff}`)
    },
    togglePip: () => void togglePip(),
    toggleFullScreen: () => void toggleFullScreen(host, video()),
    chooseRemote: () => void chooseRemote(video()),
    copyLink: () => void copyLink(),
    openShortcuts: () => void openShortcuts(),
  }
}

export type Commands = ReturnType<typeof createCommands>
