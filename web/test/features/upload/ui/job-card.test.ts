import type { FileId, UploadId } from '@reelferry/contract'
import { type DOMWrapper, mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { Job, Stage } from '../../../../src/features/upload/job/job.ts'
import { loadDetailsTexts } from '../../../../src/i18n/chunks/details.ts'
import { tQuality } from '../../../../src/i18n/chunks/quality.ts'
import { loadQueueTexts } from '../../../../src/i18n/chunks/queue.ts'
import { loadFailureTexts, loadLocale } from '../../../../src/i18n/index.ts'
import PageLink from '../../../../src/app/PageLink.vue'
import PrivacyChoice from '../../../../src/features/prepare/privacy/PrivacyChoice.vue'
import QualityChoice from '../../../../src/features/prepare/quality/QualityChoice.vue'
import JobCard from '../../../../src/features/upload/ui/JobCard.vue'

beforeAll(async () => {
  await loadLocale('en')
  await loadDetailsTexts()
  await loadQueueTexts()
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

/** Names of the visible controls, in reading order. */
const controls: Record<Stage, string[]> = {
  draft: ['Trim & cover', 'Remove', 'Add description', 'Captions', 'Upload'],
  uploading: ['Trim & cover', 'Cancel', 'Add description', 'Captions', 'Copy link', 'Pause'],
  paused: ['Trim & cover', 'Cancel', 'Add description', 'Captions', 'Copy link', 'Resume'],
  committing: ['Trim & cover', 'Add description', 'Captions', 'Copy link'],
  processing: ['Trim & cover', 'Remove', 'Add description', 'Captions', 'Copy link'],
  ready: ['More for My clip.mp4', 'Remove', 'Copy link', 'Copy embed code', 'Watch'],
  rejected: ['Remove', 'Edit details'],
  failed: ['Trim & cover', 'Remove', 'Add description', 'Captions', 'Details', 'Retry'],
  canceled: ['Trim & cover', 'Remove', 'Retry'],
}

const nameOf = (control: DOMWrapper<Element>) => control.attributes('aria-label') ?? control.text()

const mountJob = (job: Job) =>
  mount(JobCard, {
    props: {
      job,
      isPrimary: true,
      order: { canMoveUp: false, canMoveDown: false, canGoNext: false },
      loadFile: async () => undefined,
      loadCover: async () => '',
      loadChosenCover: async () => undefined,
    },
    global: { components: { RouterLink: PageLink } },
    attachTo: document.body,
  })

describe('a job card', () => {
  it.each(jobs.map((job) => [job.stage, job] as const))(
    'in stage %s shows the details of a new video only, and the link of the replaced video',
    (_, job) => {
      const replaces = { uploadId: 'R'.repeat(22) as UploadId, title: 'Harbor' }
      const card = mountJob({ ...job, source: { ...job.source, replaces } })
      expect(card.text()).toContain('Replaces the file of “Harbor”')
      const names = card.findAll('button, select, textarea').map(nameOf)
      for (const name of ['Title', 'Add description', 'Captions', 'Visibility'])
        expect(names).not.toContain(name)
      expect(card.html()).not.toContain(`/${uploadId}`)
      card.unmount()
    },
  )

  it.each([
    { ...common, stage: 'uploading', activity: 'sending', uploadId, transferred },
    { ...common, stage: 'ready', uploadId, fileId },
  ] satisfies Job[])(
    'in stage $stage states whether the original replaced a wrong result',
    (job) => {
      const message = 'The compressed video didn’t match your file, so we used the original.'
      expect(mountJob(job).text()).not.toContain(message)
      expect(mountJob({ ...job, hadWrongResult: true }).text()).toContain(message)
    },
  )

  it.each(jobs)('in stage $stage has its name, one progress bar and its controls', (job) => {
    const card = mountJob(job)
    const article = card.get('article')
    expect(article.attributes('data-stage')).toBe(job.stage)
    expect(article.attributes('aria-label')).toBe('My clip.mp4')
    const bar = card.get('[role=progressbar]')
    expect(bar.attributes('aria-valuetext')).toMatch(/^.+, \d+ percent/)
    expect(card.findAll('[role=progressbar]')).toHaveLength(1)
    expect(card.findAll('button, a:not([aria-hidden])').map(nameOf)).toEqual(controls[job.stage])
    card.unmount()
  })

  it('gives screen readers stage, percent and remaining time, and shows bytes and speed', () => {
    const card = mountJob(jobs[1] as Job)
    expect(card.get('[role=progressbar]').attributes('aria-valuetext')).toBe(
      'Uploading, 39 percent, About 58 seconds left',
    )
    const facts = card
      .get('.job-facts')
      .findAll('b, span')
      .map((item) => item.text())
    expect(facts).toEqual(['Uploading · 39%', '0.4 of 1 MB', '1 kB/s', 'About 58 s left'])
    card.unmount()
  })

  it('states when the page can be closed, and when the video is live', () => {
    const card = mountJob(jobs[4] as Job)
    expect(card.get('.job-facts').text()).toBe(
      'Uploaded.You can close this page – we’re preparing your video.',
    )
    card.unmount()
    const ready = mountJob(jobs[5] as Job)
    expect(ready.get('.job-facts').text()).toContain('Your video is live')
    expect(ready.get<HTMLInputElement>('.job-link input').element.value).toMatch(/\/watch\/A{22}$/)
    ready.unmount()
  })

  it('shows why an operator rejected the video, or that its review did', () => {
    const rejected = jobs[6] as Job & { stage: 'rejected' }
    const byReview = mountJob(rejected)
    expect(byReview.get('.job-facts').text()).toContain('Only you can see this video.')
    byReview.unmount()
    const byOperator = mountJob({ ...rejected, reason: 'It shows a license plate' })
    expect(byOperator.get('.job-facts').text()).toContain('It shows a license plate')
    byOperator.unmount()
  })

  it('keeps the focus when the focused control disappears', async () => {
    const card = mountJob(jobs[0] as Job)
    const upload = card.get('.go').element as HTMLButtonElement
    upload.focus()
    await card.setProps({ job: jobs[1] as Job })
    expect(document.activeElement?.textContent?.trim()).toBe('Pause')
    await card.setProps({ job: jobs[3] as Job })
    expect(document.activeElement).toBe(card.get('article').element)
    card.unmount()
  })

  it('ignores the second click of a double click on a control that has been replaced', async () => {
    vi.useFakeTimers()
    const card = mountJob(jobs[1] as Job)
    await card.get('[aria-label=Cancel]').trigger('click')
    await card.setProps({ job: jobs[8] as Job })
    await card.get('[aria-label=Remove]').trigger('click', { detail: 2 })
    expect(card.emitted('control')).toEqual([['cancel']])
    vi.advanceTimersByTime(400)
    await card.get('[aria-label=Remove]').trigger('click')
    expect(card.emitted('control')).toEqual([['cancel'], ['remove']])
    card.unmount()
    vi.useRealTimers()
  })

  it('lets the creator edit the title in place', async () => {
    const card = mountJob(jobs[0] as Job)
    await card.get('[aria-label=Title]').setValue('A new\ntitle')
    expect(card.emitted('describe')).toEqual([[{ title: 'A new title', description: '' }]])
    card.unmount()
  })

  it('shows that the video is in review', () => {
    const card = mountJob({ ...common, stage: 'processing', uploadId, fileId, inReview: true })
    expect(card.get('.job-facts').text()).toContain('In review')
    card.unmount()
  })

  it('requests the file if a restored job lacks it', () => {
    const card = mountJob({ ...common, stage: 'paused', uploadId, transferred, missing: 'file' })
    expect(card.get('.job-facts').text()).toContain('Choose this file again')
    expect(card.findAll('.go').map(nameOf)).toEqual(['Choose the file again'])
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

  it('shows what was found in the file in the language of the page', async () => {
    const card = mountJob(jobs[0] as Job)
    await vi.waitUntil(() => card.findComponent(PrivacyChoice).exists())
    await vi.waitUntil(() => card.findComponent(QualityChoice).exists())
    const notes = () => [tQuality('containsLocation')]
    card.findComponent(PrivacyChoice).vm.$emit('inspect', notes)
    const rejection = () => tQuality('rejections.hdr')
    card.findComponent(QualityChoice).vm.$emit('inspect', { rejection })
    await loadLocale('zh-CN')
    await nextTick()
    expect(card.get('.job-facts').text()).toMatch(/将上传原视频。.*包含位置信息/)
    await loadLocale('en')
    await nextTick()
    expect(card.get('.job-facts').text()).toMatch(/HDR colors.*Contains location/)
    card.unmount()
  })

  it('links to the watch page', () => {
    const card = mountJob(jobs[5] as Job)
    expect(card.get('a.go').attributes('href')).toBe(`/watch/${uploadId}`)
    expect(card.get('.thumb a').attributes('href')).toBe(`/watch/${uploadId}`)
    card.unmount()
  })
})
