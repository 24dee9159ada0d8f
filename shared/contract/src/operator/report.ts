import * as v from 'valibot'

/** A check that failed, with VOD's error code, or a code of the Worker if VOD sent none. */
const Refused = v.object({ refusal: v.string() })

/** `GET /api/operator/report`: facts about a running studio. `findingsOfReport` interprets them. */
export const Report = v.object({
  version: v.string(),
  /** Clock of the Worker, Unix ms. */
  now: v.number(),
  authMode: v.string(),
  eventMode: v.string(),
  /** `VOD_SUB_APP_ID`; 0 for the primary application. */
  application: v.number(),
  limits: v.object({
    maxFileBytes: v.number(),
    uploadsPerDay: v.number(),
    concurrentUploads: v.number(),
  }),
  isCallbackSigned: v.boolean(),
  /** Whether secrets from before a rotation are still accepted. */
  isRotating: v.boolean(),
  /** VOD's answer to a signed DescribeEventConfig. */
  events: v.union([
    Refused,
    v.object({
      mode: v.string(),
      /** Origin of VOD's notification URL; '' if there is none. */
      origin: v.string(),
      /** Whether the notification URL contains this studio's current secret. */
      isOurs: v.boolean(),
      /** Whether its origin is the origin of this request. A studio may have several. */
      isHere: v.boolean(),
      uploadSwitch: v.string(),
      deleteSwitch: v.string(),
    }),
  ]),
  /** The task flow that VOD starts after each upload; absent if none is configured. */
  procedure: v.optional(v.union([Refused, v.object({ name: v.string(), exists: v.boolean() })])),
  /** The bucket that receives uploads. */
  bucket: v.union([
    Refused,
    v.object({
      origin: v.string(),
      /** Whether the Content-Security-Policy of the pages allows requests to it. */
      isInPolicy: v.boolean(),
      /** Whether its CORS rules allow browsers to upload parts. */
      letsSend: v.boolean(),
      /** Whether its CORS rules allow browsers to read ETags. */
      showsEtag: v.boolean(),
    }),
  ]),
  /** Origins of the newest media, and those that the Content-Security-Policy of the pages blocks. */
  media: v.union([Refused, v.object({ hosts: v.array(v.string()), blocked: v.array(v.string()) })]),
  /** Number of keys of the token issuer that can verify tokens; absent if the studio accepts no bearer tokens. */
  issuer: v.optional(v.union([Refused, v.object({ url: v.string(), usableKeys: v.number() })])),
  /** Whether KV answered a list and accepted a write. */
  kv: v.object({ lists: v.boolean(), writes: v.boolean() }),
  /** Minimum number of notifications in a week with the right secret and a wrong signature. */
  refused: v.object({
    count: v.number(),
    /** Unix ms of the last one. */
    lastAt: v.optional(v.number()),
  }),
})
export type Report = v.InferOutput<typeof Report>
