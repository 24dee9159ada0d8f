import { EncodedPacketSink, type InputVideoTrack, IsobmffInputFormat } from 'mediabunny'
import { isConvertibleColour } from '../model/colour.ts'
import type { UnsupportedFeature } from '../model/media-info.ts'
import { orientationOf } from '../model/orientation.ts'
import { bytesOf } from './avc-config.ts'
import { sequenceOfConfig, sequenceOfPacket } from './avc-sequence.ts'
import { hevcSequenceOfConfig, hevcSequenceOfPacket } from './hevc-sequence.ts'
import type { Sequence } from './parameter-set.ts'
import { readSampleEntry } from './sample-entry.ts'

/**
 * A property of a video track that encoding would not preserve; `undefined` if there is none. Reads the headers of the
 * track, and its first packet if they are there.
 */
export async function unsupportedFeatureOf(
  file: Blob,
  track: InputVideoTrack,
): Promise<UnsupportedFeature | undefined> {
  const isIso = (await track.input.getFormat()) instanceof IsobmffInputFormat
  const entry = isIso ? await readSampleEntry(file, track.id) : undefined
  if (entry?.hasSeveralFormats) return 'formats'
  if (entry?.isCropped) return 'cropped'
  if (!orientationOf(await track.getTransformationMatrix())) return 'transform'
  const sequence = await readSequence(track)
  if (entry?.isInterlaced || sequence?.isInterlaced) return 'interlaced'
  const colours = [entry, sequence, colourOfCodecString(await track.getCodecParameterString())]
  const { matrix } = await track.getColorSpace()
  const isConvertible = colours.every((colour) => !colour || isConvertibleColour(colour))
  return matrix === 'rgb' || !isConvertible ? 'colors' : undefined
}

/** The readers of a sequence parameter set, from a decoder's description or from a packet. */
const readers = {
  avc: [sequenceOfConfig, sequenceOfPacket],
  hevc: [hevcSequenceOfConfig, hevcSequenceOfPacket],
} as const

async function readSequence(track: InputVideoTrack): Promise<Sequence | undefined> {
  const codec = await track.getCodec()
  if (codec !== 'avc' && codec !== 'hevc') return undefined
  const [ofConfig, ofPacket] = readers[codec]
  const { description } = (await track.getDecoderConfig()) ?? {}
  if (description) return ofConfig(bytesOf(description))
  const packet = await new EncodedPacketSink(track).getFirstPacket()
  return packet ? ofPacket(packet.data) : undefined
}

/** The colour code points in the codec string of VP9 and AV1, such as `vp09.00.10.08.01.01.01.01.00`. */
function colourOfCodecString(text: string | null) {
  const [name = '', ...fields] = (text ?? '').split('.')
  const at = { vp09: 4, av01: 5 }[name]
  const [primaries, , matrix] = fields.slice(at).map(Number)
  return at !== undefined && primaries !== undefined && matrix !== undefined
    ? { primaries, matrix }
    : undefined
}
