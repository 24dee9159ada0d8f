import {
  EncodedPacketSink,
  EncodedVideoPacketSource,
  type Input,
  Mp4OutputFormat,
  Output,
  UnsupportedInputFormatError,
  WebMOutputFormat,
} from 'mediabunny'
import { copyAudioTrack, createAudioTrack } from './audio-track.ts'
import { ChunkedTarget } from './chunked-target.ts'
import { openMedia } from './open-media.ts'
import { audioTrackOf, startOf, videoTrackOf } from './source-tracks.ts'
import { probe } from './probe.ts'
import type { StorageKind } from '../../platform/model/storage-kind.ts'
import { storeOf } from '../../platform/files/store-of.ts'
import { verify, WrongOutputError } from './verify.ts'
import type { MediaInfo } from '../model/media-info.ts'
import { maxAudioPackets } from '../model/audio-packets.ts'
import {
  createFinishedFile,
  finishedPathOf,
  readRawRecording,
  removeRawRecording,
} from '../../platform/recording-files.ts'

/** Bytes to collect before a write. */
const chunkSize = 1024 * 1024

/** Seconds by which audio is written ahead of the video. */
const audioLead = 0.5

/**
 * Converts a raw recording, which may be truncated, to a file with a duration and an index. Then deletes the raw
 * recording. The video track is copied to an MP4 with its tables at the start; VP8 is copied to a WebM, because few
 * players support VP8 in an MP4. The audio of an MP4 becomes AAC, or Opus if no AAC encoder is available.
 * @param recording.raw the recording, if it is in the memory of the page
 * @param onProgress receives numbers from 0 to 1
 * @returns the duration in seconds and the file
 * @throws {UnsupportedInputFormatError} if the recording has no playable content
 */
export async function finishRecording(
  {
    directory,
    title,
    storage,
    ...recording
  }: { directory: string; title: string; storage: StorageKind; raw?: Blob | undefined },
  onProgress: (done: number) => void,
): Promise<{ duration: number; file: File }> {
  const store = await storeOf(storage)
  const raw = recording.raw ?? (await readRawRecording(store, directory))
  if (!raw) throw new UnsupportedInputFormatError()
  using input = openMedia(raw)
  const media = await probe(raw)
  const isMp4 = media.video?.codec !== 'vp8'
  const name = `${title}.${isMp4 ? 'mp4' : 'webm'}`
  const path = finishedPathOf(directory, name)
  const output = await createFinishedFile(store, directory, name)
  let written = 0
  const target = new ChunkedTarget(chunkSize, ({ data, position }) => {
    written = Math.max(written, position + data.byteLength)
    return output.write(data, position)
  })
  const format = isMp4 ? new Mp4OutputFormat({ fastStart: 'reserve' }) : new WebMOutputFormat()
  try {
    const hasAudio = await copyTracks(input, media, new Output({ format, target }), onProgress)
    await output.flush()
    await output.close()
    const file = await store.open(path)
    if (file?.size !== written)
      throw new WrongOutputError(`${file?.size} bytes are stored instead of ${written}`)
    await verify(raw, { media }, { file, hasAudio })
    await removeRawRecording(store, directory)
    return { duration: media.duration, file }
  } catch (error) {
    await output.close()
    await store.remove(path)
    throw error
  }
}

/** Copies the video track, and writes the audio track if there is one. Resolves with whether there is audio. */
async function copyTracks(
  input: Input,
  media: MediaInfo,
  output: Output,
  onProgress: (done: number) => void,
): Promise<boolean> {
  const video = await videoTrackOf(input)
  const codec = await video?.getCodec()
  const decoderConfig = await video?.getDecoderConfig()
  if (!video || !codec || !decoderConfig) throw new UnsupportedInputFormatError()
  try {
    const source = new EncodedVideoPacketSource(codec)
    const { packetCount } = await video.computePacketStats()
    const transformationMatrix = await video.getTransformationMatrix()
    output.addVideoTrack(source, { transformationMatrix, maximumPacketCount: packetCount })
    const range = { start: await startOf(input), end: Infinity }
    const audio = media.audio && (await audioTrackOf(input))
    const isMp4 = output.format instanceof Mp4OutputFormat
    const audioTrack =
      audio &&
      (await (isMp4 ? createAudioTrack(audio, media, range) : copyAudioTrack(audio, range)))
    if (audioTrack) {
      // `fastStart: 'reserve'` needs the size of the tables in advance.
      const maximumPacketCount = maxAudioPackets(media.duration, media.audio?.sampleRate ?? 0)
      output.addAudioTrack(audioTrack.source, { maximumPacketCount })
    }
    // Recorders do not store the duration of the last frame. Players would skip a frame without duration.
    const defaultDuration = 1 / (media.video?.frameRate ?? 30)
    await output.start()
    for await (const packet of new EncodedPacketSink(video).packets()) {
      await audioTrack?.writeUntil(packet.timestamp + audioLead)
      const timestamp = packet.timestamp - range.start
      const duration = packet.duration || defaultDuration
      await source.add(packet.clone({ timestamp, duration }), { decoderConfig })
      onProgress(Math.min(1, packet.timestamp / media.duration))
    }
    const hasAudio = (await audioTrack?.writeUntil(Infinity)) ?? false
    await output.finalize()
    return hasAudio
  } catch (error) {
    await output.cancel()
    throw error
  }
}
