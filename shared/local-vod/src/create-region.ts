import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { Background } from './background.ts'
import { control } from './control/control.ts'
import { newStats } from './control/stats.ts'
import { cosApi } from './cos/cos-api.ts'
import { Credentials } from './cos/credentials.ts'
import { MultipartUploads } from './cos/multipart-uploads.ts'
import { Encoder } from './encoding/encoder.ts'
import { noFaults, type Faults } from './faults.ts'
import { preflight } from './http/cors.ts'
import { createListener } from './listener.ts'
import { Catalogue } from './media/catalogue.ts'
import { deliver } from './media/delivery.ts'
import { probe } from './media/probe.ts'
import { Publisher } from './media/publisher.ts'
import { EventSettings } from './notifications/event-config.ts'
import { Notifier } from './notifications/notifier.ts'
import { callbackSender } from './notifications/push.ts'
import { EventQueue } from './notifications/queue.ts'
import type { RegionOptions } from './options.ts'
import { serverApi } from './server-api/server-api.ts'
import { Statistics } from './statistics/statistics.ts'
import { ObjectStore, type StoredObject } from './storage/objects.ts'
import { Records } from './storage/records.ts'
import { TaskFlows } from './tasks/flows.ts'
import { Reviews } from './tasks/reviews.ts'
import { bucketName, storageAppId } from './upload-api/bucket.ts'
import { OneTimeSignatures } from './upload-api/one-time-signatures.ts'
import { UploadSessions } from './upload-api/sessions.ts'
import { uploadApi } from './upload-api/upload-api.ts'

/** A region without its HTTP server. */
export interface ServedRegion {
  listener: RequestListener
  faults: Faults
  setNotificationUrl(url: string): void
  close(): Promise<void>
}

/** Creates a region on its directory and resumes the unfinished tasks that are stored there. */
export function createRegion(options: RegionOptions & { mediaOrigin: string }): ServedRegion {
  const { account, directory, mediaOrigin, now = Date.now, processingMs, hotlinkKey } = options
  const faults = noFaults()
  if (processingMs !== undefined) faults.processingMs = processingMs
  const stats = newStats()
  const background = new Background()
  const records = new Records(join(directory, 'records.jsonl'))
  const url = (key: string): string => `${mediaOrigin}/${key}`

  const objects = new ObjectStore(join(directory, 'objects'), records, now)
  const multipartUploads = new MultipartUploads(join(directory, 'parts'), records, objects, now)
  const credentials = new Credentials(records, faults, now)
  const sessions = new UploadSessions(records, faults, now)
  const signatures = new OneTimeSignatures(records, now)
  const catalogue = new Catalogue(records)
  const statistics = new Statistics(records, now)

  const settings = new EventSettings(records)
  const { notificationUrl, signKey } = options
  if (notificationUrl !== undefined) settings.change({ NotificationUrl: notificationUrl })
  if (signKey !== undefined) settings.change({ SignKey: signKey })
  const queue = new EventQueue(records, background.signal, now)
  const push = callbackSender({ settings, background, faults, stats, now })
  const notifier = new Notifier(settings, queue, push)

  const shared = { account, catalogue, objects, notifier, background, faults, stats, url, now }
  const encoder = options.encode
    ? new Encoder(join(directory, 'encoding'), background.signal)
    : undefined
  const flows = new TaskFlows({ ...shared, appId: account.appId, records, encoder })
  const reviews = new Reviews({ ...shared, appId: account.appId, records })
  const publisher = new Publisher({ ...shared, flows, reviews })
  const bucket = `${bucketName(account)}-${storageAppId}`
  const deps = {
    ...shared,
    flows,
    reviews,
    publisher,
    probe: (object: StoredObject) =>
      probe(objects, object, options.encode ? background : undefined),
    settings,
    queue,
    statistics,
    mediaHost: new URL(mediaOrigin).hostname,
    sessions,
    signatures,
    credentials,
  }
  flows.resume()
  reviews.resume()

  return {
    listener: createListener(
      { faults, background, now },
      {
        control: (request, url) => control(request, url, deps),
        preflight: (request) => preflight(request),
        uploadApi: (request, url) => uploadApi(request, url, deps),
        serverApi: (request, url) => serverApi(request, url, deps),
        cos: (request, url) => cosApi(request, url, { ...deps, bucket, multipartUploads }),
        delivery: (request, url) =>
          deliver(request, url, { objects, catalogue, statistics, faults, hotlinkKey, now }),
      },
    ),
    faults,
    setNotificationUrl: (url) => settings.change({ NotificationUrl: url }),
    async close() {
      await background.close()
      records.close()
    },
  }
}
