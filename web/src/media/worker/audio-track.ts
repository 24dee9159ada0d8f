import {
  AudioSampleSink,
  AudioSampleSource,
  type AudioSource,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  type InputAudioTrack,
  Quality,
} from 'mediabunny'
import { tinyTime } from '../model/trim.ts'
import type { Media } from '../model/media-info.ts'
import { audioActionOf, audioBitrateOf, mostChannels } from '../model/compression-plan.ts'
import { audioEncodingFor } from './codecs.ts'
import { mixable } from './downmix.ts'

/** The sound of a file, given out as far as the picture has come. */
export interface AudioFeed {
  source: AudioSource
  /** Adds everything up to a moment of the source, in seconds; `Infinity` for the rest. Tells whether there is any. */
  until(seconds: number): Promise<boolean>
}

/** What a feed takes out of the source: a packet that is copied, or a sample that is encoded anew. */
interface Piece {
  timestamp: number
  add(): Promise<void>
}

/** Seconds before a part that its first sound is decoded with: a packet of AAC, which overlap. */
const lead = 0.025

/** What of a source is taken, by its own timestamps in seconds. It begins at 0 in the result. */
export interface Range {
  start: number
  end: number
}

/** Prepares the sound to be copied, or encoded anew. */
export async function audioFeed(
  track: InputAudioTrack,
  media: Media,
  range: Range,
): Promise<AudioFeed> {
  return audioActionOf(media) === 'copy' ? copiedAudio(track, range) : encoded(track, media, range)
}

/**
 * Prepares the sound to be copied, whatever it is. Packets are not cut: what is before 0, a packet more for
 * decoders to begin with, players leave out by the file's edit list.
 */
export async function copiedAudio(
  track: InputAudioTrack,
  { start, end }: Range,
): Promise<AudioFeed> {
  const codec = await track.getCodec()
  const config = await track.getDecoderConfig()
  if (!codec || !config) throw new Error('The sound has no known codec.')
  const meta = { decoderConfig: config }
  const source = new EncodedAudioPacketSource(codec)
  async function* pieces(): AsyncGenerator<Piece> {
    const sink = new EncodedPacketSink(track)
    for await (const packet of sink.packets((await sink.getPacket(start - lead)) ?? undefined)) {
      if (packet.timestamp >= end - tinyTime) return
      // Of sound that ended before the part begins, the last packet is found.
      if (packet.timestamp + packet.duration < start - lead) continue
      yield {
        timestamp: packet.timestamp,
        add: () => source.add(packet.clone({ timestamp: packet.timestamp - start }), meta),
      }
    }
  }
  return { source, until: inTurn(source, pieces()) }
}

async function encoded(
  track: InputAudioTrack,
  media: Media,
  { start, end }: Range,
): Promise<AudioFeed> {
  const numberOfChannels = Math.min(await track.getNumberOfChannels(), mostChannels)
  const sampleRate = await track.getSampleRate()
  const quality = new Quality({ bitrate: audioBitrateOf(media) })
  const wanted = { numberOfChannels, sampleRate, quality }
  const { codec, delay, ...taken } = await audioEncodingFor(wanted)
  // Where nothing better can be made of it, it loses nothing as it is.
  if (codec === media.audio?.codec) return copiedAudio(track, { start, end })
  const transform = { numberOfChannels, ...taken }
  const source = new AudioSampleSource({ codec, quality, transform })
  async function* pieces(): AsyncGenerator<Piece> {
    for await (const sample of new AudioSampleSink(track).samples(start, end)) {
      using all = sample
      const frameAt = (time: number) =>
        Math.round(Math.min(time - all.timestamp, all.duration) * sampleRate)
      const [from, to] = [Math.max(0, frameAt(start)), frameAt(end)]
      if (from >= to) continue
      using part = all.trim(from, to)
      using owned = mixable(part)
      yield {
        timestamp: owned.timestamp,
        add: () => {
          owned.setTimestamp(owned.timestamp - start - delay)
          return source.add(owned)
        },
      }
    }
  }
  return { source, until: inTurn(source, pieces()) }
}

function inTurn(source: AudioSource, pieces: AsyncGenerator<Piece>): AudioFeed['until'] {
  let next: IteratorResult<Piece> | undefined
  let hasAny = false
  return async (seconds) => {
    next ??= await pieces.next()
    while (!next.done && next.value.timestamp <= seconds) {
      await next.value.add()
      hasAny = true
      next = await pieces.next()
    }
    // Nothing of the picture need wait for more.
    if (next.done) source.close()
    return hasAny
  }
}
