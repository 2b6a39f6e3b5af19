import Shared

/// The arguments as the system handed them over.
///
/// The language's own view of them repairs bytes that are no text; what a person meant would be saved
/// as something else without a word.
enum ArgumentBytes {
    /// Refuses arguments that are not text.
    static func check() throws {
        let arguments = (1..<max(1, Int(CommandLine.argc))).compactMap { place in
            unsafe CommandLine.unsafeArgv[place].map { unsafe bytes(of: $0) }
        }
        for argument in arguments { try check(argument) }
    }

    static func check(_ argument: [UInt8]) throws {
        do throws(InputTextError) {
            _ = try InputText.decoded(argument)
        } catch {
            let shown = printable(String(decoding: argument.prefix(60), as: UTF8.self))
            throw CommandFailure(
                code: "invalid_text",
                Labels(
                    vi: "đối số \(shown): \(error.labels.vi)",
                    en: "the argument \(shown): \(error.message)"
                ),
                hint: Labels(
                    vi: "gõ trong cửa sổ dùng UTF-8",
                    en: "type it in a terminal that is set to UTF-8"
                )
            )
        }
    }

    private static func bytes(of argument: UnsafeMutablePointer<CChar>) -> [UInt8] {
        var bytes: [UInt8] = []
        var place = 0
        while unsafe argument[place] != 0 {
            unsafe bytes.append(UInt8(bitPattern: argument[place]))
            place += 1
        }
        return bytes
    }
}
