import type { EventSettings } from '../../notifications/event-config.ts'
import type { EventQueue } from '../../notifications/queue.ts'
import { ServerApiError } from '../errors.ts'
import { strings, type Parameters } from '../parameters.ts'

interface PullDeps {
  settings: EventSettings
  queue: EventQueue
}

/** PullEvents. `EventSet` is null if no event occurs in time. */
export async function pullEvents({ settings, queue }: PullDeps): Promise<object> {
  requirePullMode(settings)
  const events = await queue.pull()
  return { EventSet: events.length ? events : null }
}

/** ConfirmEvents. After thirty seconds it fails with what the documentation calls "parameter error (4000)". */
export function confirmEvents(parameters: Parameters, { settings, queue }: PullDeps): object {
  requirePullMode(settings)
  const handles = strings(parameters, 'EventHandles', 16)
  if (!handles.length || !queue.confirm(handles))
    throw new ServerApiError('InvalidParameterValue', 'EventHandles are unknown or too old (4000).')
  return {}
}

function requirePullMode(settings: EventSettings): void {
  if (settings.get().Mode === 'PUSH')
    throw new ServerApiError('FailedOperation', 'Events are pushed: the mode is not PULL.')
}
