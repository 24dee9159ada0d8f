/* Runs ffmpeg.wasm like its wrapper (@ffmpeg/ffmpeg 0.12, classic worker), but without the wrapper. */
self.onmessage = async ({ data: { folder, file, parameters } }) => {
  const urlOf = (name) => `${location.origin}/${folder}/${name}`
  importScripts(urlOf('ffmpeg-core.js'))
  const urls = { wasmURL: urlOf('ffmpeg-core.wasm'), workerURL: urlOf('ffmpeg-core.worker.js') }
  const core = await self.createFFmpegCore({
    mainScriptUrlOrBlob: `${urlOf('ffmpeg-core.js')}#${btoa(JSON.stringify(urls))}`,
  })
  core.FS.writeFile('in.mp4', new Uint8Array(await file.arrayBuffer()))
  const startedAt = performance.now()
  core.setTimeout(-1)
  core.exec(...parameters)
  const running = (performance.now() - startedAt) / 1000
  self.postMessage({ running, bytes: core.FS.readFile('out.mp4') })
}
