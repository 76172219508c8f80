import Foundation
import Testing

@testable import StudyBatch

@Suite struct FolderLockTests {
  @Test func `a lock whose file was removed or made anew is no lock`() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/lock-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let lock = try StudyFolder(path: folder).lock(shard: "all")
    let path = folder + "/.batch-all.lock"
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
