import Foundation
import ProgramText
import Shared

/// What a command line refers to but does not hold: files and standard input.
enum Input {
    /// Bytes of a file that are read at most: far more than any value may have.
    private static let bytesMax = 64 * 1024 * 1024

    /// Reads `@FILE` and `@-` values into an assignment.
    static func complete(_ assignment: inout Assignment) throws {
        guard let file = assignment.file else { return }
        let path = assignment.path.text
        let bytes: [UInt8]
        do throws(FileTrouble) {
            bytes = try content(of: file)
        } catch {
            throw CommandFailure(
                code: "no_such_file",
                Labels(
                    vi: "\(path): không đọc được tệp \(file): \(error.labels.vi)",
                    en: "\(path): the file \(file) cannot be read: \(error.labels.en)"
                ),
                field: path
            )
        }
        let text: String
        do throws(InputTextError) {
            text = try InputText.decoded(bytes)
        } catch {
            throw CommandFailure(
                code: "invalid_text",
                Labels(
                    vi: "\(path): \(file): \(error.labels.vi)",
                    en: "\(path): \(file): \(error.labels.en)"
                ),
                field: path
            )
        }
        try assignment.take(contents: text)
    }

    /// The bytes of a file, or of standard input where it is called `-`.
    private static func content(of file: String) throws(FileTrouble) -> [UInt8] {
        guard file.isSame(as: "-") else {
            return try WholeFile.content(of: file, bytesMax: bytesMax)
        }
        do {
            return Array(try FileHandle.standardInput.readToEnd() ?? Data())
        } catch {
            throw FileTrouble(error)
        }
    }
}
