import Foundation
import Shared

/// Where a command's work goes: to a file that the person names, else to standard output.
struct OutputFile {
    let path: String?
    let format: String

    /// Writes the bytes.
    ///
    /// Of a file the person is told `line`, and programs its name, its form, `members` and its
    /// length.
    ///
    /// - Throws: ``CommandFailure`` when the file, or standard output, cannot be written.
    func deliver(
        _ bytes: [UInt8],
        _ members: [JSONValue.Member] = [],
        telling line: String,
        _ console: Console
    ) throws {
        guard let path else { return try Self.pass(bytes) }
        try WholeFile.write(bytes, to: path)
        guard console.isJSON else {
            console.line(path + ": " + line)
            return
        }
        let about: [JSONValue.Member] = [
            .init(key: "file", value: .string(path)), .init(key: "format", value: .string(format)),
        ]
        let length = JSONValue.Member(key: "bytes", value: .integer(Int64(bytes.count)))
        console.document(.object(about + members + [length]))
    }

    /// Writes to standard output.
    private static func pass(_ bytes: [UInt8]) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            let trouble = FileTrouble(error)
            // A reader that has gone away (`| head`) is no failure of ours.
            if trouble == .readerGone { return }
            throw CommandFailure(
                code: "cannot_write",
                Labels(
                    vi: "không ghi hết ra được: \(trouble.labels.vi)",
                    en: "not all of it could be written: \(trouble.labels.en)"
                )
            )
        }
    }
}
