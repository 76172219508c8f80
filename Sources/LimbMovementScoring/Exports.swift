// Movements, stages and times are in every signature: who imports this module needs no second import.
@_exported import SleepEvents
