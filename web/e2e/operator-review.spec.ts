import { readFileSync } from 'node:fs'
import { inspect, violations } from './screen-inspection.ts'
import { expect, test } from './test.ts'

/** The operator secret of the local Worker (web/local-region.ts). */
const secret = 'local-operator-secret-of-this-machine'

const buffer = readFileSync(new URL('fixtures/clip.mp4', import.meta.url))

interface Upload {
  uploadId: string
  status: string
  moderation?: string
  reason?: string
}

test('the operator plays, approves and blocks videos; a block stops their delivery until it is undone', async ({
  page,
  request,
  region,
}) => {
  const names = ['ferry-in-review.mp4', 'pier-in-review.mp4']
  const uploads = async () => {
    const answer = (await (await request.get('/api/uploads')).json()) as {
      uploads: (Upload & { name: string })[]
    }
    return names.map((name) => answer.uploads.find((upload) => upload.name === name))
  }
  await region.setFaults({ audioVideoReview: 'review', audioVideoReviewMs: 0 })
  await page.goto('/')
  await page
    .getByLabel('Choose videos')
    .setInputFiles(names.map((name) => ({ name, mimeType: 'video/mp4', buffer })))
  await page.getByRole('button', { name: 'Upload all' }).click()
  await expect
    .poll(async () => (await uploads()).map((upload) => upload?.moderation), { timeout: 60_000 })
    .toEqual(['review', 'review'])
  const [ferry, pier] = await uploads()
  await region.setFaults({ audioVideoReview: null })

  await page.goto('/operator#reviews')
  await page.getByLabel('Admin secret').fill(secret)
  await page.getByRole('button', { name: 'Sign in' }).click()
  const section = page.getByRole('region', { name: 'Review' })
  const cardOf = (name: string) => section.getByRole('article', { name, exact: true })
  const ferryCard = cardOf('ferry-in-review.mp4')
  const pierCard = cardOf('pier-in-review.mp4')
  await expect(ferryCard.getByText('Porn · Image · 75 %')).toBeVisible()
  await expect(pierCard).toBeVisible()
  await inspect(page, 'operator review')

  await ferryCard.getByRole('button', { name: 'Play 0:00–0:01' }).click()
  const video = ferryCard.locator('video')
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime))
    .toBeGreaterThan(0)
  const source = await video.evaluate((element: HTMLVideoElement) => element.currentSrc)

  await ferryCard.getByRole('button', { name: 'Block' }).click()
  await expect(section.getByRole('status')).toHaveText('Enter your name first.')
  await section.getByRole('textbox', { name: 'Your name' }).fill('Olga')
  await pierCard.getByRole('button', { name: 'Approve' }).click()
  await expect(pierCard).toBeHidden()
  await ferryCard.getByRole('textbox', { name: 'Reason' }).fill('It shows a license plate')
  await ferryCard.getByRole('button', { name: 'Block' }).click()
  await expect(ferryCard).toBeHidden()
  expect((await request.get(source)).status()).toBe(403)
  expect(await (await request.get(`/api/uploads/${pier?.uploadId}`)).json()).toMatchObject({
    status: 'ready',
  })
  expect(await (await request.get(`/api/uploads/${ferry?.uploadId}`)).json()).toMatchObject({
    status: 'rejected',
    reason: 'It shows a license plate',
  })

  await page.goto(`/watch/${pier?.uploadId}`)
  await page.getByRole('button', { name: 'Report' }).click()
  const report = page.getByRole('dialog', { name: 'Report this video' })
  expect(await violations(page)).toEqual([])
  await report.getByLabel('Copyright or privacy').check()
  await report.getByLabel('Details').fill('This is my film')
  await report.getByRole('button', { name: 'Send' }).click()
  await expect(report.getByRole('status')).toContainText('Thanks.')
  await page.keyboard.press('Escape')
  await expect(report).toHaveCount(0)

  const text = 'It is my own car'
  await request.post(`/api/uploads/${ferry?.uploadId}/reply`, { data: { text } })
  await page.goto('/operator#reviews')
  await page.getByLabel('Admin secret').fill(secret)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(ferryCard.getByText(text)).toBeVisible()
  await expect(ferryCard.getByText('Delivery is stopped')).toBeVisible()
  await section.getByRole('textbox', { name: 'Your name' }).fill('Olga')
  const decided = section.getByRole('article', { name: 'Blocked: ferry-in-review.mp4' })
  await decided.getByRole('button', { name: 'Undo block' }).click()
  await expect(section.getByRole('status')).toHaveText('Saved.')
  expect((await request.get(source)).status()).toBe(200)
})
