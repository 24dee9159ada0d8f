import type { Upload, UploadId } from '@reelferry/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { EdgeError } from '../../../src/api/client.ts'
import { useLibrary } from '../../../src/features/library/ui/library.ts'

const idOf = (name: string) => name.padEnd(22, 'A') as UploadId
const upload = (name: string, more: Partial<Upload> = {}): Upload => ({
  uploadId: idOf(name),
  name: `${name}.mp4`,
  openedAt: 0,
  status: 'ready',
  visibility: 'public',
  retryAfter: 0,
  ...more,
})

function createLibrary(
  pages: Upload[][] = [
    [upload('a'), upload('b')],
    [upload('b'), upload('c')],
  ],
  other: Partial<Parameters<typeof useLibrary>[0]> = {},
  wait: (ms: number) => Promise<void> = async () => undefined,
) {
  const deleted: UploadId[] = []
  let fault: EdgeError | undefined
  const refuse = () => {
    if (fault) throw fault
  }
  const scope = effectScope()
  const library = scope.run(() =>
    useLibrary(
      {
        uploads: async (cursor) => {
          refuse()
          const index = Number(cursor ?? 0)
          const next = index + 1 < pages.length ? { cursor: String(index + 1) } : {}
          return { uploads: pages[index] ?? [], ...next }
        },
        upload: async (uploadId) => ({ ...upload('p'), uploadId }),
        editUpload: async (uploadId, edited) => {
          refuse()
          const original = pages.flat().find((item) => item.uploadId === uploadId) as Upload
          return { ...original, ...edited } as Upload
        },
        deleteUpload: async (uploadId) => {
          refuse()
          deleted.push(uploadId)
        },
        ...other,
      },
      wait,
    ),
  ) as ReturnType<typeof useLibrary>
  return {
    ...library,
    deleted,
    end: () => scope.stop(),
    fail: (code?: EdgeError['code']) => (fault = code && new EdgeError(code)),
    names: () => library.uploads.value.map(({ name }) => name[0]).join(''),
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the list', () => {
  it('loads page by page without duplicates', async () => {
    const { loadMore, list, names } = createLibrary()
    expect(list.value.state).toBe('loading')
    expect(await loadMore()).toBe(2)
    expect(list.value.state).toBe('more')
    expect(await loadMore()).toBe(1)
    expect([names(), list.value.state]).toEqual(['abc', 'complete'])
  })

  it('reports why a page could not be loaded, and continues with that page', async () => {
    const { loadMore, list, names, fail } = createLibrary()
    await loadMore()
    fail('network-lost')
    expect(await loadMore()).toBe(0)
    expect([names(), list.value]).toEqual(['ab', { state: 'failed', code: 'network-lost' }])
    fail()
    await loadMore()
    expect(names()).toBe('abc')
  })

  it('polls an upload in processing until it is ready', async () => {
    const { loadMore, uploads } = createLibrary([
      [upload('p', { status: 'processing', retryAfter: 2 })],
    ])
    await loadMore()
    await vi.waitFor(() => expect(uploads.value[0]?.status).toBe('ready'))
  })

  it('continues to poll after failures with growing delays, but not a deleted upload', async () => {
    const waits: number[] = []
    const answers = ['network-lost', 'unexpected', 'ready'] as const
    const { loadMore, uploads } = createLibrary(
      [[upload('p', { status: 'processing', retryAfter: 2 })]],
      {
        upload: async (uploadId) => {
          const answer = answers[waits.length - 1]
          if (answer !== 'ready') throw new EdgeError(answer ?? 'upload-not-found')
          return { ...upload('p'), uploadId }
        },
      },
      async (ms) => void waits.push(ms),
    )
    await loadMore()
    await vi.waitFor(() => expect(uploads.value[0]?.status).toBe('ready'))
    expect(waits).toHaveLength(3)
    expect(waits[0]).toBe(2000)
    expect(waits[2]).toBeGreaterThanOrEqual(waits[1] ?? 0)

    const poll = vi.fn(async () => {
      throw new EdgeError('upload-not-found')
    })
    await createLibrary([[upload('p', { status: 'processing', retryAfter: 2 })]], {
      upload: poll,
    }).loadMore()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(poll).toHaveBeenCalledTimes(1)
  })
})

describe('an edit', () => {
  it('is shown when the edge has accepted it, and reported as failed otherwise', async () => {
    const { loadMore, edit, uploads, failures, fail } = createLibrary()
    await loadMore()
    expect(await edit(idOf('a'), { title: 'New', visibility: 'private' })).toBe(true)
    expect(uploads.value[0]).toMatchObject({ title: 'New', visibility: 'private' })
    fail('network-lost')
    expect(await edit(idOf('a'), { title: 'Newer' })).toBe(false)
    expect(uploads.value[0]?.title).toBe('New')
    expect(failures.value.get(idOf('a'))).toBe('network-lost')
  })

  it('is not undone by an outdated answer of the edge', async () => {
    const polls: (() => void)[] = []
    const stale = upload('p', { status: 'processing', retryAfter: 2, title: 'Old' })
    const { loadMore, edit, uploads } = createLibrary(
      [[stale]],
      {
        upload: async () => stale,
        // The edge answers with the outdated values of a record that it does not write.
        editUpload: async (_, { title, visibility }) => ({
          ...stale,
          ...(title && { title: title.trim() }),
          ...(visibility && { visibility }),
        }),
      },
      () => new Promise((resolve) => polls.push(resolve)),
    )
    await loadMore()
    await edit(idOf('p'), { visibility: 'private' })
    await edit(idOf('p'), { title: 'New ' })
    expect(uploads.value[0]).toMatchObject({ title: 'New', visibility: 'private' })
    polls.shift()?.()
    await vi.waitFor(() => expect(polls).toHaveLength(1))
    expect(uploads.value[0]).toMatchObject({ title: 'New', visibility: 'private' })
    // Later the answer is up to date again, with changes from elsewhere.
    await vi.advanceTimersByTimeAsync(61_000)
    polls.shift()?.()
    await vi.waitFor(() => expect(uploads.value[0]?.title).toBe('Old'))
  })

  it('of one text includes the other text if that was changed recently', async () => {
    const sent: object[] = []
    const { loadMore, edit } = createLibrary(undefined, {
      editUpload: async (uploadId, edited) => {
        sent.push(edited)
        return { ...upload('a'), uploadId, ...edited } as Upload
      },
    })
    await loadMore()
    await edit(idOf('a'), { visibility: 'private' })
    await edit(idOf('a'), { title: 'New' })
    await edit(idOf('a'), { description: 'Newer' })
    await edit(idOf('b'), { description: 'Other' })
    expect(sent).toEqual([
      { visibility: 'private' },
      { title: 'New' },
      { title: 'New', description: 'Newer' },
      { description: 'Other' },
    ])
  })

  it('waits for the previous edit, even if that fails', async () => {
    const answers: ((isAccepted: boolean) => void)[] = []
    const { loadMore, edit, uploads } = createLibrary(undefined, {
      editUpload: (uploadId, edited) =>
        new Promise((resolve, reject) =>
          answers.push((isAccepted) =>
            isAccepted
              ? resolve({ ...upload('a'), uploadId, ...edited } as Upload)
              : reject(new EdgeError('network-lost')),
          ),
        ),
    })
    await loadMore()
    const edits = [
      edit(idOf('a'), { visibility: 'private' }),
      edit(idOf('a'), { visibility: 'unlisted' }),
    ]
    await vi.waitFor(() => expect(answers).toHaveLength(1))
    answers[0]?.(false)
    await vi.waitFor(() => expect(answers).toHaveLength(2))
    answers[1]?.(true)
    expect(await Promise.all(edits)).toEqual([false, true])
    expect(uploads.value[0]?.visibility).toBe('unlisted')
  })
})

describe('a deletion', () => {
  it('can be undone', async () => {
    const { loadMore, remove, undo, names, deleted } = createLibrary()
    await loadMore()
    remove(idOf('a'))
    expect(names()).toBe('b')
    undo()
    expect(names()).toBe('ab')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(deleted).toEqual([])
  })

  it('runs after a delay, which stops while undo is held', async () => {
    const { loadMore, remove, holdUndo, resumeUndo, deleted } = createLibrary()
    await loadMore()
    remove(idOf('a'))
    holdUndo()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(deleted).toEqual([])
    resumeUndo()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(deleted).toEqual([idOf('a')])
  })

  it('runs at once when another deletion follows or the page is left', async () => {
    const { loadMore, remove, deleted, end } = createLibrary()
    await loadMore()
    await loadMore()
    remove(idOf('a'))
    remove(idOf('b'))
    expect(deleted).toEqual([idOf('a')])
    window.dispatchEvent(new Event('pagehide'))
    expect(deleted).toEqual([idOf('a'), idOf('b')])
    remove(idOf('c'))
    end()
    expect(deleted).toHaveLength(3)
  })

  it('restores the video and reports the failure if it fails', async () => {
    const { loadMore, remove, names, failures, fail } = createLibrary()
    await loadMore()
    remove(idOf('a'))
    fail('vod-unavailable')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(names()).toBe('ab')
    expect(failures.value.get(idOf('a'))).toBe('vod-unavailable')
  })
})
