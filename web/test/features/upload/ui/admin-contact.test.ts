import type { FileId, UploadId } from '@reelferry/contract'
import { mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import PageLink from '../../../../src/app/PageLink.vue'
import JobActions from '../../../../src/features/upload/ui/JobActions.vue'
import { loadQueueTexts } from '../../../../src/i18n/chunks/queue.ts'

vi.mock('../../../../src/api/page-settings.ts', () => ({
  adminContact: { text: 'video@example.com', url: 'mailto:video@example.com' },
}))

it('a video that was not approved has a link to the admin', async () => {
  await loadQueueTexts()
  const actions = mount(JobActions, {
    props: {
      isPrimary: false,
      job: {
        ...{ jobId: 'a', source: { name: 'a.mp4', size: 1, type: 'video/mp4' }, stage: 'rejected' },
        ...{ uploadId: 'A' as UploadId, fileId: '1' as FileId },
      },
    },
    global: { components: { RouterLink: PageLink } },
  })
  expect(actions.get('a.go').text()).toBe('Contact your admin')
  expect(actions.get('a.go').attributes('href')).toBe('mailto:video@example.com')
})
