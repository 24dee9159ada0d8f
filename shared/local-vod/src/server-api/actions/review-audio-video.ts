import type { Catalogue } from '../../media/catalogue.ts'
import type { Reviews } from '../../tasks/reviews.ts'
import { namedMedia } from '../named-media.ts'
import { optionalString, type Parameters } from '../parameters.ts'

/** ReviewAudioVideo (product/266/80283): starts a review of a media file and returns its task id. */
export function reviewAudioVideo(
  parameters: Parameters,
  { catalogue, reviews }: { catalogue: Catalogue; reviews: Reviews },
): object {
  const { fileId } = namedMedia(parameters, catalogue)
  const TaskId = reviews.generateTaskId()
  reviews.start(TaskId, fileId, optionalString(parameters, 'SessionContext') ?? '')
  return { TaskId }
}
