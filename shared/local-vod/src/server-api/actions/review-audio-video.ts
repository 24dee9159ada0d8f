import type { Catalogue } from '../../media/catalogue.ts'
import type { Reviews } from '../../tasks/reviews.ts'
import { ServerApiError } from '../errors.ts'
import { optionalString, requiredString, type Parameters } from '../parameters.ts'

/** ReviewAudioVideo (product/266/80283): starts a review of a media file and returns its task id. */
export function reviewAudioVideo(
  parameters: Parameters,
  { catalogue, reviews }: { catalogue: Catalogue; reviews: Reviews },
): object {
  const fileId = requiredString(parameters, 'FileId')
  if (!catalogue.get(fileId)) throw new ServerApiError('ResourceNotFound', 'The file is not found.')
  const TaskId = reviews.generateTaskId()
  reviews.start(TaskId, fileId, optionalString(parameters, 'SessionContext') ?? '')
  return { TaskId }
}
