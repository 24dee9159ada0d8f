import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { signCallback } from '../src/notifications/push.ts'
import { callServerApi, publish } from './api-client.ts'
import { startReceiver } from './callback-receiver.ts'
import { temporaryRegion } from './temporary-region.ts'
import { tinyMp4 } from './tiny-mp4.ts'

interface PulledEvent {
  EventHandle: string
  EventType: string
}

test('signCallback returns the MD5 of key and expiry (vector of the same formula in TIW)', () => {
  expect(signCallback('Xz4ZgayTr7rMgWQrH', 1588040109).Sign).toBe(
    'a2dabb362a9b811c0e26953a6276a41c',
  )
})

test('a callback contains Sign and a T in ten minutes if there is a SignKey', async () => {
  const now = Date.now()
  const receiver = await startReceiver()
  const region = await temporaryRegion({
    notificationUrl: receiver.url,
    signKey: 'Key1',
    now: () => now,
  })
  await publish(region.origin, tinyMp4())
  const { Sign, T } = await receiver.callback('NewFileUpload')
  expect(T).toBe(Math.floor(now / 1000) + 600)
  expect(Sign).toBe(
    createHash('md5')
      .update(`Key1${String(T)}`)
      .digest('hex'),
  )
})

test.each([
  ['three times if connections break', 3, (response: ServerResponse) => response.destroy()],
  ['once regardless of the status', 1, (response: ServerResponse) => response.writeHead(500).end()],
])('a callback is sent %s', async (_, attempts, answer) => {
  const receiver = await startReceiver((response, request) => {
    if (request <= attempts) answer(response)
    else response.end()
  })
  const region = await temporaryRegion({ notificationUrl: receiver.url })
  await callServerApi(region.origin, 'ModifyEventConfig', { DeleteMediaCompleteEventSwitch: 'ON' })
  const { fileId } = await publish(region.origin, tinyMp4())
  await receiver.requests(attempts)
  await callServerApi(region.origin, 'DeleteMedia', { FileId: fileId })
  await receiver.callback('FileDeleted')
  const types = receiver.callbacks.map(({ EventType }) => EventType)
  expect(types).toEqual([...Array<string>(attempts).fill('NewFileUpload'), 'FileDeleted'])
})

test('a callback is sent again if there is no response for five seconds', async () => {
  const silent = await startReceiver((response, request) => {
    if (request > 1) response.end()
  })
  const region = await temporaryRegion({ notificationUrl: silent.url })
  await publish(region.origin, tinyMp4())
  await silent.requests(2)
  expect(silent.callbacks[1]).toEqual(silent.callbacks[0])
})

test('callbacks are sent to the URL that was set at run time', async () => {
  const receiver = await startReceiver()
  const region = await temporaryRegion()
  region.setNotificationUrl(receiver.url)
  await publish(region.origin, tinyMp4())
  expect(await receiver.callback('NewFileUpload')).toBeDefined()
})

test('upload and deletion events are sent only if their switches are ON', async () => {
  const receiver = await startReceiver()
  const region = await temporaryRegion({ notificationUrl: receiver.url })
  await callServerApi(region.origin, 'ModifyEventConfig', {
    UploadMediaCompleteEventSwitch: 'OFF',
    DeleteMediaCompleteEventSwitch: 'ON',
  })
  const { fileId } = await publish(region.origin, tinyMp4())
  await callServerApi(region.origin, 'DeleteMedia', { FileId: fileId })
  expect(await receiver.callback('FileDeleted')).toMatchObject({
    FileDeleteEvent: { FileIdSet: [fileId] },
  })
  expect(receiver.callbacks).toHaveLength(1)
})

test('pulled events are delivered again until they are confirmed in time, and are not pushed', async () => {
  let now = Date.now()
  const receiver = await startReceiver()
  const region = await temporaryRegion({ notificationUrl: receiver.url, now: () => now })
  await callServerApi(region.origin, 'ModifyEventConfig', { Mode: 'PULL' })
  await publish(region.origin, tinyMp4())

  const pull = async (): Promise<PulledEvent[]> =>
    (await callServerApi(region.origin, 'PullEvents')).EventSet as PulledEvent[]
  const confirm = (EventHandles: string[]): ReturnType<typeof callServerApi> =>
    callServerApi(region.origin, 'ConfirmEvents', { EventHandles })
  const [first] = await pull()
  expect(first?.EventType).toBe('NewFileUpload')
  const handle = first?.EventHandle ?? ''

  now += 31_000
  expect((await confirm([handle])).Error?.Code).toBe('InvalidParameterValue')
  expect(await pull()).toEqual([first])
  expect((await confirm([handle])).Error).toBeUndefined()
  expect((await confirm([handle])).Error?.Code).toBe('InvalidParameterValue')
  expect(receiver.callbacks).toEqual([])
})

test('PullEvents waits for an event', async () => {
  const region = await temporaryRegion()
  await callServerApi(region.origin, 'ModifyEventConfig', { Mode: 'PULL' })
  const pulled = callServerApi(region.origin, 'PullEvents')
  await publish(region.origin, tinyMp4())
  expect((await pulled).EventSet).toMatchObject([{ EventType: 'NewFileUpload' }])
})
