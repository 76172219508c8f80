import Foundation
import Synchronization
import Testing

@testable import StudyBatch

@Suite struct FolderLockTests {
  private func scratch(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/lock-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder + "/.lock")
  }

  @Test func `a lock whose file was removed or made anew is no lock`() throws {
    try scratch { path in
      let lock = try FolderLock(path: path, mode: .exclusive)
      let opened = open(path, O_RDWR)
      defer { close(opened) }
      #expect(FolderLock.isStill(opened, at: path))
      try FileManager.default.removeItem(atPath: path)
      #expect(!FolderLock.isStill(opened, at: path))
      try Data().write(to: URL(fileURLWithPath: path))
      #expect(!FolderLock.isStill(opened, at: path))
      withExtendedLifetime(lock) {}
    }
  }

  @Test func `shared locks stand together, an exclusive one waits for them and leaves no file behind`() throws
  {
    try scratch { path in
      var shared: [FolderLock] = [
        try FolderLock(path: path, mode: .shared), try FolderLock(path: path, mode: .shared),
      ]
      let isTaken = Atomic(false)
      let thread = Thread {
        let lock = try? FolderLock(path: path, mode: .exclusiveAndRemoved)
        isTaken.store(true, ordering: .sequentiallyConsistent)
        withExtendedLifetime(lock) {}
      }
      thread.start()
      usleep(100_000)
      let early = isTaken.load(ordering: .sequentiallyConsistent)
      #expect(!early)
      shared.removeAll()
      while !thread.isFinished { usleep(1000) }
      let late = isTaken.load(ordering: .sequentiallyConsistent)
      #expect(late)
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }
}
