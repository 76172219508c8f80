import Tibialis

/// What `--version` prints: the version alone on the first line, then what else decides the results.
enum VersionFacts {
  static var text: String {
    """
    \(TibialisVersion.version)
    rule sets: \(Choices.ruleSets.joined(separator: ", "))
    libedf: \(LibEDF.version)
    platform: \(platform)
    """
  }

  static var json: JSONValue {
    [
      "version": .string(TibialisVersion.version),
      "rule_sets": .array(Choices.ruleSets.map(JSONValue.string)), "libedf": .string(LibEDF.version),
      "platform": .string(platform),
    ]
  }

  /// For which the program was built, such as `Linux x86_64`.
  private static var platform: String {
    #if os(Linux)
      let system = "Linux"
    #elseif os(macOS)
      let system = "macOS"
    #else
      let system = "another system"
    #endif
    #if arch(x86_64)
      return system + " x86_64"
    #elseif arch(arm64)
      return system + " arm64"
    #else
      return system
    #endif
  }
}
