import { Hono } from 'hono'

const utf8 = (text: string) => new TextEncoder().encode(text)
const importKey = () =>
  crypto.subtle.importKey(
    'raw',
    utf8('a-secret-key-of-thirty-two-chars'),
    { name: 'HMAC', hash: 'SHA-1' },
    false,
    ['sign'],
  )
let key: ReturnType<typeof importKey> | undefined

/** The reference of all figures: a minimal Hono Worker, without and with a signature. */
export default new Hono()
  .get('/hello', (c) => c.json({ ok: true }))
  .post('/signature', async (c) => {
    const random = crypto.getRandomValues(new Uint32Array(1))[0]
    const message = utf8(`secretId=AKIDbench&currentTimeStamp=${Date.now()}&random=${random}`)
    const digest = await crypto.subtle.sign('HMAC', await (key ??= importKey()), message)
    const bytes = [...new Uint8Array(digest), ...message]
    return c.json({ signature: btoa(String.fromCharCode(...bytes)) })
  })
