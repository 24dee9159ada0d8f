/** What a deployed Worker is to be like. */
export interface Deployment {
  /** The Worker's name; each environment has one of its own. */
  worker: string
  /** The KV namespace to bind; that of the deployed Worker if absent. */
  namespaceId?: string | undefined
  /** Variables to set. Those it has besides stay as they are. */
  variables: Record<string, string>
  /** A host name of its own, in a zone of the account. */
  domain?: string | undefined
}

/**
 * What the commands need of Cloudflare. All of it may be called again after any of it was cut short:
 * each call asks for a state, and none adds to what is there. Every call fails with an Error whose
 * message is fit to be shown, and holds no secret.
 */
export interface Cloudflare {
  /** The accounts this machine may act for; `undefined` if nobody is signed in. */
  accounts(): Promise<{ id: string; name: string }[] | undefined>
  /** Signs a person in, by the browser. */
  signIn(): Promise<void>
  /** The names of a Worker's secrets; `undefined` if there is no such Worker. */
  secretNames(worker: string): Promise<string[] | undefined>
  /**
   * Sets secrets, and deletes those that are `null`; others stay. Creates the Worker, empty, if there
   * is none. Values pass through a pipe, never through arguments or files.
   */
  putSecrets(worker: string, secrets: Record<string, string | null>): Promise<void>
  /** The id of the KV namespace of this title, if there is one. */
  findNamespace(title: string): Promise<string | undefined>
  createNamespace(title: string): Promise<void>
  /** Writes one key of a namespace. */
  putKey(namespaceId: string, key: string, value: string): Promise<void>
  /** Builds, and checks all that can be checked without deploying. */
  check(deployment: Deployment): Promise<void>
  /** Builds and deploys; resolves to the addresses the Worker answers at, https origins. */
  deploy(deployment: Deployment): Promise<string[]>
  /** Deletes a Worker with its secrets; one that does not exist is fine. */
  deleteWorker(worker: string): Promise<void>
  /** Deletes a KV namespace and all it holds. */
  deleteNamespace(namespaceId: string): Promise<void>
}
