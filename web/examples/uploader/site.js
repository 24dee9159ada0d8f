/** A site that embeds the uploader: it provides tokens and lists published videos. */
const uploader = document.querySelector('reelferry-uploader')
const list = document.querySelector('ol')

// The site's session identifies the user. The element calls this again when a token has expired.
uploader.getToken = async () => (await fetch('/token', { method: 'POST' })).text()

function write(text) {
  list.append(Object.assign(document.createElement('li'), { textContent: text }))
}

uploader.addEventListener('reelferry-added', ({ detail }) => write(`${detail.name} was added`))
uploader.addEventListener('reelferry-ready', ({ detail }) => {
  // The event is sent at least once, so a real site stores the video by its fileId.
  write(`${detail.name} is published as ${detail.fileId}: ${detail.embedUrl}`)
})
uploader.addEventListener('reelferry-failed', ({ detail }) =>
  write(`${detail.name} was not published: ${detail.code}`),
)
