// Movements, stages and times occur in every signature, so importing this module should be enough.
@_exported import SleepEvents
