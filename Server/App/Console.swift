import ArgumentParser
import Foundation
import Shared

/// Where commands print: data on standard output, everything else on standard error.
struct Console: Sendable {
    let isJSON: Bool
    let isQuiet: Bool
    let language: DisplayLanguage
    /// Whether standard error is a terminal: progress is shown there only.
    let showsProgress: Bool

    init(_ options: ServerOptions) {
        isJSON = options.json
        isQuiet = options.quiet
        language = options.language
        showsProgress = isatty(STDERR_FILENO) == 1 && !options.quiet
    }
}

extension Console {
    /// One line of data for people; what others wrote in it is made harmless.
    func line(_ text: String = "") { write(printable(text) + "\n", to: .standardOutput) }

    /// The one document of a command with `--json`.
    func document(_ members: KeyValuePairs<String, JSONValue>) {
        write(JSONWriter.string(.members(members), style: .pretty) + "\n", to: .standardOutput)
    }

    /// A document of the register's own, as it is kept.
    func raw(_ bytes: [UInt8]) {
        write(String(decoding: bytes, as: UTF8.self) + "\n", to: .standardOutput)
    }

    /// A message for people, never part of the data.
    func message(_ text: String) {
        if !isQuiet { write(printable(text) + "\n", to: .standardError) }
    }

    /// The text in the console's language.
    func say(en: String, vi: String) -> String { language == .vi ? vi : en }

    /// Writes over the present line of a terminal.
    func progress(_ text: String) {
        if showsProgress { write("\r\u{1B}[K" + printable(text), to: .standardError) }
    }

    /// Tells of `error` as the command's mode wants it; what to throw to the parser then.
    func ending(with error: any Error) -> ExitCode {
        let failure = CommandFailure(error, in: language)
        if isJSON {
            let json = JSONValue.members([
                "error": .members([
                    "code": .string(failure.code),
                    "message": .string(failure.message),
                    "field": failure.field.map { .string($0) } ?? .null,
                    "hint": failure.hint.map { .string($0) } ?? .null,
                ])
            ])
            write(JSONWriter.string(json) + "\n", to: .standardError)
        } else {
            let head = say(en: "error: ", vi: "lỗi: ")
            write(head + printable(failure.message) + "\n", to: .standardError)
            if let hint = failure.hint {
                let lead = say(en: "  try: ", vi: "  gợi ý: ")
                write(lead + printable(hint) + "\n", to: .standardError)
            }
        }
        return ExitCode(failure.status.rawValue)
    }

    /// Columns of text, as wide as they need to be.
    func table(_ head: [String], _ rows: [[String]]) {
        let rows = ([head] + rows).map { $0.map { printable($0) } }
        let widths = head.indices.map { column in
            rows.map { $0[column].unicodeScalars.count }.max() ?? 0
        }
        for row in rows {
            var text = ""
            for (cell, width) in zip(row, widths) {
                let gap = width - cell.unicodeScalars.count + 2
                text += cell + String(repeating: " ", count: gap)
            }
            while text.utf8.last == 0x20 { text.unicodeScalars.removeLast() }
            write(text + "\n", to: .standardOutput)
        }
    }

    private func write(_ text: String, to handle: FileHandle) {
        // A reader that has gone away (`| head`) is no failure of ours.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}

extension JSONValue {
    /// An object of `members`, in this order.
    static func members(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(members.map { Member(key: $0.key, value: $0.value) })
    }

    static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    static func count(_ number: Int) -> JSONValue { .integer(Int64(number)) }
}
