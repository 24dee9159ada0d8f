import type { Catalogue, Media } from '../media/catalogue.ts'
import { ServerApiError } from './errors.ts'
import { requiredString, type Parameters } from './parameters.ts'

/** The media file that the parameter `FileId` names. Throws an InvalidParameter error or ResourceNotFound. */
export function namedMedia(parameters: Parameters, catalogue: Catalogue): Media {
  const media = catalogue.get(requiredString(parameters, 'FileId'))
  if (media) return media
  throw new ServerApiError('ResourceNotFound', 'The file is not found.')
}
