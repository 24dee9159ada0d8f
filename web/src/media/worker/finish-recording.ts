import {
  EncodedPacketSink,
  EncodedVideoPacketSource,
  type Input,
  Mp4OutputFormat,
  Output,
  UnsupportedInputFormatError,
  WebMOutputFormat,
} from 'mediabunny'
import { audioFeed, copiedAudio } from './audio-track.ts'
import { openMedia } from './open-media.ts'
import { probe } from './probe.ts'
import { writeAll } from '../../platform/output-files.ts'
import { SinkTarget } from './sink-target.ts'
import { verify } from './verify.ts'
import type { Media } from '../model/media-info.ts'
import { mostSoundPackets } from '../model/sound-packets.ts'
import {
  createFinished,
  readFinished,
  readRaw,
  removeFinished,
  removeRaw,
} from '../../platform/recording-files.ts'

/** Bytes collected before they are written. */
const chunkSize = 1024 * 1024

/** Seconds that sound is written ahead of the picture. */
const audioLead = 0.5

/**
 * Makes a file with a duration and an index of what a directory holds of a recording, wherever that is cut off:
 * its picture as it is, in an MP4 whose tables come first, with AAC, or Opus where no encoder of that runs; VP8,
 * which few players look for there, in a WebM. The recording gives way to it. Resolves with its duration in seconds;
 * rejects with UnsupportedInputFormatError if there is nothing to be played. `onProgress` is told a part of 1.
 */
export async function finishRecording(
  { directory, title }: { directory: string; title: string },
  onProgress: (done: number) => void,
): Promise<number> {
  const raw = await readRaw(directory)
  using input = openMedia(raw)
  const media = await probe(raw)
  const isMp4 = media.video?.codec !== 'vp8'
  const name = `${title}.${isMp4 ? 'mp4' : 'webm'}`
  const file = await createFinished(directory, name)
  const target = new SinkTarget(chunkSize, ({ data, position }) => writeAll(file, data, position))
  const format = isMp4 ? new Mp4OutputFormat({ fastStart: 'reserve' }) : new WebMOutputFormat()
  try {
    const hasSound = await copy(input, media, new Output({ format, target }), onProgress)
    file.flush()
    file.close()
    // A microphone that was there may have been silent to the end.
    const heard = hasSound ? media : { ...media, audio: undefined }
    await verify(await readFinished(directory, name), { media: heard }, { hasSound })
  } catch (error) {
    file.close()
    await removeFinished(directory, name)
    throw error
  }
  await removeRaw(directory)
  return media.duration
}

/** Copies the picture, and the sound where it may be in the output as it is. Resolves with whether there is sound. */
async function copy(
  input: Input,
  media: Media,
  output: Output,
  onProgress: (done: number) => void,
): Promise<boolean> {
  const video = await input.getPrimaryVideoTrack()
  const codec = await video?.getCodec()
  const decoderConfig = await video?.getDecoderConfig()
  if (!video || !codec || !decoderConfig) throw new UnsupportedInputFormatError()
  try {
    const source = new EncodedVideoPacketSource(codec)
    const { packetCount } = await video.computePacketStats()
    const rotation = await video.getRotation()
    output.addVideoTrack(source, { rotation, maximumPacketCount: packetCount })
    const range = { start: Math.max(0, await input.getFirstTimestamp()), end: Infinity }
    const track = media.audio && (await input.getPrimaryAudioTrack())
    const isMp4 = output.format instanceof Mp4OutputFormat
    const audio =
      track && (await (isMp4 ? audioFeed(track, media, range) : copiedAudio(track, range)))
    if (audio) {
      // Room is left for them in the tables.
      const maximumPacketCount = mostSoundPackets(media.duration, media.audio?.sampleRate ?? 0)
      output.addAudioTrack(audio.source, { maximumPacketCount })
    }
    // Recorders do not say how long the last frame is shown; players would leave out one that is not.
    const usual = 1 / (media.video?.frameRate ?? 30)
    await output.start()
    for await (const packet of new EncodedPacketSink(video).packets()) {
      await audio?.until(packet.timestamp + audioLead)
      const timestamp = packet.timestamp - range.start
      await source.add(packet.clone({ timestamp, duration: packet.duration || usual }), {
        decoderConfig,
      })
      onProgress(Math.min(1, packet.timestamp / media.duration))
    }
    const hasSound = (await audio?.until(Infinity)) ?? false
    await output.finalize()
    return hasSound
  } catch (error) {
    await output.cancel()
    throw error
  }
}
