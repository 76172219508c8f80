/// How samples are grouped into blocks, half seconds, tiles, lanes and chunks at a given sampling rate.
struct BlockGrid {
  /// Samples per block of the envelope: about 1/128 s.
  let blockSamples: Int
  /// Blocks per half second.
  let halfSecondBlocks: Int
  /// Rows that the filter processes at a time; a whole number of half seconds.
  let tileRows: Int
  /// Samples in a full lane; a whole number of tiles.
  let laneLength: Int
  let blockRate: Double
  /// Blocks summed together where a coarser resolution is enough; divides a half second.
  let groupBlocks: Int

  var halfSecondSamples: Int { blockSamples * halfSecondBlocks }

  init(rate: SamplingRate) {
    let hertz = rate.hertz
    blockSamples = max(1, Int((hertz / 128).rounded()))
    blockRate = hertz / Double(blockSamples)
    halfSecondBlocks = max(1, Int((blockRate / 2).rounded()))
    groupBlocks = [4, 5, 3, 2].first { [halfSecondBlocks] in halfSecondBlocks % $0 == 0 } ?? 1
    let half = blockSamples * halfSecondBlocks
    tileRows = half * max(1, 8192 / half)
    // About 64 Ki samples per lane: a chunk is a quarter of an hour at 512 Hz and stays small at any rate.
    laneLength = tileRows * max(1, 65_536 / tileRows)
  }

  /// The lane length of the next chunk: full, or an eighth of the remainder rounded up to whole tiles or half
  /// seconds.
  func laneLength(remaining: Int) -> Int {
    let eighth = (remaining + Lanes.count - 1) / Lanes.count
    guard eighth < laneLength else { return laneLength }
    let unit = eighth > tileRows ? tileRows : halfSecondSamples
    return (eighth + unit - 1) / unit * unit
  }
}
