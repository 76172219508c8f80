import SleepAnnotations
import SleepEvents

extension AnalysisOptions {
  /// How to read scorings with these options, before anything is known about the recording.
  var readingContext: ReadingContext {
    var context = ReadingContext(
      vocabulary: vocabulary, sideOfChannel: { [map = channels.map] in ChannelSide.side(of: $0, map: map) })
    if let epochSeconds {
      context.epoch = TimeSpan(seconds: epochSeconds)
      context.epochIsStated = true
    }
    context.scorer = scorer
    return context
  }
}
