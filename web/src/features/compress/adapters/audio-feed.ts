import {
  AudioSampleSink,
  AudioSampleSource,
  type AudioSource,
  canEncodeAudio,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  type InputAudioTrack,
  Quality,
} from 'mediabunny'
import type { Media } from '../model/media.ts'
import { audioActionOf, audioBitrateOf, mostChannels } from '../model/plan.ts'

/** The sound of a file, given out as far as the picture has come. */
export interface AudioFeed {
  source: AudioSource
  /** Adds everything up to a moment, in seconds; `Infinity` for the rest. `offset` is added to every timestamp. */
  until(seconds: number): Promise<void>
}

/** What a feed takes out of the source: a packet that is copied, or a sample that is encoded anew. */
interface Piece {
  timestamp: number
  add(): Promise<void>
}

/** Prepares the sound to be copied, or encoded to AAC: by the browser, or else by an encoder that is loaded now. */
export async function audioFeed(
  track: InputAudioTrack,
  media: Media,
  offset: number,
): Promise<AudioFeed> {
  return audioActionOf(media) === 'copy'
    ? copiedAudio(track, offset)
    : encoded(track, media, offset)
}

/** Prepares the sound to be copied, whatever it is. */
export async function copiedAudio(track: InputAudioTrack, offset: number): Promise<AudioFeed> {
  const codec = await track.getCodec()
  const config = await track.getDecoderConfig()
  if (!codec || !config) throw new Error('The sound has no known codec.')
  const meta = { decoderConfig: config }
  const source = new EncodedAudioPacketSource(codec)
  async function* pieces(): AsyncGenerator<Piece> {
    for await (const packet of new EncodedPacketSink(track).packets())
      yield {
        timestamp: packet.timestamp,
        add: () => source.add(packet.clone({ timestamp: packet.timestamp + offset }), meta),
      }
  }
  return { source, until: inTurn(pieces()) }
}

async function encoded(track: InputAudioTrack, media: Media, offset: number): Promise<AudioFeed> {
  const numberOfChannels = Math.min(await track.getNumberOfChannels(), mostChannels)
  const sampleRate = await track.getSampleRate()
  const quality = new Quality({ bitrate: audioBitrateOf(media) })
  if (!(await canEncodeAudio('aac', { numberOfChannels, sampleRate, quality }))) {
    const { registerAacEncoder } = await import('@mediabunny/aac-encoder')
    registerAacEncoder()
  }
  const source = new AudioSampleSource({ codec: 'aac', quality, transform: { numberOfChannels } })
  async function* pieces(): AsyncGenerator<Piece> {
    for await (const sample of new AudioSampleSink(track).samples()) {
      using owned = sample
      yield {
        timestamp: owned.timestamp,
        add: () => {
          owned.setTimestamp(owned.timestamp + offset)
          return source.add(owned)
        },
      }
    }
  }
  return { source, until: inTurn(pieces()) }
}

function inTurn(pieces: AsyncGenerator<Piece>): AudioFeed['until'] {
  let next: IteratorResult<Piece> | undefined
  return async (seconds) => {
    next ??= await pieces.next()
    while (!next.done && next.value.timestamp <= seconds) {
      await next.value.add()
      next = await pieces.next()
    }
  }
}
