import { namespaceTitle, workerName } from '../studio-file.ts'
import { callbackPath, callbackSecretOf } from './callback-url.ts'
import { signIn } from './cloudflare-account.ts'
import type { SetupContext } from './context.ts'
import { collectSettings } from './settings.ts'
import { changeEventConfig, fetchEventConfig } from './vod-account.ts'

/**
 * Reverts setup: removes the notification URL and deletes the Worker.
 * @param options `eraseData` also deletes the KV namespace and the studio file. The videos at VOD always stay.
 * @throws SetupError
 */
export async function undo(
  context: SetupContext,
  { environment, eraseData }: { environment: string; eraseData: boolean },
): Promise<void> {
  const { cloudflare, terminal, file } = context
  const worker = workerName(environment)
  await signIn(context, { dryRun: false })
  const stored = file.read()
  const { account } = await collectSettings(context, stored, { dryRun: false })
  const { NotificationUrl: url } = await fetchEventConfig(account)
  const isOurs = stored.address
    ? url?.startsWith(stored.address + callbackPath)
    : callbackSecretOf(url) &&
      (await terminal.confirm(`Is ${new URL(url ?? '').origin} the address of this studio?`))
  if (isOurs) {
    await changeEventConfig(account, { NotificationUrl: '' })
    terminal.print('✓ VOD no longer sends notifications')
  } else terminal.print('– VOD’s notifications don’t go to this studio: unchanged')
  await cloudflare.deleteWorker(worker)
  terminal.print(`✓ Worker ${worker} deleted`)
  const title = namespaceTitle(environment)
  const namespaceId = await cloudflare.findNamespace(title)
  if (namespaceId && !eraseData) {
    terminal.print(
      `– KV namespace ${title} kept, with the records of all uploads (--erase-data deletes it)`,
    )
    return
  }
  if (namespaceId) await cloudflare.deleteNamespace(namespaceId)
  file.delete()
  terminal.print(`✓ KV namespace ${title} deleted; videos in VOD are kept`)
}
