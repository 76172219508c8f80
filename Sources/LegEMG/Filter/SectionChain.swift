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
      registers.form)
  }
}

/// The vector registers that the kernels use. Affects only the speed.
enum LaneRegisters: CaseIterable {
  /// Of four samples each.
  case narrow
  /// Sixteen of eight samples each.
  case wide
  /// Thirty-two of eight samples each.
  case many

  /// The best that this processor has.
  static let best: LaneRegisters = {
    let form = clane_best_registers()
    return allCases.last { $0.form.rawValue <= form.rawValue } ?? .narrow
  }()

  var form: clane_registers {
    switch self {
    case .narrow: clane_narrow
    case .wide: clane_wide
    case .many: clane_many
    }
  }
}
