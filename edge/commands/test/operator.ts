import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRegion } from '@reelferry/local-vod'
import { onTestFinished } from 'vitest'
import { describeEventConfig, type EventConfig, modifyEventConfig } from '../../src/vod/api.ts'
import { type Choices, type Parts, setUp, undo } from '../set-up.ts'
import { studioFile } from '../studio-file.ts'
import { MemoryCloudflare } from './memory-cloudflare.ts'

export const account = {
  appId: 1500000001,
  secretId: 'IamSecretId',
  secretKey: 'IamSecretKey',
}
export const title = 'reelferry-uploads'

function scratchDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'reelferry-setup-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** An operator with both accounts, and nothing set up yet. */
export async function operator({ real = false } = {}) {
  const directory = scratchDirectory()
  const region = await startRegion({ port: 0, directory: join(directory, 'region'), account })
  onTestFinished(() => region.close())
  const vodAccount = {
    VOD_SECRET_ID: account.secretId,
    VOD_SECRET_KEY: account.secretKey,
    VOD_SUB_APP_ID: account.appId,
    VOD_API_ENDPOINT: region.origin,
  }
  // As at VOD, and not as the local region begins.
  await modifyEventConfig(vodAccount, { UploadMediaCompleteEventSwitch: 'OFF' })
  const cloudflare = new MemoryCloudflare({ real })
  const screen: string[] = []
  const asked: string[] = []
  /** What is typed when a question contains the key. */
  const answers: Record<string, string> = {}
  const answer = (question: string) => {
    asked.push(question)
    return Object.entries(answers).find(([part]) => question.includes(part))?.[1] ?? ''
  }
  const env: Record<string, string | undefined> = {
    VOD_SECRET_ID: account.secretId,
    VOD_SECRET_KEY: account.secretKey,
    VOD_SUB_APP_ID: String(account.appId),
    VOD_API_ENDPOINT: region.origin,
    VOD_UPLOAD_ENDPOINT: region.origin,
    COS_ENDPOINT: region.origin,
  }
  const parts: Parts = {
    cloudflare,
    terminal: {
      say: (line) => void screen.push(line),
      ask: async (question, fallback) => answer(question) || fallback,
      askSecret: async (question) => answer(question),
      confirm: async (question) => answer(question) === 'y',
    },
    file: studioFile('production', join(directory, 'secrets')),
    env,
  }
  const choices: Choices = {
    environment: 'production',
    dryRun: false,
    rotate: false,
    endRotation: false,
    replaceCallback: false,
  }
  return {
    region,
    cloudflare,
    screen,
    asked,
    answers,
    env,
    parts,
    file: parts.file,
    secretsDirectory: join(directory, 'secrets'),
    filePath: join(directory, 'secrets/production.json'),
    events: () => describeEventConfig(vodAccount),
    modifyEvents: (change: Partial<EventConfig>) => modifyEventConfig(vodAccount, change),
    setUp: (over: Partial<Choices> = {}) => setUp(parts, { ...choices, ...over }),
    undo: (eraseData = false) => undo(parts, { environment: 'production', eraseData }),
    worker: () => cloudflare.workers.get('reelferry'),
  }
}
