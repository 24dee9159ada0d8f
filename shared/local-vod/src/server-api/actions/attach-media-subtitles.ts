import type { Clock } from '../../clock.ts'
import type { Catalogue, Media } from '../../media/catalogue.ts'
import { adaptiveDefinition, type UrlOf } from '../../media/media-info.ts'
import { writeAttachment, type SubtitleAttachment } from '../../media/subtitles.ts'
import type { ObjectStore } from '../../storage/objects.ts'
import { invalidValue, ServerApiError } from '../errors.ts'
import { namedMedia } from '../named-media.ts'
import { choice, optionalString, strings, type Parameters } from '../parameters.ts'

/**
 * AttachMediaSubtitles: adds subtitles to the adaptive rendition or removes them. Its master playlist then lists them.
 */
export async function attachMediaSubtitles(
  parameters: Parameters,
  deps: { catalogue: Catalogue; objects: ObjectStore; url: UrlOf; now: Clock },
): Promise<object> {
  const { catalogue, objects, url, now } = deps
  const media = namedMedia(parameters, catalogue)
  const attachment = changedAttachment(parameters, media)
  const changed = { ...media, attachment, updatedAt: now() }
  catalogue.save(changed)
  await writeAttachment(objects, changed, url)
  return {}
}

function changedAttachment(parameters: Parameters, media: Media): SubtitleAttachment {
  const operation = choice(parameters, 'Operation', ['Attach', 'Detach'] as const)
  if (!operation) throw invalidValue('Operation is required.')
  const definition = parameters.AdaptiveDynamicStreamingDefinition
  if (!Number.isSafeInteger(definition))
    throw new ServerApiError('InvalidParameter', 'The definition must be an integer.')
  if (!media.stream || definition !== adaptiveDefinition)
    throw invalidValue('The file has no adaptive stream of this definition.')
  const ids = strings(parameters, 'SubtitleIds', 16)
  const known = (media.subtitles ?? []).map(({ id }) => id)
  if (ids.length === 0) throw invalidValue('SubtitleIds is required.')
  if (ids.some((id) => !known.includes(id))) throw invalidValue('SubtitleIds has an unknown id.')
  const defaultId = optionalString(parameters, 'DefaultSubtitleId')
  if (defaultId !== undefined && !ids.includes(defaultId))
    throw invalidValue('DefaultSubtitleId must be one of SubtitleIds.')
  const before = media.attachment ?? { ids: [] }
  if (operation === 'Attach')
    return { ids: [...new Set([...before.ids, ...ids])], ...(defaultId && { defaultId }) }
  const remaining = before.ids.filter((id) => !ids.includes(id))
  const remainingDefault = remaining.find((id) => id === before.defaultId)
  return { ids: remaining, ...(remainingDefault && { defaultId: remainingDefault }) }
}
