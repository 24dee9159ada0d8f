/* ffmpeg.wasm as its own wrapper runs it (@ffmpeg/ffmpeg 0.12, classic worker), without the wrapper. */
self.onmessage = async ({ data: { folder, file, parameters } }) => {
  const at = (name) => `${location.origin}/${folder}/${name}`
  importScripts(at('ffmpeg-core.js'))
  const urls = { wasmURL: at('ffmpeg-core.wasm'), workerURL: at('ffmpeg-core.worker.js') }
  const core = await self.createFFmpegCore({
    mainScriptUrlOrBlob: `${at('ffmpeg-core.js')}#${btoa(JSON.stringify(urls))}`,
  })
  core.FS.writeFile('in.mp4', new Uint8Array(await file.arrayBuffer()))
  const startedAt = performance.now()
  core.setTimeout(-1)
  core.exec(...parameters)
  const running = (performance.now() - startedAt) / 1000
  self.postMessage({ running, bytes: core.FS.readFile('out.mp4') })
}
