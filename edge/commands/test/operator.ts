import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRegion } from '@reelferry/local-vod'
import { onTestFinished } from 'vitest'
import { type EventConfig, VodClient } from '../../src/vod/client.ts'
import type { SetupContext, SetupOptions } from '../setup/context.ts'
import { setUp } from '../setup/set-up.ts'
import { undo } from '../setup/undo.ts'
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

/**
 * An operator with accounts at Cloudflare and VOD, before setup.
 * @param options `real` runs the deployed Worker in workerd instead of a stand-in
 */
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
  // VOD's default; the local region's default is ON.
  await new VodClient(vodAccount).modifyEventConfig({ UploadMediaCompleteEventSwitch: 'OFF' })
  const cloudflare = new MemoryCloudflare({ real })
  const screen: string[] = []
  const questions: string[] = []
  /** The answer to each question that contains the key. */
  const answers: Record<string, string> = {}
  const answer = (question: string) => {
    questions.push(question)
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
  const context: SetupContext = {
    cloudflare,
    terminal: {
      print: (line) => void screen.push(line),
      prompt: async (question, fallback) => answer(question) || fallback,
      promptSecret: async (question) => answer(question),
      confirm: async (question) => answer(question) === 'y',
    },
    file: studioFile('production', join(directory, 'secrets')),
    env,
  }
  const options: SetupOptions = {
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
    questions,
    answers,
    env,
    context,
    file: context.file,
    secretsDirectory: join(directory, 'secrets'),
    filePath: join(directory, 'secrets/production.json'),
    events: () => new VodClient(vodAccount).describeEventConfig(),
    modifyEvents: (change: Partial<EventConfig>) =>
      new VodClient(vodAccount).modifyEventConfig(change),
    setUp: (changed: Partial<SetupOptions> = {}) => setUp(context, { ...options, ...changed }),
    undo: (eraseData = false) => undo(context, { environment: 'production', eraseData }),
    worker: () => cloudflare.workers.get('reelferry'),
  }
}
