import Foundation
package import Shared

/// Where commands print: data on standard output, everything else on standard error.
package struct Console: Sendable {
    package let isJSON: Bool
    package let isQuiet: Bool
    package let language: DisplayLanguage
    /// Whether standard output is a terminal that wants colours.
    package let hasColours: Bool
    /// Whether standard error is a terminal: progress is shown there only.
    package let showsProgress: Bool

    package init(_ options: GlobalOptions) {
        isJSON = options.json
        isQuiet = options.quiet
        language = options.language
        let environment = ProcessInfo.processInfo.environment
        let isPlain = environment["NO_COLOR"] != nil || environment["TERM"] == "dumb"
        hasColours = isatty(STDOUT_FILENO) == 1 && !isPlain && !options.json
        showsProgress = isatty(STDERR_FILENO) == 1 && !options.quiet
    }
}

extension Console {
    /// One line of data for people.
    package func line(_ text: String = "") { write(text + "\n", to: FileHandle.standardOutput) }

    /// The one document of a command with `--json`.
    package func document(_ value: JSONValue) {
        write(JSONWriter.string(value, style: .pretty) + "\n", to: FileHandle.standardOutput)
    }

    /// A message for people, never part of the data.
    package func message(_ text: String) {
        if !isQuiet { write(text + "\n", to: FileHandle.standardError) }
    }

    /// A warning: shown even with `--quiet`.
    package func warn(_ text: String) {
        write(say(en: "warning: ", vi: "lưu ý: ") + text + "\n", to: FileHandle.standardError)
    }

    /// The text in the console's language.
    package func say(en: String, vi: String) -> String { language == .vi ? vi : en }

    /// Text in bold on a terminal.
    package func bold(_ text: String) -> String { hasColours ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    /// Text in the colour of warnings on a terminal.
    package func alarming(_ text: String) -> String {
        hasColours ? "\u{1B}[33m\(text)\u{1B}[0m" : text
    }

    /// Text less prominent on a terminal.
    package func dim(_ text: String) -> String { hasColours ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

    /// Tells of a failure as the command's mode wants it.
    package func report(_ failure: CommandFailure) {
        if isJSON {
            let error = JSONValue.object([
                .init(key: "code", value: .string(failure.code)),
                .init(key: "message", value: .string(failure.message)),
                .init(key: "field", value: failure.field.map { .string($0) } ?? .null),
                .init(key: "hint", value: failure.hint.map { .string($0) } ?? .null),
            ])
            let document = JSONValue.object([.init(key: "error", value: error)])
            write(JSONWriter.string(document) + "\n", to: FileHandle.standardError)
            return
        }
        let head = say(en: "error: ", vi: "lỗi: ")
        write(head + printable(failure.message) + "\n", to: FileHandle.standardError)
        if let hint = failure.hint {
            let lead = say(en: "  try: ", vi: "  gợi ý: ")
            write(lead + printable(hint) + "\n", to: FileHandle.standardError)
        }
    }

    /// Tells of arguments that the program does not take.
    package func report(_ mistake: UsageMistake) {
        if isJSON { return report(mistake.failure) }
        write(mistake.text + "\n", to: FileHandle.standardError)
    }

    private func write(_ text: String, to handle: FileHandle) {
        // A reader that has gone away (`| head`) is no failure of ours.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
