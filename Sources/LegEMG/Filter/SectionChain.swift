import CLaneFilter

/// The four cascaded sections of a band-pass with their state; one pass over rows of samples runs all of
/// them.
struct SectionChain {
  private var chain = clane_chain()

  init(_ design: ButterworthBandPass) {
    precondition(design.sections.count == Int(CLANE_SECTIONS))
    withUnsafeMutableBytes(of: &chain.coefficients) { bytes in
      let numbers = design.sections.flatMap { [Float($0.a1), Float($0.a2)] }
      numbers.withUnsafeBytes { bytes.copyMemory(from: $0) }
    }
  }

  /// Filters `count` rows from `source` into `target`, forwards (`step` 1) or backwards (`step` -1); both may
  /// be the same rows. The output is multiplied by `gain`.
  ///
  /// - Precondition: `count` rows are initialized from `source` and `target` on in the direction of `step`.
  mutating func run(
    _ source: UnsafePointer<Lanes>, into target: UnsafeMutablePointer<Lanes>, count: Int, step: Int,
    gain: Float = 1, with registers: LaneRegisters = .best
  ) {
    clane_filter(
      &chain, UnsafeRawPointer(source).assumingMemoryBound(to: Float.self),
      UnsafeMutableRawPointer(target).assumingMemoryBound(to: Float.self), count, step, gain,
      registers.rawValue)
  }
}

/// Samples per vector register. Affects only the speed.
enum LaneRegisters: Int32 {
  case four = 0
  case eight = 1

  /// The widest registers of this processor.
  static let best: LaneRegisters = clane_has_wide() != 0 ? .eight : .four
}
