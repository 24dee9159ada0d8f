import type { FileId, UploadId } from '@reelferry/contract'
import { mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Job, Stage } from '../../../../src/features/upload/job/job.ts'
import { loadFailureTexts, loadLocale } from '../../../../src/i18n/index.ts'
import PageLink from '../../../../src/app/PageLink.vue'
import JobCard from '../../../../src/features/upload/ui/JobCard.vue'

beforeAll(async () => {
  await loadLocale('en')
  await loadFailureTexts()
})

const common = { jobId: 'a', source: { name: 'My clip.mp4', size: 1e6, type: 'video/mp4' } }
const uploadId = 'AAAAAAAAAAAAAAAAAAAAAA' as UploadId
const fileId = '42' as FileId
const transferred = { sentBytes: 420_000, speed: 1000, remainingSeconds: 58 }

const jobs: Job[] = [
  { ...common, stage: 'draft' },
  { ...common, stage: 'uploading', activity: 'sending', uploadId, transferred },
  { ...common, stage: 'paused', uploadId, transferred },
  { ...common, stage: 'committing', uploadId },
  { ...common, stage: 'processing', uploadId, fileId, inReview: false },
  { ...common, stage: 'ready', uploadId, fileId },
  { ...common, stage: 'rejected', uploadId, fileId },
  { ...common, stage: 'failed', failure: { code: 'network-lost', retryable: true } },
  { ...common, stage: 'canceled' },
]

const controls: Partial<Record<Stage, string[]>> = {
  draft: ['Trim & cover', 'Upload', 'Remove'],
  uploading: ['Trim & cover', 'Pause', 'Cancel'],
  paused: ['Trim & cover', 'Resume', 'Cancel'],
  committing: ['Trim & cover'],
  processing: ['Trim & cover'],
  ready: ['Trim & cover', 'Watch', 'Copy link', 'Copy embed code', 'Remove'],
  rejected: ['Remove'],
  failed: ['Trim & cover', 'Retry', 'Remove'],
  canceled: ['Trim & cover', 'Retry', 'Remove'],
}

const mountJob = (job: Job) =>
  mount(JobCard, {
    props: {
      job,
      loadFile: async () => undefined,
      loadCover: async () => '',
      loadChosenCover: async () => undefined,
    },
    global: { components: { RouterLink: PageLink } },
    attachTo: document.body,
  })

describe('a job card', () => {
  it.each(jobs)('in stage $stage shows its name, one progress bar and its controls', (job) => {
    const card = mountJob(job)
    const article = card.get('article')
    expect(article.attributes('data-stage')).toBe(job.stage)
    const labelledBy = article.attributes('aria-labelledby') ?? ''
    expect(document.getElementById(labelledBy)?.textContent).toBe('My clip.mp4')
    expect(card.findAll('progress')).toHaveLength(1)
    expect(card.get('progress').attributes('aria-valuetext')).toMatch(/^.+, \d+ percent/)
    expect(card.findAll('button, a').map((control) => control.text())).toEqual(controls[job.stage])
    card.unmount()
  })

  it('gives screen readers stage, percent and remaining time, and shows bytes and speed', () => {
    const card = mountJob(jobs[1] as Job)
    expect(card.get('progress').attributes('aria-valuetext')).toBe(
      'Uploading, 39 percent, About 58 seconds left',
    )
    const details = card.findAll('.details li').map((item) => item.text())
    expect(details).toEqual(['39%', '0.4 of 1 MB', '1 kB/s', 'About 58 s left'])
    card.unmount()
  })

  it('keeps the focus when the focused control disappears', async () => {
    const card = mountJob(jobs[0] as Job)
    const upload = card.get('.controls button').element as HTMLButtonElement
    upload.focus()
    await card.setProps({ job: jobs[1] as Job })
    expect(document.activeElement?.textContent?.trim()).toBe('Pause')
    await card.setProps({ job: jobs[4] as Job })
    expect(document.activeElement).toBe(card.get('article').element)
    card.unmount()
  })

  it('shows that the video is in review', () => {
    const card = mountJob({ ...common, stage: 'processing', uploadId, fileId, inReview: true })
    expect(card.get('.stage').text()).toBe('In review')
    card.unmount()
  })

  it('requests the file if a restored job lacks it', () => {
    const card = mountJob({ ...common, stage: 'paused', uploadId, transferred, missing: 'file' })
    expect(card.get('.advice').text()).toContain('Choose this file again')
    expect(card.findAll('.controls button').map((button) => button.text())).toEqual(['Remove'])
    card.unmount()
  })

  it.each([
    ['cover-failed', true, 'Retry'],
    ['cover-unreadable', false, undefined],
  ] as const)('after %s offers the next step that can succeed', (code, retryable, button) => {
    const cover = { state: 'failed', id: 'c', failure: { code, retryable } } as const
    const card = mountJob({ ...common, stage: 'ready', uploadId, fileId, cover })
    const alert = card.get('[role=alert]')
    expect(alert.text()).toMatch(/choose another image/i)
    expect(alert.findAll('button').map((found) => found.text())).toEqual(button ? [button] : [])
    card.unmount()
  })

  it('links to the watch page', () => {
    const card = mountJob(jobs[5] as Job)
    expect(card.get('a').attributes('href')).toBe('/watch/42')
    card.unmount()
  })
})
