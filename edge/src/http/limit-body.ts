import { maxBodyBytesOf } from '@reelferry/contract'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { ProblemError } from './problem-error.ts'

/**
 * Limits the size of the request body to the maximum of the path.
 * @throws ProblemError `body-too-large`
 */
export const limitBody = createMiddleware((c, next) =>
  bodyLimit({
    maxSize: maxBodyBytesOf(c.req.path),
    onError: () => {
      throw new ProblemError('body-too-large')
    },
  })(c, next),
)
