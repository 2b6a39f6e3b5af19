import Foundation
import Shared

/// Files that people name: read and written whole.
enum WholeFile {
    /// The file's bytes; of a longer one `bytesMax + 1` of them, so that the caller can tell.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be read.
    static func read(_ path: String, bytesMax: Int) throws -> [UInt8] {
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            return Array(try handle.read(upToCount: bytesMax + 1) ?? Data())
        } catch {
            throw CommandFailure(
                code: "cannot_read",
                Labels(
                    vi: "không đọc được tệp \(path): \((error as NSError).localizedDescription)",
                    en:
                        "the file \(path) cannot be read: \((error as NSError).localizedDescription)"
                )
            )
        }
    }

    /// Replaces the file at once: afterwards it is whole, or what it was before.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be written.
    static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandFailure(
                code: "cannot_write",
                Labels(
                    vi: "không ghi được tệp \(path): \((error as NSError).localizedDescription)",
                    en:
                        "the file \(path) cannot be written: \((error as NSError).localizedDescription)"
                ),
                hint: Labels(
                    vi: "chọn nơi được phép ghi",
                    en: "choose a place that you may write to"
                )
            )
        }
    }
}
