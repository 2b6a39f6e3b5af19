import Foundation
import Shared

/// Where a command's work goes: to a file that the person names, else to standard output.
struct OutputFile {
    let path: String?
    let format: String

    /// Writes the bytes; of a file the person is told `line`, and programs its name, its form, `members` and its
    /// length.
    ///
    /// - Throws: ``CommandFailure`` when the file cannot be written.
    func deliver(
        _ bytes: [UInt8],
        _ members: [JSONValue.Member] = [],
        telling line: String,
        _ console: Console
    ) throws {
        guard let path else {
            FileHandle.standardOutput.write(Data(bytes))
            return
        }
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
}
