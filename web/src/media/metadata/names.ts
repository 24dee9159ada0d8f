/**
 * Names of metadata, in all containers. Vendors invent names freely, so only names that are known to be harmless stay
 * in a file. Source: ExifTool's tables of QuickTime and Matroska tags, Apple's and Android's documentation.
 */
import type { PrivateKind } from './findings.ts'

const words = (text: string) => new Set(text.split(' '))

/**
 * Credits and technical facts. `encoder` and `encoding_tool` name the program that wrote the file, often ffmpeg, and
 * not a device. Dates stay, unless their time zone reveals the region.
 */
const harmlessNames = words(
  'title subtitle displayname name description synopsis summary comment comments lyrics keywords genre mood ' +
    'subject information artist album album_artist albumartist sort_name author composer writer director producer ' +
    'performer publisher credits copyright license episode_id episode_sort season_number show network year rating ' +
    'track disc part_number total_parts language encoder encoder_settings encoding_tool encoded_by encoder_options ' +
    'major_brand minor_version compatible_brands handler_name vendor_id bps duration number_of_frames ' +
    'number_of_bytes source_id timecode date date_recorded date_released date_encoded date_tagged date_digitized ' +
    'creation_time creationdate content_type original_media_type replaygain_gain replaygain_peak law_rating',
)

/** Four-character codes of user data (QuickTime, 3GPP, iTunes) that stay in a file. */
const harmlessCodes = words(
  'name kind tsel strk hnti hinf ludt chpl cprt titl dscp perf gnre albm yrrc clsf kywd rtng coll auth tagc ' +
    '©nam ©ART ©alb ©aut ©cmt ©com ©cpy ©day ©des ©dir ©dis ©gen ©grp ©inf ©lyr ©prd ©prf ©src ©too ©trk ©wrt ©wrn ' +
    'aART cpil covr desc disk ldes pgap rtng stik tmpo trkn tven tves tvnn tvsh tvsn cnID catg keyw purd purl WLOC ' +
    'LOOP SelO AllF pcst hdvd free skip',
)

const locationPattern = /location|gps|latitude|longitude|geotag|iso6709|^.xyz$|^loci$/i
const makePattern = /(^|[._])(make|manufacturer)$/i
const modelPattern = /(^|[._])model(name)?$/i

/** The kind of a metadata name; `undefined` if the entry stays. */
export function kindOfName(name: string): PrivateKind | undefined {
  if (locationPattern.test(name)) return 'location'
  const key = name.toLowerCase()
  if (key.startsWith('_statistics_') || harmlessNames.has(key)) return undefined
  // Only the prefix of Apple's keys is part of a standard; those of other vendors are free.
  const appleKey = /^com\.apple\.quicktime\.(.+)$/.exec(key)?.[1]
  return appleKey && harmlessNames.has(appleKey) ? undefined : 'device'
}

/** The kind of a four-character code; `undefined` if the entry stays. */
export function kindOfCode(code: string): PrivateKind | undefined {
  if (locationPattern.test(code)) return 'location'
  return harmlessCodes.has(code) ? undefined : 'device'
}

/** Whether a metadata name is that of the device's make. */
export const isMake = (name: string): boolean => makePattern.test(name) || /^[©@]mak$/.test(name)

/** Whether a metadata name is that of the device's model. */
export const isModel = (name: string): boolean =>
  modelPattern.test(name) || /^([©@]mod|mdln)$/.test(name)

/** Whether a date contains an offset from UTC, which reveals the region. */
export const hasTimeZone = (date: string): boolean => /\d[+-](?!00:?00)\d\d:?\d\d\s*$/.test(date)

/** Whether a name is that of a date. */
export const isDate = (name: string): boolean => /date|creation_time|^©day$/i.test(name)

/** Whether an XMP packet or an EXIF block names a place. */
export const containsPlace = (text: string): boolean =>
  /GPS|photoshop:City|Iptc4xmp(Core|Ext):Location|LocationCreated/i.test(text)
