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
const qualityChoice = 'src/features/prepare/quality/QualityChoice.vue'

export default [
  { name: 'first load of the studio', path: filesOf('studio', [studio]), limit: '47 kB' },
  {
    name: 'queue, loaded with the first video',
    path: filesOf('studio', queue, [studio]),
    limit: '40.5 kB',
  },
  {
    name: 'recorder, loaded with its dialog',
    path: [
      ...filesOf('studio', ['src/features/capture/ui/RecordDialog.vue'], [studio, ...queue]),
      `${dist}assets/{recording,composition}-worker-*.js`,
    ],
    limit: '24 kB',
  },
  {
    name: 'editor, loaded when it is first opened',
    path: filesOf(
      'studio',
      ['src/features/prepare/EditDialog.vue'],
      [studio, ...queue, qualityChoice],
    ),
    limit: '12 kB',
  },
  {
    name: 'upload SDK, loaded with the first upload',
    path: filesOf('studio', [sdk], [studio, ...queue]),
    limit: '90 kB',
  },
  {
    name: 'compression, loaded with the first video',
    path: [...filesOf('studio', [qualityChoice], [studio, ...queue]), `${dist}assets/worker-*.js`],
    limit: '131.5 kB',
  },
  {
    name: 'AAC encoder, loaded where the browser has none and the sound is not AAC',
    path: `${dist}assets/mediabunny-aac-encoder-*.js`,
    limit: '260 kB',
  },
  {
    name: 'embed page with its player for files',
    path: [`${dist}embed.html`, ...filesOf('player', ['src/embed/main.ts'])],
    limit: '5.7 kB',
  },
  {
    name: 'watch page with its player for files',
    path: filesOf('player', ['src/embed/watch-page.ts']),
    limit: '7.2 kB',
  },
  { name: 'licence texts', path: `${dist}licences.txt`, limit: '40 kB' },
  {
    name: 'operator page, with its longest language',
    path: filesOf('operator', ['src/operator/main.ts', 'src/i18n/locales/zh-TW/operator.ts']),
    limit: '16 kB',
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
  { name: '<reelferry-player>', path: `${dist}player.js`, limit: '500 B' },
  {
    name: 'uploader for other sites: first load, with its styles',
    path: [`${dist}uploader.js`, ...filesOf('uploader', [uploader])],
    limit: '52.5 kB',
  },
  {
    name: 'uploader for other sites: its queue, loaded with the first video',
    path: filesOf('uploader', queue, [uploader]),
    limit: '40.5 kB',
  },
  { name: 'Worker', path: '../web/dist/reelferry/index.js', limit: '60 kB' },
].map((budget) => ({ gzip: true, ...budget }))
