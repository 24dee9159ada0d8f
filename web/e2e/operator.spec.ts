import { readFileSync } from 'node:fs'
import { expect, test } from './test.ts'

/** The operator secret of the local Worker (web/local-region.ts). */
const secret = 'local-operator-secret-of-this-machine'

test('shows health and numbers to the operator, exports and erases', async ({
  page,
  request,
  region,
  guard,
}) => {
  guard.allowErrors(/404 \(Not Found\)/)
  const opened = { name: 'harbour.mp4', size: 1000, type: 'video/mp4' }
  await request.post('/api/uploads', { data: opened })
  const answer = await page.goto('/operator')
  const headers = answer?.headers() ?? {}
  expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'")
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' })

  const field = page.getByLabel('Admin secret')
  await expect(field).toBeFocused()
  await field.fill('not the secret of this studio')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Wrong secret.')
  await expect(field).toBeFocused()
  await field.fill(secret)
  await page.getByRole('button', { name: 'Sign in' }).click()

  const sections = page.getByRole('navigation', { name: 'Sections' })
  const health = page.getByRole('region', { name: 'Health' })
  const badge = page.getByRole('banner').locator('.badge')
  // Other tests of this studio may have lost its notifications.
  await expect(badge).toHaveText(/All good|Should fix/)
  await health.getByText(/\d+ checks passed/).click()
  await expect(health.getByText('Task flow LongVideoPreset exists')).toBeVisible()
  // Only setup can answer it, and a local studio has none.
  await expect(health.getByText('No upload limit per creator')).toHaveCount(0)

  await page.getByLabel('Language').selectOption('简体中文')
  await expect(page.getByRole('heading', { name: '运行状况' })).toBeVisible()
  await expect(page.getByText('任务流 LongVideoPreset 存在')).toBeVisible()
  await page.getByLabel('语言').selectOption('English')

  await region.setFaults({ offline: true })
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(health.getByRole('heading', { name: /Fix now/ })).toBeVisible()
  await expect(health.getByText('VOD isn’t responding (Unreachable)')).toBeVisible()
  await expect(badge).toHaveText('Fix now')
  await region.setFaults({ offline: false })

  await sections.getByRole('link', { name: 'Numbers' }).click()
  await expect(health).toBeHidden()
  const numbers = page.getByRole('region', { name: 'Numbers' })
  await expect(numbers.getByText(/Not uploaded: [1-9]/)).toBeVisible()
  await expect(numbers.getByRole('img')).toHaveAccessibleName(/\d+ published, \d+ failed, [1-9]/)
  await numbers.getByText('Show as a table').click()
  // The head, and a day with uploads. There are two such days if it is midnight now.
  await expect(numbers.getByRole('row').nth(1)).toBeVisible()
  await expect(numbers.getByText(/^Counted by VOD since/)).toBeVisible()
  const day = numbers.getByRole('button', { name: '24 h' })
  await day.click()
  await expect(day).toHaveAttribute('aria-pressed', 'true')
  await expect(numbers.getByText(/Not uploaded: [1-9]/)).toBeVisible()

  await sections.getByRole('link', { name: 'Creators' }).click()
  await page.getByRole('textbox', { name: 'Creator' }).fill('local')
  const downloaded = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  const file = await downloaded
  expect(file.suggestedFilename()).toBe('reelferry-local.json')
  expect(readFileSync(await file.path(), 'utf8')).toContain('harbour.mp4')

  const erase = page.getByRole('button', { name: 'Erase…' })
  const dialog = page.getByRole('dialog', { name: 'Erase everything from local?' })
  await erase.click()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  await erase.click()
  await dialog.getByRole('button', { name: 'Erase permanently' }).click()
  await expect(page.getByText(/\d uploads? erased/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeHidden()
  const own = await (await request.get('/api/uploads')).json()
  expect(own.uploads).toEqual([])

  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(field).toHaveValue('')
  await expect(sections).toBeHidden()
})

test('explains failures and works again afterwards', async ({ page, guard }) => {
  guard.allowErrors(/429|ERR_FAILED|ERR_INTERNET_DISCONNECTED/)
  await page.goto('/operator')
  const field = page.getByLabel('Admin secret')
  await page.route('**/api/operator/report', (route) => route.abort())
  await field.fill(secret)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Can’t reach the studio.')
  await page.unroute('**/api/operator/report')

  await page.route('**/api/operator/uploads', (route) => route.fulfill({ status: 429 }))
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByRole('alert')).toContainText('Wait a minute')
  await expect(page.getByRole('heading', { name: 'Health' })).toBeVisible()
  await page.getByRole('link', { name: 'Numbers' }).click()
  await expect(page.getByText('Couldn’t finish counting uploads.')).toBeVisible()
  await page.getByRole('link', { name: 'Health' }).click()
  await page.unroute('**/api/operator/uploads')

  let respond = () => {}
  const responded = new Promise<void>((resolve) => (respond = resolve))
  await page.route('**/api/operator/report', async (route) => {
    await responded
    await route.continue()
  })
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByText('Checking the studio and VOD…').first()).toBeVisible()
  await expect(page.getByRole('alert')).toBeHidden()
  respond()
  await page.getByRole('link', { name: 'Numbers' }).click()
  await expect(page.getByText('Time to ready (median)')).toBeVisible()
  await expect(page.getByText('Couldn’t finish counting')).toBeHidden()
})
