import Foundation

/// A file that a command writes for people.
enum OutputFile {
    /// Replaces the file at once: afterwards it is whole, or what it was before.
    static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandFailure(
                code: "cannot_write",
                "the file \(path) cannot be written: \((error as NSError).localizedDescription)",
                hint: "choose a place that you may write to"
            )
        }
    }
}
