declare module 'tcplayer.js' {
  interface Player {
    on(event: string, listener: () => void): void
    dispose(): void
  }
  export default function TCPlayer(video: HTMLVideoElement, options: object): Player
}

/** Its licence check, which it would else fetch from a host of Tencent's. */
declare module 'tcplayer.js/dist/libs/tcpcrypto.1.0.0.js' {
  const tcpcrypto: unknown
  export default tcpcrypto
}
