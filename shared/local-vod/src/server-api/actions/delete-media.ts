import type { Catalogue } from '../../media/catalogue.ts'
import type { Publisher } from '../../media/publisher.ts'
import { ServerApiError } from '../errors.ts'
import { namedMedia } from '../named-media.ts'
import type { Parameters } from '../parameters.ts'

/** DeleteMedia of a whole media file. Deleting only some of its objects (`DeleteParts`) is not supported. */
export async function deleteMedia(
  parameters: Parameters,
  { catalogue, publisher }: { catalogue: Catalogue; publisher: Publisher },
): Promise<object> {
  const media = namedMedia(parameters, catalogue)
  if (Array.isArray(parameters.DeleteParts) && parameters.DeleteParts.length)
    throw new ServerApiError('FailedOperation', 'The local region deletes whole media only.')
  await publisher.delete(media)
  return {}
}
