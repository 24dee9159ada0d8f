import type { EdgeError } from '../../../api/client.ts'
import { failureText, t } from '../../../i18n/index.ts'
import type { FailureText } from '../../../i18n/message.ts'

/** The text of a failed request of the library. For a lost connection, the usual text speaks of an upload. */
export const libraryFailureText = (code: EdgeError['code']): FailureText =>
  code === 'network-lost'
    ? { what: t('unreachable'), todo: t('checkConnection') }
    : failureText(code)
