/**
 * A local VOD region: upload API, COS, server API, task flows, callbacks and CDN on one port. The service is chosen by the
 * shape of a request. Therefore the region works under a loopback address and also under VOD's real host names (resolved to
 * it, over TLS).
 *
 * Implemented as in Tencent's documents and as vod-js-sdk-v6 1.8.0 sends and expects it:
 * - upload signatures (product/266/9221), COS request signatures (product/436/7778) and TC3 (product/266/31777) are fully
 *   verified, including expiry and one-time use; credentials are valid only for the objects of their session;
 * - multipart rules: digests, lengths, order, minimum part size; an object exists only when it is complete;
 * - formats of responses, errors and the events NewFileUpload, ProcedureStateChanged, ReviewAudioVideoComplete
 *   (product/266/50677) and FileDeleted;
 * - delivery of events: pushed with `Sign` and `T`, in up to three attempts; or pulled, with confirmation within
 * thirty seconds;
 * - FINISH of a task flow does not mean success: each sub-task has its own result.
 *
 * Assumed, because no document states it:
 * - upload error codes from 19000 on (see upload-api/errors.ts);
 * - unknown parameters of an upload signature are ignored; values are form-encoded, so `+` and `%20` are both a space;
 * - a commit accepts an object whose size differs from the size in the apply call, and a repeated commit returns the same
 *   FileId (faults.ts can change both);
 * - a resumed session keeps the context of the signature that opened it, and a committed session cannot be resumed;
 * - credentials are valid for two hours; an expired credential is rejected with ExpiredToken;
 * - a review is reported by ReviewAudioVideoTaskId of NewFileUpload, and its event needs no switch;
 * - callbacks have `Content-Type: application/json`, and `Sign` and `T` are members of the body.
 *
 * Different on purpose:
 * - upload events are sent by default; all storage regions exist;
 * - a procedure of any name runs, but only VOD's presets are listed;
 * - a review's verdict is the `audioVideoReview` fault, and its result contains no segments;
 * - nothing is encoded by default: a rendition has the source's bytes under a second URL, a cover is the uploaded one or a
 *   sample picture, and of containers other than MP4 and MOV only name and size are reported;
 * - with the option `encode`, ffmpeg encodes videos of up to ten minutes, one at a time; an uploaded cover is not replaced
 *   by a snapshot;
 * - a review with `block` does not change delivery, because the application must act on it;
 * - no sub-applications, no S3 mode, no rate limits.
 *
 * `/_local/` (see control/control.ts) exists only in this region.
 */
export type { RegionOptions } from './options.ts'
export { startRegion, type Region } from './region.ts'
export { isFfmpegInstalled } from './encoding/ffmpeg.ts'
export type { Faults } from './faults.ts'
