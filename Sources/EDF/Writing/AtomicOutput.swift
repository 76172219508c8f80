import Foundation
import StructuredText

/// A file that appears under its name complete or not at all; throws this module's errors.
final class AtomicOutput {
  let path: String
  private let file: AtomicFile
  var size: Int { file.size }

  init(path: String) throws(EDFError) {
    self.path = path
    do throws(TextError) { file = try AtomicFile(path: path) } catch { throw EDFError(error, path: path) }
  }

  func write(_ bytes: [UInt8]) throws(EDFError) {
    do throws(TextError) { try file.append(bytes) } catch { throw EDFError(error, path: path) }
  }

  /// Writes bytes at a given offset.
  func write(_ bytes: [UInt8], at offset: Int) throws(EDFError) {
    var failure: TextError?
    bytes.withUnsafeBytes { buffer in
      do throws(TextError) { try file.write(buffer, at: offset) } catch { failure = error }
    }
    if let failure { throw EDFError(failure, path: path) }
  }

  /// What has been written so far, for reading.
  func source() -> ByteSource { ByteSource(name: path, descriptor: dup(file.descriptor), size: size) }

  /// Gives the file its name.
  func commit() throws(EDFError) {
    do throws(TextError) { try file.commit() } catch { throw EDFError(error, path: path) }
  }
}

extension EDFError {
  fileprivate init(_ error: TextError, path: String) {
    switch error {
    case .cannotCreate(_, let reason): self = .cannotCreate(file: path, reason: reason)
    case .writeFailed(_, let reason), .readFailed(_, let reason):
      self = .writeFailed(file: path, reason: reason)
    default: self = .writeFailed(file: path, reason: error.code)
    }
  }
}
