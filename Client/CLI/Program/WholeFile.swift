import Foundation
import ProgramText
import Shared

/// Files that people name: read and written whole.
package enum WholeFile {
    /// The file's bytes; of a longer one `bytesMax + 1` of them, so that the caller can tell.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be read.
    package static func read(_ path: String, bytesMax: Int) throws -> [UInt8] {
        do throws(FileTrouble) {
            return try content(of: path, bytesMax: bytesMax)
        } catch {
            throw CommandFailure(
                code: "cannot_read",
                Labels(
                    vi: "không đọc được tệp \(path): \(error.labels.vi)",
                    en: "the file \(path) cannot be read: \(error.labels.en)"
                )
            )
        }
    }

    /// The same for those who tell of the trouble themselves.
    static func content(of path: String, bytesMax: Int) throws(FileTrouble) -> [UInt8] {
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            return Array(try handle.read(upToCount: bytesMax + 1) ?? Data())
        } catch {
            throw FileTrouble(error)
        }
    }

    /// Replaces the file at once: afterwards it is whole, or what it was before.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be written.
    package static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            let reason = FileTrouble(error).labels
            throw CommandFailure(
                code: "cannot_write",
                Labels(
                    vi: "không ghi được tệp \(path): \(reason.vi)",
                    en: "the file \(path) cannot be written: \(reason.en)"
                ),
                hint: Labels(
                    vi: "chọn nơi được phép ghi và còn chỗ",
                    en: "choose a place that you may write to, with room for it"
                )
            )
        }
    }
}
