import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/**
 * Licences under which code may be shipped. Most let it be shipped as it is, with its notice; MPL-2.0 as long as
 * its files are not changed; LGPL-2.1-or-later in a file of its own, which whoever likes may put another into the
 * place of.
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

/** SPDX, as a package itself says; `''` if it says nothing. */
export const licenceOf = ({ license, licenses }: Manifest): string => {
  if (typeof license === 'string') return license
  return license?.type ?? licenses?.map(({ type }) => type).join(' OR ') ?? ''
}

/** A work with its licence, as the list has it. */
interface Work {
  name: string
  version: string
  licence: string
  from: string
  text: string
}

/** A licence's text that no package brings along. */
const keptText = (file: string) =>
  readFileSync(fileURLToPath(new URL(`licences/${file}`, import.meta.url)), 'utf8')

/** What packages hold of others besides their own code, which their manifests do not say. */
const compiledIn: Record<string, Work[]> = {
  '@mediabunny/aac-encoder': [
    {
      name: 'FFmpeg, its AAC encoder, compiled to WebAssembly in @mediabunny/aac-encoder',
      version: 'libavcodec 62.23.103',
      licence: 'LGPL-2.1-or-later',
      from: 'https://github.com/FFmpeg/FFmpeg; how it is built stands in that package’s README',
      text: keptText('LGPL-2.1.txt'),
    },
  ],
  'vod-js-sdk-v6': [
    {
      name: 'cos-js-sdk-v5, in vod-js-sdk-v6',
      version: '1.8.3',
      // Its manifest says ISC, the text beside it MIT.
      licence: 'MIT',
      from: 'https://github.com/tencentyun/cos-js-sdk-v5',
      text: keptText('cos-js-sdk-v5.txt'),
    },
    {
      name: '@xmldom/xmldom, in cos-js-sdk-v5',
      version: '0.8',
      licence: 'MIT',
      from: 'https://github.com/xmldom/xmldom',
      text: keptText('xmldom.txt'),
    },
    {
      name: 'CryptoJS, in cos-js-sdk-v5',
      version: '3.1.2',
      licence: 'MIT',
      from: 'https://github.com/brix/crypto-js',
      text: keptText('crypto-js.txt'),
    },
  ],
}

/** The notices that a package brings along. */
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
 * Folders of the packages that any build of this process took code from. Vite loads its configuration, and with it
 * this module, once for each environment that it builds, so the process itself has to remember.
 */
const taken = ((globalThis as { packagesTaken?: Set<string> }).packagesTaken ??= new Set())

/** Remembers whose code a build takes in. Belongs into every build whose result is served. */
export const recordPackages: Plugin = {
  name: 'record-packages',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle))
      if (file.type === 'chunk')
        for (const id of file.moduleIds) {
          const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0]
          if (folder) taken.add(folder)
        }
  },
}

const rule = '-'.repeat(80)

const entry = ({ name, version, licence, from, text }: Work) =>
  `${rule}\n${name} ${version}\n${licence}\n${from}\n\n${text.trim()}\n`

/**
 * `/licences.txt`: whose code the pages and the Worker hold, with the text of each licence. Fails a build with code
 * of a licence that is not accepted, or without its text.
 */
export const licenceTexts: Plugin = {
  name: 'licence-texts',
  buildApp: {
    order: 'post',
    async handler({ config, environments }) {
      const packages = [...taken].map(workIn)
      const works = packages.flatMap((work) => [work, ...(compiledIn[work.name] ?? [])])
      const unfit = works.filter(
        ({ licence, text }) => !acceptedLicences.includes(licence) || !text,
      )
      if (works.length === 0) throw new Error('No build remembered whose code it took.')
      if (unfit.length > 0)
        throw new Error(`No licence to ship: ${unfit.map(({ name }) => name).join(', ')}`)
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
