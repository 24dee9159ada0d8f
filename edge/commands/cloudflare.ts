/** The desired state of a deployed Worker. */
export interface Deployment {
  /** Name of the Worker; each environment has its own. */
  worker: string
  /** Id of the KV namespace to bind; if absent, the deployed binding stays. */
  namespaceId?: string | undefined
  /** Variables to set. Other variables of the Worker stay. */
  variables: Record<string, string>
  /** Custom host name, in a zone of the account. */
  domain?: string | undefined
}

/**
 * The operations of Cloudflare that the commands use. All of them except `createNamespace` are idempotent, so that a
 * command can run again after an interruption. Each rejects with an Error whose message can be printed and contains no
 * secret.
 */
export interface Cloudflare {
  /** The accounts of the signed-in person; `undefined` if nobody is signed in. */
  accounts(): Promise<{ id: string; name: string }[] | undefined>
  /** Opens the browser to sign in. */
  signIn(): Promise<void>
  /** Names of a Worker's secrets; `undefined` if the Worker does not exist. */
  secretNames(worker: string): Promise<string[] | undefined>
  /**
   * Sets secrets, and deletes those that are `null`; other secrets stay. Creates an empty Worker if it does not exist.
   * Values pass through a pipe, never through arguments or files.
   */
  putSecrets(worker: string, secrets: Record<string, string | null>): Promise<void>
  /** Id of the KV namespace with this title; `undefined` if it does not exist. */
  findNamespace(title: string): Promise<string | undefined>
  createNamespace(title: string): Promise<void>
  /** Writes one key of a namespace. */
  putKey(namespaceId: string, key: string, value: string): Promise<void>
  /** Builds, and makes all checks that are possible without deploying. */
  check(deployment: Deployment): Promise<void>
  /** Builds and deploys. Resolves to the https origins of the Worker. */
  deploy(deployment: Deployment): Promise<string[]>
  /** Deletes a Worker with its secrets, if it exists. */
  deleteWorker(worker: string): Promise<void>
  /** Deletes a KV namespace with all of its keys. */
  deleteNamespace(namespaceId: string): Promise<void>
}
