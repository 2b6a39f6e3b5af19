import Foundation
import Testing

/// A disk of a given size for one test: a file system in memory, where one may be mounted.
final class SmallDisk {
    let path: String

    /// Nil where this user may not mount anything.
    init?(kilobytes: Int) {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("caunoi-disk-" + UUID().uuidString).path
        guard (try? shell("mkdir '\(path)'")) != nil else { return nil }
        let options = "size=\(kilobytes)k,mode=0700"
        guard (try? shell("mount -t tmpfs -o \(options) caunoi-test '\(path)' 2>/dev/null")) != nil
        else {
            try? shell("rmdir '\(path)'")
            return nil
        }
    }

    deinit { try? shell("umount -l '\(path)' && rmdir '\(path)'") }

    /// Whether tests may mount anything at all.
    static let isPossible = SmallDisk(kilobytes: 64) != nil

    func resize(kilobytes: Int) throws {
        try shell("mount -o remount,size=\(kilobytes)k '\(path)'")
    }

    func setReadOnly(_ isReadOnly: Bool) throws {
        try shell("mount -o remount,\(isReadOnly ? "ro" : "rw") '\(path)'")
    }

    /// The same device with its folder on this disk.
    func move(_ home: Home) throws -> Home {
        try shell("cp -a '\(home.folder)' '\(path)/home'")
        return Home(name: home.name, folder: path + "/home", clock: home.clock)
    }
}
