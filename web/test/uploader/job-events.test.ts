import type { FileId, UploadId } from '@reelferry/contract'
import { describe, expect, it } from 'vitest'
import type { Job } from '../../src/features/upload/job/job.ts'
import { jobEvents, refusalEvents } from '../../src/uploader/job-events.ts'

const origin = 'https://studio.example'
const common = { jobId: 'a', source: { name: 'clip.mp4', size: 1000, type: 'video/mp4' } }
const about = { jobId: 'a', name: 'clip.mp4' }
const uploadId = 'AAAAAAAAAAAAAAAAAAAAAA' as UploadId
const fileId = '42' as FileId
const links = {
  videoId: uploadId,
  watchUrl: `https://studio.example/watch/${uploadId}`,
  embedUrl: `https://studio.example/embed/${uploadId}`,
}

const draft: Job = { ...common, stage: 'draft' }
const sending = (sentBytes: number): Job => ({
  ...common,
  stage: 'uploading',
  activity: 'sending',
  uploadId,
  transferred: { sentBytes, speed: 0, remainingSeconds: undefined },
})
const processing: Job = { ...common, stage: 'processing', uploadId, fileId, inReview: false }
const ready: Job = { ...common, stage: 'ready', uploadId, fileId }
const rejected: Job = { ...common, stage: 'rejected', uploadId, fileId }
const failed: Job = {
  ...common,
  stage: 'failed',
  failure: { code: 'daily-limit', retryable: true },
}

/** All events while one job changes from state to state and is removed at the end. */
function eventsOf(...states: Job[]) {
  const queues = [[], ...states.map((job) => [job]), []]
  return queues.slice(1).flatMap((now, index) => jobEvents(queues[index] ?? [], now, origin))
}
const names = (...states: Job[]) =>
  eventsOf(...states).map(({ name }) => name.replace('reelferry-', ''))

describe('jobEvents', () => {
  it('reports each step of a video once, with its details', () => {
    expect(eventsOf(draft, draft, sending(0), sending(500), processing, ready, ready)).toEqual([
      { name: 'reelferry-added', detail: { ...about, size: 1000 } },
      { name: 'reelferry-progress', detail: { ...about, stage: 'draft', percent: 0 } },
      { name: 'reelferry-progress', detail: { ...about, stage: 'uploading', percent: 0 } },
      { name: 'reelferry-opened', detail: { ...about, ...links } },
      { name: 'reelferry-progress', detail: { ...about, stage: 'uploading', percent: 47 } },
      { name: 'reelferry-progress', detail: { ...about, stage: 'processing', percent: 98 } },
      { name: 'reelferry-uploaded', detail: { ...about, fileId } },
      { name: 'reelferry-progress', detail: { ...about, stage: 'ready', percent: 100 } },
      {
        name: 'reelferry-ready',
        detail: { ...about, ...links, fileId },
      },
      { name: 'reelferry-removed', detail: about },
    ])
  })

  it('does not report every byte', () => {
    expect(names(sending(500), sending(501), sending(502))).toEqual([
      'added',
      'progress',
      'opened',
      'removed',
    ])
  })

  it('reports a published video, also if an earlier page published it', () => {
    expect(names(ready)).toEqual(['added', 'progress', 'opened', 'uploaded', 'ready', 'removed'])
  })

  it.each([
    ['daily-limit', failed],
    ['moderation-blocked', rejected],
  ])('reports why a video was not published: %s', (code, job) => {
    expect(eventsOf(job)).toContainEqual({ name: 'reelferry-failed', detail: { ...about, code } })
  })

  it('reports each refused file once', () => {
    const [first, second] = [
      { id: '1', name: 'notes.txt', code: 'not-a-video' as const },
      { id: '2', name: 'empty.mp4', code: 'empty-file' as const },
    ]
    expect(refusalEvents([first], [first, second])).toEqual([
      { name: 'reelferry-failed', detail: { jobId: '2', name: 'empty.mp4', code: 'empty-file' } },
    ])
    expect(refusalEvents([first, second], [second])).toEqual([])
  })

  it('reports both failures of a video that fails twice for one reason', () => {
    const failures = names(failed, sending(0), failed).filter((name) => name === 'failed')
    expect(failures).toHaveLength(2)
  })

  it('reports only the job that has changed', () => {
    const other: Job = { ...draft, jobId: 'b' }
    const events = jobEvents([draft, other], [sending(0), other], origin)
    expect(events.map(({ detail }) => detail.jobId)).toEqual(['a', 'a'])
  })
})
