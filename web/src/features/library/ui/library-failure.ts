import type { EdgeError } from '../../../api/request.ts'
import { failureText, t } from '../../../i18n/index.ts'
import type { FailureText } from '../../../i18n/message.ts'

/**
 * The text of a failed request of the library. The general text of a lost connection is not used: it mentions an
 * upload.
 */
export const libraryFailureText = (code: EdgeError['code']): FailureText =>
  code === 'network-lost'
    ? { what: t('unreachable'), todo: t('checkConnection') }
    : failureText(code)
