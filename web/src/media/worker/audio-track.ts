import {
  AudioSampleSource,
  type AudioSource,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  type InputAudioTrack,
  Quality,
} from 'mediabunny'
import { timeTolerance } from '../model/trim.ts'
import type { MediaInfo } from '../model/media-info.ts'
import { audioActionOf, audioBitrateOf, maxChannels } from '../model/compression-plan.ts'
import { audioEncodingFor } from './codecs.ts'
import { toDownmixable } from './downmix.ts'
import { PacketTimedSink } from './packet-timed-sink.ts'

/** Writes the audio track of a result, step by step along with the video track. */
export interface AudioTrackWriter {
  source: AudioSource
  /**
   * Writes everything up to a time of the source, in seconds; `Infinity` for the rest. Resolves with whether the
   * track has any audio so far.
   */
  writeUntil(seconds: number): Promise<boolean>
}

/** A packet to copy, or a sample to encode. */
interface AudioItem {
  /** Time in the source, in seconds. */
  timestamp: number
  write(): Promise<void>
}

/** Seconds before the start from which audio is read. AAC packets overlap, so decoders need one packet more. */
const preroll = 0.025

/** Seconds before the start from which audio is decoded: Opus decoders need 80 ms to converge (RFC 7845, 4.6). */
const decoderPreroll = 0.08

/** A range of source timestamps in seconds. In the result it starts at 0. */
export interface TimeRange {
  start: number
  end: number
}

/** Copies or encodes the audio track, as the media info requires. */
export async function createAudioTrack(
  track: InputAudioTrack,
  media: MediaInfo,
  range: TimeRange,
): Promise<AudioTrackWriter> {
  return audioActionOf(media) === 'copy'
    ? copyAudioTrack(track, range)
    : encodeAudioTrack(track, media, range)
}

/**
 * Copies the audio track. Packets are not split: the output starts up to one packet before 0, and an edit list makes
 * players skip that part.
 */
export async function copyAudioTrack(
  track: InputAudioTrack,
  { start, end }: TimeRange,
): Promise<AudioTrackWriter> {
  const codec = await track.getCodec()
  const decoderConfig = await track.getDecoderConfig()
  if (!codec || !decoderConfig) throw new Error('The codec of the audio track is unknown.')
  const meta = { decoderConfig }
  const source = new EncodedAudioPacketSource(codec)
  async function* items(): AsyncGenerator<AudioItem> {
    const sink = new EncodedPacketSink(track)
    for await (const packet of sink.packets((await sink.getPacket(start - preroll)) ?? undefined)) {
      if (packet.timestamp >= end - timeTolerance) return
      // If all audio ends before the range, `getPacket` still finds the last packet.
      if (packet.timestamp + packet.duration < start - preroll) continue
      yield {
        timestamp: packet.timestamp,
        write: () => source.add(packet.clone({ timestamp: packet.timestamp - start }), meta),
      }
    }
  }
  return { source, writeUntil: createWriteUntil(source, items()) }
}

async function encodeAudioTrack(
  track: InputAudioTrack,
  media: MediaInfo,
  { start, end }: TimeRange,
): Promise<AudioTrackWriter> {
  const numberOfChannels = Math.min(await track.getNumberOfChannels(), maxChannels)
  const sampleRate = await track.getSampleRate()
  const quality = new Quality({ bitrate: audioBitrateOf(media) })
  const format = { numberOfChannels, sampleRate, quality }
  const { codec, delay, ...encoderFormat } = await audioEncodingFor(format)
  // Encoding to the same codec would only lose quality.
  if (codec === media.audio?.codec) return copyAudioTrack(track, { start, end })
  const transform = { numberOfChannels, ...encoderFormat }
  const source = new AudioSampleSource({ codec, quality, transform })
  async function* items(): AsyncGenerator<AudioItem> {
    for await (const decoded of new PacketTimedSink(track).samples(start - decoderPreroll, end)) {
      using sample = decoded
      const frameIndexOf = (time: number) =>
        Math.round(Math.min(time - sample.timestamp, sample.duration) * sample.sampleRate)
      const [from, to] = [Math.max(0, frameIndexOf(start)), frameIndexOf(end)]
      if (from >= Math.min(to, sample.numberOfFrames)) continue
      using trimmed = sample.trim(from, to)
      using mixed = toDownmixable(trimmed)
      yield {
        timestamp: mixed.timestamp,
        write: () => {
          mixed.setTimestamp(mixed.timestamp - start - delay)
          return source.add(mixed)
        },
      }
    }
  }
  return { source, writeUntil: createWriteUntil(source, items()) }
}

function createWriteUntil(
  source: AudioSource,
  items: AsyncGenerator<AudioItem>,
): AudioTrackWriter['writeUntil'] {
  let next: IteratorResult<AudioItem> | undefined
  let hasAudio = false
  return async (seconds) => {
    next ??= await items.next()
    while (!next.done && next.value.timestamp <= seconds) {
      await next.value.write()
      hasAudio = true
      next = await items.next()
    }
    // Otherwise the output would buffer video packets until more audio arrives.
    if (next.done) source.close()
    return hasAudio
  }
}
