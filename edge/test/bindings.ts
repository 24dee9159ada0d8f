/** The configuration of the Worker in tests: local mode, with unreachable endpoints of VOD. */
export const bindings = {
  AUTH_MODE: 'local',
  VOD_SECRET_ID: 'IamSecretId',
  VOD_SECRET_KEY: 'IamSecretKey',
  VOD_PROCEDURE: 'LongVideoPreset',
  VOD_API_ENDPOINT: 'http://127.0.0.1:9/',
  VOD_UPLOAD_ENDPOINT: 'http://127.0.0.1:9',
  COS_ENDPOINT: 'http://127.0.0.1:9',
  MEDIA_ORIGINS: 'http://127.0.0.1:9',
  CALLBACK_SECRET: 'callback-secret-of-the-tests',
  SESSION_SECRET: 'session-secret-of-the-tests-32-characters',
  MAX_FILE_BYTES: '1000000000',
}
