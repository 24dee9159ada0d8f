import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { chosen, createTestQueue, settled } from './test-queue.ts'

describe('queue', () => {
  it('brings a video from draft to ready', async () => {
    const { queue, transfers, stage, id, setFileId } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    expect(stage('a.mp4')).toBe('draft')
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    expect(await transfers[0]?.options.getSignature()).toBe('s')
    expect(await transfers[0]?.options.fetchPublishedFile()).toBeUndefined()
    setFileId('7')
    expect(await transfers[0]?.options.fetchPublishedFile()).toBe('7')
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
  })

  it('sends two jobs at a time and the others in order', async () => {
    const { queue, transfers } = createTestQueue()
    const names = ['1.mp4', '2.mp4', '3.mp4', '4.mp4']
    await queue.add(names.map((name) => chosen(name)))
    queue.forAll('start')
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect(queue.jobs.value.map((job) => job.stage === 'uploading' && job.activity)).toEqual([
      'sending',
      'sending',
      'waiting',
      'waiting',
    ])
    transfers[1]?.commit()
    await vi.waitFor(() => expect(transfers).toHaveLength(3))
    transfers[0]?.commit()
    await vi.waitFor(() => expect(transfers).toHaveLength(4))
    expect(transfers.map(({ file }) => file.name)).toEqual(names)
  })

  it('lists files that cannot be uploaded until they are dismissed, and adds no job for them', async () => {
    const { queue, journaled } = createTestQueue()
    await queue.add([
      { file: new File([], 'empty.mp4') },
      chosen('a.mp4'),
      { file: new File(['x'.repeat(1001)], 'large.mp4') },
    ])
    const refused = () => queue.refused.value.map(({ name, code }) => [name, code])
    expect(refused()).toEqual([
      ['empty.mp4', 'empty-file'],
      ['large.mp4', 'file-too-large'],
    ])
    expect(queue.jobs.value.map(({ source }) => source.name)).toEqual(['a.mp4'])
    expect(journaled.size).toBe(1)
    queue.dismissRefused(queue.refused.value[0]?.id ?? '')
    expect(refused()).toEqual([['large.mp4', 'file-too-large']])
  })

  it('assigns the slot of a paused job to the next job, and waits for a slot when it is resumed', async () => {
    const { queue, transfers, id, stage } = createTestQueue()
    await queue.add(['1.mp4', '2.mp4', '3.mp4'].map((name) => chosen(name)))
    queue.forAll('start')
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    queue.pause(id('1.mp4'))
    expect(transfers[0]?.state).toBe('paused')
    await vi.waitFor(() => expect(transfers).toHaveLength(3))
    queue.resume(id('1.mp4'))
    expect(transfers[0]?.state).toBe('paused')
    transfers[1]?.commit()
    await vi.waitFor(() => expect(transfers[0]?.state).toBe('running'))
    expect(stage('1.mp4')).toBe('uploading')
    expect(transfers).toHaveLength(3)
  })

  it('makes a restarted job wait behind the jobs that already waited', async () => {
    const { queue, transfers, running, stage } = createTestQueue()
    await queue.add(['1.mp4', '2.mp4', '3.mp4'].map((name) => chosen(name)))
    queue.start(queue.jobs.value[1]?.jobId ?? '')
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    queue.forAll('start')
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    const second = transfers.find(({ file }) => file.name === '2.mp4')
    second?.options.listener.allStored()
    expect(stage('2.mp4')).toBe('committing')
    queue.pause(queue.jobs.value[0]?.jobId ?? '')
    await vi.waitFor(() => expect(transfers).toHaveLength(3))
    queue.resume(queue.jobs.value[0]?.jobId ?? '')
    second?.options.listener.restarted()
    await settled()
    expect(running()).toBe(2)
    expect(second?.state).toBe('paused')
    transfers.find(({ file }) => file.name === '3.mp4')?.commit()
    await vi.waitFor(() => expect(second?.state).toBe('running'))
  })

  it('does not pause a job that is being committed', async () => {
    const { queue, transfers, id, stage } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.options.listener.allStored()
    queue.pause(id('a.mp4'))
    expect([stage('a.mp4'), transfers[0]?.state]).toEqual(['committing', 'running'])
  })

  it('polls the status until it is final', async () => {
    const { queue, transfers, id, stage, setStatus } = createTestQueue()
    setStatus('processing')
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('processing'))
    setStatus('rejected')
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('rejected'))
  })

  it('reports whether it is busy and whether it is sending', async () => {
    const { queue, transfers, id } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    expect(queue.isBusy.value).toBe(false)
    queue.start(id('a.mp4'))
    expect([queue.isBusy.value, queue.isSending.value]).toEqual([true, true])
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    queue.pause(id('a.mp4'))
    expect([queue.isBusy.value, queue.isSending.value]).toEqual([true, false])
    queue.resume(id('a.mp4'))
    expect(queue.isSending.value).toBe(true)
    transfers[0]?.commit()
    await vi.waitFor(() => expect(queue.isBusy.value).toBe(false))
  })

  it('persists a chosen file at once, also if the edge does not answer', async () => {
    const neverReady = new Promise<void>(() => undefined)
    const { queue, stage, journaled } = createTestQueue({ configReady: neverReady })
    await queue.add([chosen('a.mp4')])
    expect([stage('a.mp4'), journaled.size]).toEqual(['draft', 1])
  })
})

describe('controls of all jobs', () => {
  it('pause and resume all jobs without assigning a slot to a job that is about to pause', async () => {
    const { queue, transfers } = createTestQueue()
    await queue.add(['1.mp4', '2.mp4', '3.mp4'].map((name) => chosen(name)))
    queue.forAll('start')
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    queue.forAll('pause')
    await settled()
    expect(transfers.map(({ state }) => state)).toEqual(['paused', 'paused'])
    expect(queue.jobs.value.map(({ stage }) => stage)).toEqual(['paused', 'paused', 'paused'])
    queue.forAll('resume')
    await settled()
    expect(transfers.map(({ state }) => state)).toEqual(['running', 'running'])
  })

  it('cancel and retry all jobs, and remove only jobs that have ended', async () => {
    const { queue, transfers, id, stage } = createTestQueue()
    await queue.add(['1.mp4', '2.mp4', '3.mp4'].map((name) => chosen(name)))
    queue.start(id('1.mp4'))
    queue.start(id('2.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    queue.forAll('cancel')
    expect(queue.jobs.value.map(({ stage }) => stage)).toEqual(['canceled', 'canceled', 'draft'])
    queue.forAll('retry')
    expect([stage('1.mp4'), stage('2.mp4')]).toEqual(['uploading', 'uploading'])
    queue.cancel(id('2.mp4'))
    queue.forAll('remove')
    expect(queue.jobs.value.map(({ source }) => source.name)).toEqual(['1.mp4', '3.mp4'])
  })
})

describe('any sequence of commands', () => {
  it('never sends more than two jobs, never sends a job twice and never loses a job', async () => {
    const action = fc.record({
      job: fc.integer({ min: 0, max: 3 }),
      what: fc.constantFrom('start', 'pause', 'resume', 'cancel', 'retry', 'commit', 'fail'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
        const { queue, transfers } = createTestQueue()
        const names = ['0.mp4', '1.mp4', '2.mp4', '3.mp4']
        await queue.add(names.map((name) => chosen(name)))
        const ids = queue.jobs.value.map((job) => job.jobId)
        for (const { job, what } of actions) {
          const running = transfers.findLast(
            ({ file, state }) => file.name === names[job] && state === 'running',
          )
          if (what === 'commit') running?.commit()
          else if (what === 'fail') running?.fail(new Error('CORS blocked or network error'))
          else queue[what](ids[job] ?? '')
          await new Promise((resolve) => setTimeout(resolve))
          const live = transfers.filter(({ state }) => state === 'running')
          expect(live.length).toBeLessThanOrEqual(2)
          expect(new Set(live.map(({ file }) => file.name)).size).toBe(live.length)
          expect(queue.jobs.value.map(({ jobId }) => jobId)).toEqual(ids)
        }
      }),
      { numRuns: 60 },
    )
  })
})
