import Foundation
import Shared

/// What a command line refers to but does not hold: files and standard input.
enum Input {
    /// Reads `@FILE` and `@-` values into an assignment.
    static func complete(_ assignment: inout Assignment) throws {
        guard let file = assignment.file else { return }
        let data: Data
        if file == "-" {
            data = FileHandle.standardInput.readDataToEndOfFile()
        } else if let content = FileManager.default.contents(atPath: file) {
            data = content
        } else {
            throw CommandFailure(
                code: "no_such_file",
                Labels(
                    vi: "\(assignment.path.text): không đọc được tệp \(file)",
                    en: "\(assignment.path.text): the file \(file) cannot be read"
                ),
                field: assignment.path.text
            )
        }
        let text: String
        do throws(InputTextError) {
            text = try InputText.decoded(Array(data))
        } catch {
            throw CommandFailure(
                code: "invalid_text",
                Labels(
                    vi: "\(assignment.path.text): \(file): \(error.labels.vi)",
                    en: "\(assignment.path.text): \(file): \(error.labels.en)"
                ),
                field: assignment.path.text
            )
        }
        try assignment.take(contents: text)
    }
}
