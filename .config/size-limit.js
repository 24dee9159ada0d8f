/** Bundle budgets. The build writes which files import which; a budget is for everything that one step loads. */
import { readFileSync } from 'node:fs'

// Paths are relative to this file.
const dist = '../web/dist/client/'

const readChunks = (build) =>
  JSON.parse(readFileSync(new URL(`../web/dist/${build}-chunks.json`, import.meta.url), 'utf8'))

/**
 * Files that a browser loads for these entry modules of a build: their chunks and all static imports.
 * @param build name given to `chunkGraph` in the Vite configuration
 * @param entries source modules, relative to `web`
 * @param before entry modules that are loaded earlier: their files are not counted again
 */
function filesOf(build, entries, before = []) {
  const chunks = readChunks(build)
  const found = new Set()
  const collect = (file) => {
    if (found.has(file)) return
    found.add(file)
    chunks.find((chunk) => chunk.file === file)?.imports.forEach(collect)
  }
  const collectEntry = (entry) => {
    const chunk = chunks.find(({ modules }) => modules.includes(entry))
    if (!chunk) throw new Error(`No chunk of the build "${build}" contains ${entry}.`)
    collect(chunk.file)
  }
  before.forEach(collectEntry)
  const loadedBefore = new Set(found)
  entries.forEach(collectEntry)
  return [...found].filter((file) => !loadedBefore.has(file)).map((file) => dist + file)
}

const studio = 'src/app/main.ts'
const uploader = 'src/uploader/main.ts'
const queue = [
  'queue/queue.ts',
  'ui/JobList.vue',
  'ui/UploadSettings.vue',
  'ui/mount-queue-effects.ts',
].map((file) => `src/features/upload/${file}`)
const sdk = 'src/features/upload/transport/vod-upload.ts'
/** Texts of a step, in the longest language. */
const texts = (...chunks) => chunks.map((chunk) => `src/i18n/locales/zh-TW/${chunk}.ts`)
const queueTexts = texts('queue', 'details', 'failures')
const qualityChoice = 'src/features/prepare/quality/QualityChoice.vue'

export default [
  { name: 'first load of the studio', path: filesOf('studio', [studio]), limit: '45 kB' },
  {
    name: 'first load of the studio in another language than English',
    path: filesOf('studio', [studio, ...texts('core')]),
    limit: '46.4 kB',
  },
  {
    name: 'queue, loaded with the first video',
    path: filesOf('studio', [...queue, ...queueTexts], [studio]),
    limit: '48.5 kB',
  },
  {
    name: 'recorder, loaded with its dialog',
    path: [
      ...filesOf(
        'studio',
        ['src/features/capture/ui/RecordDialog.vue', ...texts('recorder')],
        [studio, ...queue],
      ),
      `${dist}assets/{recording,composition}-worker-*.js`,
    ],
    limit: '24 kB',
  },
  {
    name: 'editor, loaded when it is first opened',
    path: filesOf(
      'studio',
      ['src/features/prepare/EditDialog.vue', ...texts('editor')],
      [studio, ...queue, qualityChoice],
    ),
    limit: '9.7 kB',
  },
  {
    name: 'upload SDK, loaded with the first upload',
    path: filesOf('studio', [sdk], [studio, ...queue]),
    limit: '82 kB',
  },
  {
    name: 'compression, loaded with the first video',
    path: [
      ...filesOf('studio', [qualityChoice, ...texts('quality')], [studio, ...queue]),
      `${dist}assets/worker-*.js`,
    ],
    limit: '145.3 kB',
  },
  {
    name: 'check for location and device data, loaded with the first video: for a worker, and for pages without workers',
    path: `${dist}assets/private-data-*.js`,
    limit: '15 kB',
  },
  {
    name: 'AAC encoder, loaded where the browser has none and the sound is not AAC',
    path: `${dist}assets/mediabunny-aac-encoder-*.js`,
    limit: '260 kB',
  },
  {
    name: 'embed page with its player for files',
    path: [`${dist}embed.html`, ...filesOf('player', ['src/embed/main.ts'])],
    limit: '6 kB',
  },
  {
    name: 'watch page with its player for files',
    path: filesOf('player', ['src/embed/watch-page.ts']),
    limit: '7.9 kB',
  },
  {
    name: 'controls of the player, loaded after the first frame, with their longest language',
    path: [
      ...filesOf(
        'player',
        ['skin/skin.ts', 'skin/resources.ts'].map((file) => `src/features/watch/ui/${file}`),
        ['src/embed/main.ts'],
      ),
      ...filesOf('player', ['src/i18n/locales/zh-TW/skin.ts']),
      `${dist}player/skin-*.css`,
    ],
    limit: '14 kB',
  },
  { name: 'licence texts', path: `${dist}licences.txt`, limit: '40 kB' },
  {
    name: 'operator page',
    path: filesOf('operator', ['src/operator/main.ts', ...texts('operator')]),
    limit: '19.2 kB',
  },
  {
    name: 'hls.js, loaded where the browser cannot play HLS',
    path: `${dist}player/hls*.js`,
    limit: '120 kB',
  },
  {
    name: 'TCPlayer, loaded where the operator has enabled it',
    path: `${dist}player/tcplayer*.{js,css}`,
    limit: '380 kB',
  },
  { name: '<reelferry-player>', path: `${dist}player.js`, limit: '1.9 kB' },
  {
    name: 'uploader for other sites: first load, with its styles',
    path: [`${dist}uploader.js`, ...filesOf('uploader', [uploader, ...texts('core')])],
    limit: '52.8 kB',
  },
  {
    name: 'uploader for other sites: its queue, loaded with the first video',
    path: filesOf('uploader', [...queue, ...queueTexts], [uploader]),
    limit: '48.1 kB',
  },
  { name: 'Worker', path: '../web/dist/reelferry/index.js', limit: '75 kB' },
].map((budget) => ({ gzip: true, ...budget }))
