import type { Upload, UploadId } from '@reelferry/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, ref } from 'vue'
import { EdgeError } from '../../../src/api/request.ts'
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

describe('the whole list', () => {
  const pages = ['a', 'b', 'c'].map((name) => [upload(name)])

  it('loads in the background only while it is wanted', async () => {
    const isWanted = ref(false)
    const { loadMore, loadWhile, names } = createLibrary(pages)
    loadWhile(() => isWanted.value)
    await loadMore()
    await vi.advanceTimersByTimeAsync(0)
    expect(names()).toBe('a')
    isWanted.value = true
    await vi.waitFor(() => expect(names()).toBe('abc'))
  })

  it('stops at a failure, and continues after the failed page is loaded', async () => {
    const { loadMore, loadWhile, list, names, fail } = createLibrary(pages)
    await loadMore()
    fail('network-lost')
    loadWhile(() => true)
    await vi.waitFor(() => expect(list.value.state).toBe('failed'))
    expect(names()).toBe('a')
    fail()
    await loadMore()
    await vi.waitFor(() => expect([names(), list.value.state]).toEqual(['abc', 'complete']))
  })

  it('is not loaded any further after the library is closed', async () => {
    const requested: (string | undefined)[] = []
    const answers: (() => void)[] = []
    const { loadMore, loadWhile, end } = createLibrary(pages, {
      uploads: async (cursor, signal) => {
        requested.push(cursor)
        await new Promise<void>((resolve, reject) => {
          answers.push(resolve)
          signal?.addEventListener('abort', () => reject(signal.reason))
        })
        return { uploads: [upload(`${requested.length}`)], cursor: 'next' }
      },
    })
    loadWhile(() => true)
    void loadMore()
    answers[0]?.()
    await vi.waitFor(() => expect(requested).toHaveLength(2))
    end()
    answers[1]?.()
    await vi.advanceTimersByTimeAsync(1000)
    expect(requested).toHaveLength(2)
  })
})

describe('an upload that is opened by its id', () => {
  it('is found, polled and edited without the list', async () => {
    const { open, find, edit } = createLibrary([], {
      upload: async (uploadId) => ({ ...upload('p'), uploadId }),
      editUpload: async (uploadId, { title }) => ({ ...upload('p', { title }), uploadId }),
    })
    expect(await open(idOf('p'))).toBeUndefined()
    expect(find(idOf('p'))?.name).toBe('p.mp4')
    await edit(idOf('p'), { title: 'New' })
    expect(find(idOf('p'))?.title).toBe('New')
    expect(find(idOf('q'))).toBeUndefined()
  })

  it('reports why it could not be loaded', async () => {
    const { open, find } = createLibrary([], {
      upload: async () => {
        throw new EdgeError('upload-not-found')
      },
    })
    expect(await open(idOf('p'))).toBe('upload-not-found')
    expect(find(idOf('p'))).toBeUndefined()
  })

  it('is in the list after its deletion was undone', async () => {
    const { open, remove, undo, loadMore, names } = createLibrary(
      [[upload('a', { openedAt: 3 }), upload('b', { openedAt: 2 }), upload('c', { openedAt: 1 })]],
      { upload: async () => upload('b', { openedAt: 2 }) },
    )
    await open(idOf('b'))
    remove([idOf('b')])
    await loadMore()
    expect(names()).toBe('ac')
    undo()
    expect(names()).toBe('abc')
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

describe('an edit of several uploads', () => {
  it('reports how many were changed, and why the others were not', async () => {
    const { loadMore, editAll, uploads, failures } = createLibrary(undefined, {
      editUpload: async (uploadId, edited) => {
        if (uploadId === idOf('b')) throw new EdgeError('network-lost')
        return { ...upload('a'), uploadId, ...edited } as Upload
      },
    })
    await loadMore()
    expect(await editAll(uploads.value, { visibility: 'private' })).toBe(1)
    expect(uploads.value.map(({ visibility }) => visibility)).toEqual(['private', 'public'])
    expect([...failures.value]).toEqual([[idOf('b'), 'network-lost']])
  })
})

describe('a deletion', () => {
  it('can be undone', async () => {
    const { loadMore, remove, undo, names, deleted } = createLibrary()
    await loadMore()
    remove([idOf('a')])
    expect(names()).toBe('b')
    undo()
    expect(names()).toBe('ab')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(deleted).toEqual([])
  })

  it('runs after a delay, which stops while undo is held', async () => {
    const { loadMore, remove, holdUndo, resumeUndo, deleted } = createLibrary()
    await loadMore()
    remove([idOf('a')])
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
    remove([idOf('a')])
    remove([idOf('b')])
    expect(deleted).toEqual([idOf('a')])
    window.dispatchEvent(new Event('pagehide'))
    expect(deleted).toEqual([idOf('a'), idOf('b')])
    remove([idOf('c')])
    end()
    expect(deleted).toHaveLength(3)
  })

  it('restores the video and reports the failure if it fails', async () => {
    const { loadMore, remove, names, failures, fail } = createLibrary()
    await loadMore()
    remove([idOf('a')])
    fail('vod-unavailable')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(names()).toBe('ab')
    expect(failures.value.get(idOf('a'))).toBe('vod-unavailable')
  })

  it('of several uploads is undone as one, with the former order', async () => {
    const { loadMore, remove, undo, names, deleted } = createLibrary([
      ['a', 'b', 'c', 'd'].map((name) => upload(name)),
    ])
    await loadMore()
    remove([idOf('d'), idOf('a'), idOf('c')])
    expect(names()).toBe('b')
    undo()
    expect(names()).toBe('abcd')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(deleted).toEqual([])
  })

  it('of several uploads is complete when the page is left', async () => {
    const { loadMore, remove, deleted } = createLibrary()
    await loadMore()
    remove([idOf('a'), idOf('b')])
    window.dispatchEvent(new Event('pagehide'))
    expect(deleted).toEqual([idOf('a'), idOf('b')])
  })

  it('of several uploads restores only those that fail', async () => {
    const { loadMore, remove, names, failures } = createLibrary(undefined, {
      deleteUpload: async (uploadId) => {
        if (uploadId === idOf('b')) throw new EdgeError('vod-unavailable')
      },
    })
    await loadMore()
    remove([idOf('a'), idOf('b')])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(names()).toBe('b')
    expect([...failures.value.keys()]).toEqual([idOf('b')])
  })

  it('is not shown again by an outdated page of the edge', async () => {
    const { loadMore, remove, names } = createLibrary([[upload('a')], [upload('a'), upload('b')]])
    await loadMore()
    remove([idOf('a')])
    await vi.advanceTimersByTimeAsync(10_000)
    await loadMore()
    expect(names()).toBe('b')
  })
})
