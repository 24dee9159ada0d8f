import { expect, it } from 'vitest'
import { tc3Authorization } from '../../src/vod/tc3.ts'

it('signs the GET sample of the documentation', async () => {
  const authorization = await tc3Authorization({
    secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
    secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
    service: 'cvm',
    host: 'cvm.tencentcloudapi.com',
    method: 'GET',
    query: 'Limit=10&Offset=0',
    contentType: 'application/x-www-form-urlencoded',
    body: '',
    timestamp: 1539084154,
  })
  expect(authorization).toMatch(
    /Signature=5da7a33f6993f0614b047e5df4582db9e9bf4672ba50567dba16c6ccf174c474$/,
  )
})

it('signs a VOD call as Tencent’s own SDK does', async () => {
  const authorization = await tc3Authorization({
    secretId: 'AKIDEXAMPLE',
    secretKey: 'EXAMPLEKEY',
    service: 'vod',
    host: 'vod.tencentcloudapi.com',
    method: 'POST',
    query: '',
    contentType: 'application/json',
    body: '{"FileIds":["5285890784273533167"],"SubAppId":1500000001}',
    timestamp: 1700000000,
  })
  expect(authorization).toBe(
    'TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/2023-11-14/vod/tc3_request, SignedHeaders=content-type;host, Signature=dfbd065ad3825eac3738899560d354344ccd8030852fc78cebfd5e313ad54254',
  )
})
