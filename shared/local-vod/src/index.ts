/**
 * A VOD region on this machine: upload API, COS, server API, task flows, callbacks and CDN on one port, told apart by the
 * shape of requests, so that it serves a loopback address and VOD's real host names (resolved to it, over TLS) alike.
 *
 * Faithful to Tencent's documents and to what vod-js-sdk-v6 1.8.0 sends and expects:
 * - upload signatures (product/266/9221), COS request signatures (product/436/7778) and TC3 (product/266/31777) are
 *   verified in full, with expiry, one-time use, and credentials that reach the session's own objects only;
 * - multipart rules: digests, lengths, order, smallest part; an object exists only when it is complete;
 * - shapes of answers, errors, NewFileUpload, ProcedureStateChanged and FileDeleted; push with three sends and
 *   `Sign`/`T`, or pull with confirmation in thirty seconds; never both;
 * - a flow's FINISH does not mean success: the sub-tasks say that.
 *
 * Assumed, because no document says it:
 * - numbers of upload errors from 19000 on (see upload-api/errors.ts);
 * - unknown parameters of an upload signature are let pass; form encoding, so `+` and `%20` are both a space;
 * - a size other than the one applied for is refused at the commit; a repeated commit answers the same FileId
 *   (faults.ts can have either otherwise);
 * - a resumed session keeps the context of the signature that opened it, and a committed one cannot be resumed;
 * - credentials live two hours; a credential that ran out is refused as ExpiredToken;
 * - callbacks carry `Content-Type: application/json`, and `Sign` and `T` as members of the body.
 *
 * Different on purpose:
 * - uploads are notified without being switched on; any storage region exists;
 * - a procedure of any name is run, though only VOD's presets are told of;
 * - nothing is encoded unless asked for: a rendition is the source's bytes under a second URL, a cover the uploaded one;
 * - only MP4 and MOV are looked into; of other containers no more than the name and the size is told;
 * - a review that says `block` changes nothing about delivery: acting on it is the application's part;
 * - no sub-applications, no S3 mode, no rate limits.
 *
 * `/_local/` (see control/control.ts) is this region's own.
 */
export type { RegionOptions } from './options.ts'
export { startRegion, type Region } from './region.ts'
export type { Faults } from './faults.ts'
