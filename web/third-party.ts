import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/**
 * Licences of code that may be shipped. Most only require the notice. MPL-2.0 requires unchanged files, and
 * LGPL-2.1-or-later a separate file that a user can replace.
 */
export const acceptedLicences = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'LGPL-2.1-or-later',
  'MIT',
  'MPL-2.0',
]

export interface Manifest {
  name: string
  version: string
  homepage?: string
  license?: string | { type: string }
  licenses?: { type: string }[]
  dependencies?: Record<string, string>
}

export const readManifest = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/** The SPDX expression in the manifest of a package; `''` if there is none. */
export const licenceOf = ({ license, licenses }: Manifest): string => {
  if (typeof license === 'string') return license
  return license?.type ?? licenses?.map(({ type }) => type).join(' OR ') ?? ''
}

/** An entry of the list of licences. */
interface Work {
  name: string
  version: string
  licence: string
  from: string
  text: string
}

/** A licence text that no package contains. */
const storedText = (file: string) =>
  readFileSync(fileURLToPath(new URL(`licences/${file}`, import.meta.url)), 'utf8')

/** Code of others that a package contains without naming it in its manifest. */
const compiledIn: Record<string, Work[]> = {
  '@mediabunny/aac-encoder': [
    {
      name: 'FFmpeg, its AAC encoder, compiled to WebAssembly in @mediabunny/aac-encoder',
      version: 'libavcodec 62.23.103',
      licence: 'LGPL-2.1-or-later',
      from: 'https://github.com/FFmpeg/FFmpeg; how it is built stands in that package’s README',
      text: storedText('LGPL-2.1.txt'),
    },
  ],
  'vod-js-sdk-v6': [
    {
      name: 'cos-js-sdk-v5, in vod-js-sdk-v6',
      version: '1.8.3',
      // The manifest names ISC, but the licence file is MIT.
      licence: 'MIT',
      from: 'https://github.com/tencentyun/cos-js-sdk-v5',
      text: storedText('cos-js-sdk-v5.txt'),
    },
    {
      name: '@xmldom/xmldom, in cos-js-sdk-v5',
      version: '0.8',
      licence: 'MIT',
      from: 'https://github.com/xmldom/xmldom',
      text: storedText('xmldom.txt'),
    },
    {
      name: 'CryptoJS, in cos-js-sdk-v5',
      version: '3.1.2',
      licence: 'MIT',
      from: 'https://github.com/brix/crypto-js',
      text: storedText('crypto-js.txt'),
    },
  ],
}

/** The licence and notice files of a package. */
function noticesIn(folder: string): string {
  const files = readdirSync(folder).filter((name) =>
    /^(licen[cs]e|copying|notice|copyrightnotice)/i.test(name),
  )
  return files.map((name) => readFileSync(join(folder, name), 'utf8').trim()).join('\n\n')
}

function workIn(folder: string): Work {
  const manifest = readManifest(folder)
  const { name, version, homepage } = manifest
  const from = homepage ?? `https://www.npmjs.com/package/${name}`
  return { name, version, licence: licenceOf(manifest), from, text: noticesIn(folder) }
}

/**
 * Folders of the packages whose code any build of this process contains. Vite evaluates this module once per
 * environment, so the set is global.
 */
const bundled = ((globalThis as { packagesTaken?: Set<string> }).packagesTaken ??= new Set())

/** Records the packages that a build contains. Every build whose result is served needs it. */
export const recordPackages: Plugin = {
  name: 'record-packages',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle))
      if (file.type === 'chunk')
        for (const id of file.moduleIds) {
          const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0]
          if (folder) bundled.add(folder)
        }
  },
}

const rule = '-'.repeat(80)

const entry = ({ name, version, licence, from, text }: Work) =>
  `${rule}\n${name} ${version}\n${licence}\n${from}\n\n${text.trim()}\n`

/**
 * Writes `/licences.txt`: every work in the pages and the Worker with its licence text. Fails if a licence is not
 * accepted or its text is missing.
 */
export const licenceTexts: Plugin = {
  name: 'licence-texts',
  buildApp: {
    order: 'post',
    async handler({ config, environments }) {
      const packages = [...bundled].map(workIn)
      const works = packages.flatMap((work) => [work, ...(compiledIn[work.name] ?? [])])
      const rejected = works.filter(
        ({ licence, text }) => !acceptedLicences.includes(licence) || !text,
      )
      if (works.length === 0) throw new Error('No build recorded its packages.')
      if (rejected.length > 0)
        throw new Error(
          `Licence not accepted or text missing: ${rejected.map(({ name }) => name).join(', ')}`,
        )
      works.sort((a, b) => (a.name < b.name ? -1 : 1))
      const intro =
        'Reelferry is under the MIT licence. It holds code of others, under the licences below.\n\n'
      const outDir = environments.client?.config.build.outDir ?? ''
      const list = works.map(({ name, version, licence }) => `${name} ${version}: ${licence}\n`)
      const texts = works.map(entry)
      writeFileSync(
        resolve(config.root, outDir, 'licences.txt'),
        `${intro}${list.join('')}\n${texts.join('\n')}`,
      )
    },
  },
}
