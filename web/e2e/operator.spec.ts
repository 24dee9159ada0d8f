import { readFileSync } from 'node:fs'
import { expect, test } from './test.ts'

/** The operator secret of the local Worker (web/local-region.ts). */
const secret = 'local-operator-secret-of-this-machine'

test('shows findings and upload counts to the operator, exports and erases', async ({
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

  const field = page.getByLabel('Operator secret')
  await expect(field).toBeFocused()
  await field.fill('not the secret of this studio')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('opens nothing here')
  await expect(field).toBeFocused()
  await field.fill(secret)
  await page.getByRole('button', { name: 'Open' }).click()

  const findings = page.getByRole('region', { name: 'Findings' })
  await expect(findings.getByText('One creator may open any number of uploads')).toBeVisible()
  await expect(findings.getByText('Set UPLOADS_PER_DAY')).toBeVisible()
  await findings.getByText(/What is well/).click()
  await expect(findings.getByText('VOD knows the task flow LongVideoPreset')).toBeVisible()
  const uploads = page.getByRole('region', { name: 'Uploads' })
  await expect(uploads.getByText(/Not sent yet: [1-9]/)).toBeVisible()

  await page.getByLabel('Language').selectOption('简体中文')
  await expect(page.getByRole('heading', { name: '检查结果' })).toBeVisible()
  await expect(page.getByText('云点播有任务流 LongVideoPreset')).toBeVisible()
  await page.getByLabel('语言').selectOption('English')

  await region.setFaults({ offline: true })
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(findings.getByText('VOD did not answer (Unreachable)')).toBeVisible()
  await region.setFaults({ offline: false })

  await page.getByRole('textbox', { name: 'Creator' }).fill('local')
  const downloaded = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  const file = await downloaded
  expect(file.suggestedFilename()).toBe('reelferry-local.json')
  expect(readFileSync(await file.path(), 'utf8')).toContain('harbour.mp4')

  const erase = page.getByRole('button', { name: 'Erase…' })
  const dialog = page.getByRole('dialog', { name: 'Erase all of local?' })
  await erase.click()
  await dialog.getByRole('button', { name: 'Keep' }).click()
  await expect(dialog).toBeHidden()
  await erase.click()
  await dialog.getByRole('button', { name: 'Erase for good' }).click()
  await expect(page.getByText(/Erased uploads: \d/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeHidden()
  const own = await (await request.get('/api/uploads')).json()
  expect(own.uploads).toEqual([])

  await page.getByRole('button', { name: 'Forget the secret' }).click()
  await expect(field).toHaveValue('')
  await expect(findings).toBeHidden()
})

test('explains failures and works again afterwards', async ({ page, guard }) => {
  guard.allowErrors(/429|ERR_FAILED|ERR_INTERNET_DISCONNECTED/)
  await page.goto('/operator')
  const field = page.getByLabel('Operator secret')
  await page.route('**/api/operator/report', (route) => route.abort())
  await field.fill(secret)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('cannot be reached')
  await page.unroute('**/api/operator/report')

  await page.route('**/api/operator/uploads', (route) => route.fulfill({ status: 429 }))
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByRole('alert')).toContainText('Wait a minute')
  await expect(page.getByText('could not be counted to the end')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Findings' })).toBeVisible()
  await page.unroute('**/api/operator/uploads')

  let respond = () => {}
  const responded = new Promise<void>((resolve) => (respond = resolve))
  await page.route('**/api/operator/report', async (route) => {
    await responded
    await route.continue()
  })
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByText('Examining the studio and VOD…').first()).toBeVisible()
  await expect(page.getByRole('alert')).toBeHidden()
  respond()
  await expect(page.getByText('Opened', { exact: true })).toBeVisible()
  await expect(page.getByText('could not be counted')).toBeHidden()
})
