import Foundation
import StructuredText
import StudyReports

/// A running EDFbrowser, controlled through its remote control: lines of text on a loopback port (EDFbrowser
/// 2.00, manual, "Remote control").
package final class EDFBrowserRemote {
  private let descriptor: Int32
  private let port: Int
  private var received: [UInt8] = []

  /// Connects to EDFbrowser on `port` of this machine, starting it if nothing is listening there.
  ///
  /// - Parameters:
  ///   - waitSeconds: how long to wait for its window, seconds.
  ///   - starts: whether to start it if necessary.
  /// - Throws: `ReportError.noViewer` if the program is not installed, `.viewerSilent` if it does not answer.
  package init(port: Int, waitSeconds: Double = 20, starts: Bool = true) throws(ReportError) {
    self.port = port
    if let open = EDFBrowserRemote.connect(port) {
      descriptor = open
    } else {
      guard starts else { throw .viewerSilent(port: port) }
      guard let program = Programs.find(["edfbrowser"]) else { throw .noViewer }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = ["--rc-host-port=\(port)"]
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      do { try process.run() } catch { throw .noViewer }
      let end = ContinuousClock.now.advanced(by: .seconds(waitSeconds))
      var open: Int32?
      while open == nil, process.isRunning, ContinuousClock.now < end {
        Thread.sleep(forTimeInterval: 0.2)
        open = EDFBrowserRemote.connect(port)
      }
      guard let open else { throw .viewerSilent(port: port) }
      descriptor = open
    }
    // Do not send file names to some other program that happens to listen on that port.
    guard try ask("*IDN?").lowercased().contains("edfbrowser") else { throw .viewerSilent(port: port) }
  }

  deinit { close(descriptor) }

  /// Opens a recording and an annotation file next to it, and shows the moment `seconds` centred in a window
  /// of `span` seconds.
  ///
  /// - Parameters:
  ///   - montage: what to draw; nil leaves that to the user.
  ///   - annotations: a second file, such as `movements.edf` of a night.
  package func show(
    _ recording: String, montage: EDFBrowserMontage?, annotations: String?, at seconds: Double, span: Double
  ) throws {
    try order("*CLS")
    try order("FILE:CLOSE:ALL")
    try order("FILE:OPEN \(absolute(recording))")
    if let montage {
      let path = FileManager.default.temporaryDirectory.path + "/tibialis-\(UUID().uuidString).mtg"
      try TextFile.writeAtomically(montage.text, to: path)
      // EDFbrowser reads the whole file before it answers.
      defer { unlink(path) }
      try order("MONTAGE:LOAD \(path) 1")
    }
    if let annotations { try order("FILE:OPEN \(absolute(annotations))") }
    try order("TIMESCALE \(JSONValue.numberText(span))")
    try order("VIEWTIME \(JSONValue.numberText(max(0, seconds - span / 2)))")
  }

  private func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }

  /// Sends a command and checks that it succeeded.
  private func order(_ command: String) throws(ReportError) {
    // A line break in a name would start another command.
    let line = String(command.map { $0.isNewline ? " " : $0 })
    try send(line)
    let answer = try ask("SYSTEM:ERROR?")
    guard answer.first == "0" else { throw .viewerRefused(command: line, answer: answer) }
  }

  private func send(_ line: String) throws(ReportError) {
    let bytes = Array((line + "\n").utf8)
    let sent = bytes.withUnsafeBytes {
      Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    guard sent == bytes.count else { throw .viewerSilent(port: port) }
  }

  private func ask(_ query: String) throws(ReportError) -> String {
    try send(query)
    while true {
      if let end = received.firstIndex(of: 10) {
        let line = String(decoding: received[..<end], as: UTF8.self)
        received.removeSubrange(...end)
        return line.trimmingCharacters(in: .whitespacesAndNewlines)
      }
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { throw .viewerSilent(port: port) }
      received += buffer[..<count]
    }
  }

  /// Nil if nothing is listening.
  private static func connect(_ port: Int) -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(clamping: port)).bigEndian
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Foundation.connect(descriptor, $0, size) }
    }
    guard status == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }
}
