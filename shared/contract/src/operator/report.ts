import * as v from 'valibot'

/** What could not be found out, and the code it was refused with: VOD's own, or ours where none came. */
const Refused = v.object({ refusal: v.string() })

/** What a studio that runs finds out about itself. Facts only: what they mean is said by `findingsOf`. */
export const Report = v.object({
  version: v.string(),
  /** Of the Worker's clock, unix ms. */
  now: v.number(),
  authMode: v.string(),
  eventMode: v.string(),
  application: v.number(),
  limits: v.object({
    maxFileBytes: v.number(),
    uploadsPerDay: v.number(),
    concurrentUploads: v.number(),
  }),
  isCallbackSigned: v.boolean(),
  /** Whether a rotation of secrets has not been ended. */
  isRotating: v.boolean(),
  /** VOD's answer to a signed DescribeEventConfig, or the code it refused with. */
  events: v.union([
    Refused,
    v.object({
      mode: v.string(),
      /** Origin that VOD pushes to; '' for none. */
      origin: v.string(),
      /** Whether its URL holds this studio's secret of today. */
      isOurs: v.boolean(),
      /** Whether its origin is the one that the studio was asked under: it may have several. */
      isHere: v.boolean(),
      uploadSwitch: v.string(),
      deleteSwitch: v.string(),
    }),
  ]),
  /** The task flow that is started after each upload; absent where none is. */
  procedure: v.optional(v.union([Refused, v.object({ name: v.string(), exists: v.boolean() })])),
  /** The bucket uploads go to, and whether a page of this studio may use it. */
  bucket: v.union([
    Refused,
    v.object({
      origin: v.string(),
      isInPolicy: v.boolean(),
      /** Whether its CORS rules let a browser send parts, and read their ETags. */
      letsSend: v.boolean(),
      showsEtag: v.boolean(),
    }),
  ]),
  /** Hosts of the newest media, and those of them that pages may not play from. */
  media: v.union([Refused, v.object({ hosts: v.array(v.string()), blocked: v.array(v.string()) })]),
  /** How many keys the issuer of bearer tokens offers that can sign one; absent where nobody bears any. */
  issuer: v.optional(v.union([Refused, v.object({ url: v.string(), usableKeys: v.number() })])),
  /** Whether KV answered a list, and took a write. */
  kv: v.object({ lists: v.boolean(), writes: v.boolean() }),
  /** Notifications by someone who knows the secret and not the sign key, in a week: at least so many. */
  refused: v.object({
    count: v.number(),
    /** Unix ms of the last one. */
    lastAt: v.optional(v.number()),
  }),
})
export type Report = v.InferOutput<typeof Report>
