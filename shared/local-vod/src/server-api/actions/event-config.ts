import type { EventConfig, EventSettings } from '../../notifications/event-config.ts'
import { ServerApiError } from '../errors.ts'
import { choice, optionalString, type Parameters } from '../parameters.ts'

const onOff = ['ON', 'OFF'] as const
const switchNames = [
  'UploadMediaCompleteEventSwitch',
  'DeleteMediaCompleteEventSwitch',
  'PersistenceCompleteEventSwitch',
] as const

/** ModifyEventConfig: absent parameters do not change. */
export function modifyEventConfig(parameters: Parameters, settings: EventSettings): object {
  const change: Partial<EventConfig> = {}
  const mode = choice(parameters, 'Mode', ['PUSH', 'PULL'] as const)
  if (mode) change.Mode = mode
  const url = optionalString(parameters, 'NotificationUrl')
  if (url !== undefined) change.NotificationUrl = notificationUrl(url)
  const signKey = optionalString(parameters, 'SignKey')
  if (signKey !== undefined) change.SignKey = checkedSignKey(signKey)
  for (const name of switchNames) {
    const state = choice(parameters, name, onOff)
    if (state) change[name] = state
  }
  settings.change(change)
  return {}
}

/** DescribeEventConfig: all settings except the key. */
export function describeEventConfig(settings: EventSettings): object {
  const config = settings.get()
  return {
    Mode: config.Mode,
    NotificationUrl: config.NotificationUrl,
    UploadMediaCompleteEventSwitch: config.UploadMediaCompleteEventSwitch,
    DeleteMediaCompleteEventSwitch: config.DeleteMediaCompleteEventSwitch,
    PersistenceCompleteEventSwitch: config.PersistenceCompleteEventSwitch,
  }
}

function notificationUrl(url: string): string {
  if (url === '' || /^https?:$/.test(URL.parse(url)?.protocol ?? '')) return url
  throw new ServerApiError('InvalidParameterValue', 'NotificationUrl must be an http(s) URL.')
}

function checkedSignKey(key: string): string {
  if (/^[A-Za-z0-9]{0,32}$/.test(key)) return key
  throw new ServerApiError('InvalidParameterValue', 'SignKey is up to 32 letters and digits.')
}
