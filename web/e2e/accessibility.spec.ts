/** Inspects every screen in every state with the checks of `screen-inspection.ts`. */
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mergeTests, type Page } from '@playwright/test'
import { problem, type ProblemCode } from '@reelferry/contract'
import { emulatesMedia } from './browsers/capabilities.ts'
import { test as embedded } from './embedded-uploader.ts'
import { expect, test as published } from './published-video.ts'
import { writePhoneVideo } from './phone-video.ts'
import { findNotInspected, inspect } from './screen-inspection.ts'

const test = mergeTests(published, embedded)

const root = fileURLToPath(new URL('..', import.meta.url))
const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
const clip = readFileSync(fixture('clip.mp4'))

// The last test needs the results of all others.
test.describe.configure({ mode: 'default' })
test.use({ devices: 'allowed' })
test.afterEach(({ region }) =>
  region.setFaults({ bytesPerSecond: 0, failTranscode: false, moderation: null }),
)

const video = (name: string) => ({ name, mimeType: 'video/mp4', buffer: clip })

const choose = (page: Page, ...names: string[]) =>
  page.getByLabel('Choose videos').setInputFiles(names.map(video))

const job = (page: Page, name: string) => page.getByRole('article', { name })

/** Responds with a problem of the edge. */
const respondWithProblem = (page: Page, path: string, code: ProblemCode) =>
  page.route(path, (route) =>
    route.fulfill({
      status: problem(code).status,
      contentType: 'application/problem+json',
      json: problem(code),
    }),
  )

/** Adds settings of the operator to the studio's document. */
const withSettings = (page: Page, settings: object) =>
  page.route('/', async (route) => {
    const response = await route.fetch()
    const json = JSON.stringify(settings).slice(1, -1).replaceAll('"', '&#34;')
    const body = (await response.text()).replace('&#34;footer&#34;:[]', `$&,${json}`)
    await route.fulfill({ response, body })
  })

/** Leaves the page in its language, because its select would close a menu or dialog. */
const inEnglish = {
  setLanguage: (to: Page, language: string) =>
    to.evaluate((tag) => (document.documentElement.lang = tag), language),
  staysEnglish: true,
}

test('screens before sign-in', async ({ page, guard }) => {
  guard.allowErrors(/40[13]|50\d|ERR_FAILED|ERR_INTERNET_DISCONNECTED/)
  const heading = page.getByRole('heading', { level: 1 })
  await page.route('/api/session', () => undefined)
  await page.goto('/')
  await expect(page.getByText('Loading…')).toBeAttached()
  await inspect(page, 'loading')
  await page.goto('/library')
  await expect(page.getByText('Loading…').first()).toBeAttached()
  await inspect(page, 'library, loading the session')
  await page.goto('/')
  await page.unroute('/api/session')
  await respondWithProblem(page, '/api/session', 'not-signed-in')
  await page.reload()
  await expect(heading).toHaveText('You’ll need an invitation')
  await inspect(page, 'signed out')
  await withSettings(page, { contact: 'video@example.com' })
  await page.reload()
  await expect(page.getByRole('link', { name: 'video@example.com' })).toBeVisible()
  await inspect(page, 'signed out, with a contact')
  await page.unroute('/')
  await page.unroute('/api/session')
  await respondWithProblem(page, '/api/session', 'internal-error')
  await page.reload()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  await inspect(page, 'session failed')
  await page.goto('/invite#no-such-invitation')
  await expect(heading).not.toHaveText('Signing you in…')
  await inspect(page, 'invitation refused')
  await page.goto('/no/such/page')
  await expect(heading).toHaveText('Page not found')
  await inspect(page, 'no such page')
  await page.unroute('/api/session')
  await page.route('/api/session', (route) => route.abort())
  await page.goto('/')
  await expect(page.getByText('Can’t reach the studio.')).toBeVisible()
  await inspect(page, 'offline')
  await page.route(/assets\/HelpPage/, (route) => route.abort())
  await page.getByRole('link', { name: 'Help' }).click()
  await expect(heading).toHaveText('Can’t reach the studio')
  await inspect(page, 'unreachable')
})

test('the studio and its queue', async ({ page, region, guard }, testInfo) => {
  test.slow() // ten screens in three languages
  guard.allowErrors(/ERR_FAILED|ERR_INTERNET_DISCONNECTED/)
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'))
  })
  await page.goto('/')
  await inspect(page, 'studio')
  await page.route(/assets\/QualityChoice.*js/, (route) => route.abort())
  await choose(page, 'not loaded.mp4')
  await expect(job(page, 'not loaded.mp4').getByLabel('Quality')).toBeVisible()
  await inspect(page, 'original only')
  await page.unroute(/assets\/QualityChoice.*js/)
  await job(page, 'not loaded.mp4').getByRole('button', { name: 'Remove' }).click()

  await page.getByLabel('Choose videos').setInputFiles([
    video('a day at the harbour 港口的一天.mp4'),
    {
      ...video('second.mp4'),
      buffer: await writePhoneVideo(testInfo.outputPath('second.mp4'), 0),
    },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') },
  ])
  await expect(page.getByRole('article')).toHaveCount(2)
  await expect(page.getByRole('button', { name: 'Dismiss' })).toBeVisible()
  await expect(job(page, 'second').getByText('Contains location')).toBeVisible()
  const first = job(page, 'a day')
  await first.getByRole('button', { name: 'Add description' }).click()
  await first.getByLabel('Quality').selectOption('Custom')
  await inspect(page, 'queue of drafts')

  await first.getByLabel('Quality').selectOption('Original')
  // Slow enough to be in progress on the next screens.
  await region.setFaults({ bytesPerSecond: 1500 })
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Upload all' }).click()
  await expect(page.getByText('You’re offline.')).toBeVisible()
  await inspect(page, 'queue offline')
  await page.context().setOffline(false)
  await expect(page.getByText('You’re offline.')).toBeHidden({ timeout: 60_000 })
  await job(page, 'second').getByRole('button', { name: 'Pause' }).click()
  await inspect(page, 'queue under way')
  await page.getByRole('button', { name: 'Upload settings' }).click()
  await expect(page.getByRole('checkbox', { name: 'Start uploading automatically' })).toBeVisible()
  await inspect(page, 'upload settings', { ...inEnglish })
  await page.keyboard.press('Escape')
  // The requests that are sent slowly would keep their speed.
  await first.getByRole('button', { name: 'Pause' }).click()
  await region.setFaults({ bytesPerSecond: 0 })
  await first.getByRole('button', { name: 'Resume' }).click()
  await job(page, 'second').getByRole('button', { name: 'Cancel' }).click()
  await expect(first).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await region.setFaults({ failTranscode: true })
  await job(page, 'second').getByRole('button', { name: 'Retry' }).click()
  await expect(job(page, 'second')).toHaveAttribute('data-stage', 'failed', { timeout: 60_000 })
  await inspect(page, 'queue at its end')
  await first.getByRole('button', { name: 'Copy embed code' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await inspect(page, 'copied by hand')
})

test('the editor', async ({ page }) => {
  await page.goto('/')
  const numbered = readFileSync(fixture('media/numbered.mp4'))
  await page
    .getByLabel('Choose videos')
    .setInputFiles({ name: 'numbered.mp4', mimeType: 'video/mp4', buffer: numbered })
  await job(page, 'numbered').getByRole('button', { name: 'Trim & cover' }).click()
  const editor = page.getByRole('dialog')
  await editor.getByRole('slider', { name: 'In' }).press('PageUp')
  await inspect(page, 'editor, trim')
  await editor.getByRole('tab', { name: 'Cover' }).click()
  await editor.getByRole('button', { name: 'Use this frame' }).click()
  await expect(editor.locator('.cover-chosen img')).toBeVisible()
  await inspect(page, 'editor, cover')
})

test('the editor of captions', async ({ page }) => {
  // No engine of these tests recognizes speech on the device.
  await page.addInitScript(() => {
    const available = () => Promise.resolve('available')
    Object.assign(window, { SpeechRecognition: { available } })
  })
  await page.goto('/')
  const numbered = readFileSync(fixture('media/numbered.mp4'))
  await page
    .getByLabel('Choose videos')
    .setInputFiles({ name: 'numbered.mp4', mimeType: 'video/mp4', buffer: numbered })
  await job(page, 'numbered').getByRole('button', { name: 'Captions' }).click()
  const editor = page.getByRole('dialog')
  await editor.getByLabel('Add language').selectOption('en')
  await inspect(page, 'captions, empty')
  const srt = '1\n00:00:00.000 --> 00:00:02,000\nThe <u>first</u> boat\n\n2\n00:00:03,000 --> x'
  await editor.getByLabel('Paste captions or a transcript').fill(srt)
  await editor.getByRole('button', { name: 'Use text' }).click()
  await expect(editor.getByLabel('Text of cue 1')).toBeVisible()
  await expect(editor.getByRole('button', { name: 'Recognize speech' })).toBeVisible()
  await editor.getByText('Shift, replace, download').click()
  await inspect(page, 'captions, cues and tools')
})

test('the recorder', async ({ page, context, engine }) => {
  test.slow() // seven screens in three languages
  await page.goto('/')
  await page.getByRole('button', { name: 'Record screen' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toHaveAttribute('data-stage', 'closed')
  await inspect(page, 'recorder, screen')
  await dialog.getByRole('button', { name: 'Both' }).click()
  await dialog.getByRole('button', { name: 'Choose what to share' }).click()
  await expect(dialog).toHaveAttribute('data-stage', 'ready')
  await expect(dialog.getByRole('button', { name: 'Your camera' })).toBeVisible()
  await inspect(page, 'recorder, screen with camera')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Record camera' }).click()
  await expect(dialog).toHaveAttribute('data-stage', 'ready')
  await inspect(page, 'recorder, camera')
  await page.emulateMedia({ reducedMotion: 'reduce' })
  if (emulatesMedia(engine)) {
    // With reduced motion, a word replaces the bar.
    await expect(dialog.getByRole('meter')).toBeHidden()
    await expect(dialog.locator('.capture-loudness')).toBeVisible()
  }
  await dialog.getByLabel('3-second countdown').uncheck()
  await dialog.getByRole('button', { name: 'Record' }).click()
  await expect(dialog.getByRole('timer')).not.toHaveText('0:00')
  await dialog.getByRole('button', { name: 'Pause' }).click()
  await inspect(page, 'recorder, paused')
  await dialog.getByRole('button', { name: 'Stop' }).click()
  await expect(dialog).toHaveAttribute('data-stage', 'review')
  await inspect(page, 'recorder, review')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('region', { name: 'Unsaved recordings' })).toBeVisible()
  await inspect(page, 'recording kept')
  await page.getByRole('button', { name: 'Discard' }).click()
  await inspect(page, 'recording discarded')
  await context.clearPermissions()
})

test('the library', async ({ page, request, guard, fileId }) => {
  test.slow() // twelve screens in three languages
  guard.allowErrors(/ERR_FAILED/)
  await page.route(/assets\/LibraryView/, (route) => route.abort())
  // The document preloads the list.
  await page.route('/api/uploads', () => undefined)
  await page.goto('/library')
  await expect(page.getByRole('alert')).toContainText('Can’t reach the studio.')
  await inspect(page, 'library, list not loaded')
  await page.unroute(/assets\/LibraryView/)
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click()
  await expect(page.locator('.ghost').first()).toBeVisible()
  await inspect(page, 'library, loading')
  await page.unroute('/api/uploads')
  await page.route('/api/uploads', (route) => route.fulfill({ json: { uploads: [] } }))
  await page.reload()
  await expect(page.getByRole('heading', { level: 2 })).toBeVisible()
  await inspect(page, 'library, empty')
  await page.unroute('/api/uploads')
  await page.route('/api/uploads', (route) => route.abort())
  await page.reload()
  await expect(page.getByRole('alert')).toContainText('Can’t reach the studio.')
  await inspect(page, 'library, unreachable')
  await page.unroute('/api/uploads')
  expect(fileId).not.toBe('')
  await request.post('/api/uploads', { data: { name: 'under way.mp4', size: 1000, type: '' } })
  await page.getByRole('alert').getByRole('button').click()
  const video = page.getByRole('article').first()
  await expect(video).toBeVisible()
  await page.getByText(/unfinished uploads?$/).click()
  await inspect(page, 'library')
  await page.getByRole('button', { name: 'List' }).click()
  await video.getByRole('checkbox').check()
  await inspect(page, 'library, list with a selection')
  await page.getByRole('button', { name: 'Clear selection' }).click()
  await page.getByRole('button', { name: 'Grid' }).click()
  await video.hover()
  await video.getByRole('button', { name: 'More' }).click()
  await expect(page.getByRole('button', { name: 'Delete', exact: true })).toBeVisible()
  await inspect(page, 'library, menu', { ...inEnglish })
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  // The focus stops the time for undo, also during a slow inspection.
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
  await inspect(page, 'library, deleted')
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByLabel('Search').fill('nothing like it')
  await expect(page.getByRole('heading', { level: 2, name: 'nothing like it' })).toBeVisible()
  await inspect(page, 'library, no match')
  await page.getByRole('button', { name: 'Clear filters' }).click()

  await video.getByRole('heading').getByRole('link').click()
  await page.getByRole('radio', { name: 'Unlisted' }).check()
  await inspect(page, 'video, unsaved')
  await page.route('/api/uploads/*', (route) => route.abort())
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await inspect(page, 'video, not saved')
  await page.unroute('/api/uploads/*')
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('button', { name: 'Change cover' }).click()
  await expect(page.getByRole('slider', { name: 'Frame' })).toBeEnabled()
  await inspect(page, 'video, cover')
  const at = Date.now()
  const pier = { uploadId: 'x'.repeat(22), name: 'pier.mp4', openedAt: at, retryAfter: 0 }
  const links = [1, 7].map((days) => ({
    ...{ linkId: `${days}`.repeat(16), path: `/watch/${pier.uploadId}?link=token` },
    ...{ createdAt: at, expiresAt: at + days * 86_400_000 },
  }))
  await page.route('/api/uploads/*', (route) =>
    route.fulfill({ json: { ...pier, status: 'ready', visibility: 'private' } }),
  )
  await page.route('/api/uploads/*/links', (route) => route.fulfill({ json: { links } }))
  await page.goto(`/library/${pier.uploadId}`)
  await page.getByText('Share for a limited time').click()
  await expect(page.getByText(/^Valid until /)).toHaveCount(2)
  await page.getByLabel('Publish at').fill('2099-12-03T09:00')
  await expect(page.getByText(/^Public from Dec 3, 2099/)).toBeVisible()
  await inspect(page, 'video, private links and schedule')
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.unroute('/api/uploads/*')
  const blocked = {
    ...{ ...pier, visibility: 'public' },
    ...{ status: 'rejected', moderation: 'block', problem: { code: 'moderation-blocked' } },
    reason: 'It shows a license plate',
  }
  await page.route('/api/uploads/*', (route) => route.fulfill({ json: blocked }))
  await page.route('/api/uploads/*/review', (route) => route.fulfill({ json: { mayReply: true } }))
  await page.goto(`/library/${blocked.uploadId}`)
  await expect(page.getByRole('textbox', { name: 'Reply to the admin' })).toBeVisible()
  await inspect(page, 'video, blocked')
  await page.unroute('/api/uploads/*')
  await page.unroute('/api/uploads/*/review')
  await page.goto('/library/no-such-video')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await inspect(page, 'no such video in the library')
})

test('pages for viewers', async ({ page, guard, videoId }) => {
  guard.allowErrors(/404|ERR_FAILED/)
  await page.goto('/library')
  await page.getByRole('article').first().getByRole('heading').getByRole('link').click()
  await page.getByRole('link', { name: 'Watch' }).click()
  await expect(page.locator('article.watch video')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Share' })).toBeVisible()
  await inspect(page, 'watch, in the studio')
  await page.goto(`/watch/${videoId}`)
  await expect(page.getByRole('link', { name: 'Edit' })).toBeVisible()
  await inspect(page, 'watch')
  await page.getByRole('button', { name: 'Share' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await inspect(page, 'watch, share sheet', { ...inEnglish })
  await page.goto('/watch/1234567890123456788')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await inspect(page, 'watch, no such video')
  const setLanguage = async (to: Page, language: string) => {
    await to.evaluate((tag) => localStorage.setItem('reelferry.locale', tag), language)
    await to.reload()
    await expect(to.locator('.skin, .player-notice')).toBeVisible()
  }
  await page.goto(`/embed/${videoId}`)
  await inspect(page, 'embed', { setLanguage })
  await page.goto('/embed/1234567890123456788')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await inspect(page, 'embed, no such video', { setLanguage })
})

test('help and the operator page', async ({ page, region, guard }) => {
  guard.allowErrors(/404 \(Not Found\)/)
  await page.goto('/help')
  await expect(page.getByRole('heading', { level: 1, name: 'Help' })).toBeVisible()
  await inspect(page, 'help')
  await page.goto('/operator')
  const secret = page.getByLabel('Admin secret')
  await secret.fill('not the secret of this studio')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toBeVisible()
  await inspect(page, 'operator, wrong secret')
  await secret.fill('local-operator-secret-of-this-machine')
  await page.keyboard.press('Enter')
  await page.getByText(/\d+ checks passed/).click()
  await inspect(page, 'operator, health')
  await region.setFaults({ offline: true })
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByRole('heading', { name: /Fix now/ })).toBeVisible()
  await inspect(page, 'operator, something to fix')
  await region.setFaults({ offline: false })
  await page.getByRole('link', { name: 'Numbers' }).click()
  await expect(page.getByText('Time to ready (median)')).toBeVisible()
  await page.getByText('Show as a table').click()
  await page.getByText('Show by day').click()
  await inspect(page, 'operator, numbers')
  await page.getByRole('link', { name: 'Creators' }).click()
  await page.getByRole('textbox', { name: 'Creator' }).fill('ada')
  await page.getByRole('button', { name: 'Erase…' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await inspect(page, 'operator, erase')
})

test('the uploader on another site', async ({
  page,
  embedded: { site, studio, region },
  guard,
}) => {
  guard.allowErrors(/unexpected request/)
  site.embed(studio, region)
  await page.goto(site.origin)
  await choose(page, 'embedded.mp4')
  await job(page, 'embedded').getByRole('button', { name: 'Upload' }).click()
  await expect(job(page, 'embedded')).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await inspect(page, 'uploader', {
    setLanguage: (to, language) =>
      to.locator('html').evaluate((html, tag) => {
        html.setAttribute('lang', tag)
        html.querySelector('reelferry-uploader')?.setAttribute('language', tag)
      }, language),
  })
})

test('every component and document was inspected', () => {
  const components = globSync('src/**/*.vue', { cwd: root }).map((file) => basename(file, '.vue'))
  expect(new Set(components).size, 'component names must be unique').toBe(components.length)
  const documents = globSync('*.html', { cwd: root })
  expect(findNotInspected([...components, ...documents])).toEqual([])
})
