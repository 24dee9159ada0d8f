import { EncodedPacketSink, type InputVideoTrack, IsobmffInputFormat } from 'mediabunny'
import { isConvertibleColour } from '../model/colour.ts'
import type { UnsupportedFeature } from '../model/media-info.ts'
import { orientationOf } from '../model/orientation.ts'
import { bytesOf } from './avc-config.ts'
import { type AvcSequence, sequenceOfConfig, sequenceOfPacket } from './avc-sequence.ts'
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
  if (!orientationOf(await track.getTransformationMatrix())) return 'transform'
  const sequence = (await track.getCodec()) === 'avc' ? await readSequence(track) : undefined
  if (entry?.isInterlaced || sequence?.isInterlaced || (await isInterlacedHevc(track)))
    return 'interlaced'
  const colours = [entry, sequence, colourOfCodecString(await track.getCodecParameterString())]
  const { matrix } = await track.getColorSpace()
  const isConvertible = colours.every((colour) => !colour || isConvertibleColour(colour))
  return matrix === 'rgb' || !isConvertible ? 'colors' : undefined
}

async function readSequence(track: InputVideoTrack): Promise<AvcSequence | undefined> {
  const { description } = (await track.getDecoderConfig()) ?? {}
  if (description) return sequenceOfConfig(bytesOf(description))
  const packet = await new EncodedPacketSink(track).getFirstPacket()
  return packet ? sequenceOfPacket(packet.data) : undefined
}

/** Whether the general flags of an `hvcC` box say that all frames are fields (ISO/IEC 14496-15, 8.3.3.1). */
async function isInterlacedHevc(track: InputVideoTrack): Promise<boolean> {
  if ((await track.getCodec()) !== 'hevc') return false
  const { description } = (await track.getDecoderConfig()) ?? {}
  const flags = description ? (bytesOf(description)[6] ?? 0) : 0
  return (flags & 0xc0) === 0x40
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
