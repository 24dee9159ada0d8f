/** What a site does that embeds the uploader: it gives tokens, and writes down what is published. */
const uploader = document.querySelector('reelferry-uploader')
const heard = document.querySelector('ol')

// The site's own session decides who this is. Asked again when a token has ended.
uploader.getToken = async () => (await fetch('/token', { method: 'POST' })).text()

function write(text) {
  heard.append(Object.assign(document.createElement('li'), { textContent: text }))
}

uploader.addEventListener('reelferry-added', ({ detail }) => write(`${detail.name} was added`))
uploader.addEventListener('reelferry-ready', ({ detail }) => {
  // Told at least once: a site keeps it by its fileId.
  write(`${detail.name} is published as ${detail.fileId}: ${detail.embedUrl}`)
})
uploader.addEventListener('reelferry-failed', ({ detail }) =>
  write(`${detail.name} was not published: ${detail.code}`),
)
