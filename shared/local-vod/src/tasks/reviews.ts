import { randomBytes } from 'node:crypto'
import type { Background } from '../background.ts'
import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { Catalogue } from '../media/catalogue.ts'
import type { Notifier } from '../notifications/notifier.ts'
import type { Records, Table } from '../storage/records.ts'
import { reviewAudioVideoTask, type ReviewTask } from './review-task.ts'
import { wait } from './wait.ts'

/** Audio/video reviews. The verdict is the value of the `audioVideoReview` fault when the review ends. */
export class Reviews {
  readonly #tasks: Table<ReviewTask>
  readonly #deps: ReviewDeps

  constructor(deps: ReviewDeps) {
    this.#tasks = deps.records.table('reviews')
    this.#deps = deps
  }

  /** Generates a task id in the format of VOD's samples: `<appid>-ReviewAudioVideo-<hex>`. */
  generateTaskId(): string {
    return `${this.#deps.appId}-ReviewAudioVideo-${randomBytes(16).toString('hex')}t`
  }

  find(taskId: string): ReviewTask | undefined {
    return this.#tasks.get(taskId)
  }

  /** All reviews of a media file, newest first. */
  ofMedia(fileId: string): ReviewTask[] {
    return this.#tasks
      .values()
      .filter((task) => task.fileId === fileId)
      .toSorted((a, b) => b.createdAt - a.createdAt)
  }

  /** Starts a review. It ends after `audioVideoReviewMs` with a ReviewAudioVideoComplete event. */
  start(taskId: string, fileId: string, sessionContext: string): void {
    const task: ReviewTask = { taskId, fileId, sessionContext, createdAt: this.#deps.now() }
    this.#tasks.set(taskId, task)
    this.#finishLater(task)
  }

  /** Resumes the reviews that a restart interrupted. */
  resume(): void {
    for (const task of this.#tasks.values()) if (!task.result) this.#finishLater(task)
  }

  #finishLater(task: ReviewTask): void {
    const { background, faults, now } = this.#deps
    background.run(async () => {
      const elapsedMs = now() - task.createdAt
      const isElapsed = await wait(elapsedMs, () => faults.audioVideoReviewMs, background.signal)
      if (isElapsed) this.#finish(task)
    })
  }

  #finish(running: ReviewTask): void {
    const { catalogue, faults, notifier, now } = this.#deps
    const suggestion = faults.audioVideoReview ?? 'pass'
    const finishedAt = now()
    const media = catalogue.get(running.fileId)
    if (media) catalogue.save({ ...media, review: { suggestion, at: finishedAt } })
    const task: ReviewTask = {
      ...running,
      result: { finishedAt, ...(media && { suggestion }) },
    }
    this.#tasks.set(task.taskId, task)
    notifier.notify('ReviewAudioVideoComplete', {
      ReviewAudioVideoCompleteEvent: reviewAudioVideoTask(task),
    })
  }
}

interface ReviewDeps {
  appId: number
  records: Records
  catalogue: Catalogue
  notifier: Notifier
  background: Background
  faults: Faults
  now: Clock
}
