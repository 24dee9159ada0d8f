import type { Clock } from '../../clock.ts'
import type { Catalogue } from '../../media/catalogue.ts'
import { ServerApiError } from '../errors.ts'
import { choice, strings, type Parameters } from '../parameters.ts'

const maxFileIds = 20

/** ForbidMediaDistribution (product/266/40636): stops or resumes the delivery of up to 20 media files. */
export function forbidMediaDistribution(
  parameters: Parameters,
  { catalogue, now }: { catalogue: Catalogue; now: Clock },
): object {
  const fileIds = strings(parameters, 'FileIds', maxFileIds)
  if (!fileIds.length) throw new ServerApiError('InvalidParameterValue', 'FileIds is required.')
  const operation = choice(parameters, 'Operation', ['forbid', 'recover'] as const)
  if (!operation) throw new ServerApiError('InvalidParameterValue', 'Operation is required.')
  const isForbidden = operation === 'forbid'
  for (const fileId of fileIds) {
    const media = catalogue.get(fileId)
    const isChanged = media && (media.distribution?.isForbidden ?? false) !== isForbidden
    if (isChanged) catalogue.save({ ...media, distribution: { isForbidden, at: now() } })
  }
  return { NotExistFileIdSet: fileIds.filter((fileId) => !catalogue.get(fileId)) }
}
