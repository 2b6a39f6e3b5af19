import ClientExchange
import Shared

extension ImportFile {
    /// What is added to the message about a file that is damaged.
    static func damaged(_ console: Console) -> String {
        console.say(
            en: "; the file is damaged, nothing was changed",
            vi: "; tệp bị hỏng, không có gì thay đổi"
        )
    }

    /// The encoding that people call so.
    ///
    /// - Throws: ``CommandFailure`` for one that is not known.
    func namedEncoding(_ name: String, _ console: Console) throws -> TextEncoding {
        if let encoding = TextEncoding(name: name) { return encoding }
        throw CommandFailure(
            .usage,
            code: "unknown_encoding",
            console.say(en: "there is no encoding \(name)", vi: "không có bảng mã \(name)"),
            hint: Self.encodings(but: nil)
        )
    }

    /// The file's text.
    ///
    /// - Parameters:
    ///   - encoding: What it is said to be in; nil to find out.
    ///   - notes: Takes in that the encoding was guessed.
    ///   - console: For what is told.
    /// - Returns: The text in NFC.
    /// - Throws: ``CommandFailure`` for what is no text.
    func text(
        _ encoding: TextEncoding?,
        _ notes: inout [String],
        _ console: Console
    ) throws -> String {
        let file: FileText
        do throws(FileTextError) {
            file = try FileText(bytes, encoding: encoding)
        } catch {
            throw failure(error, console)
        }
        if file.isGuess {
            let name = file.encoding.rawValue
            notes.append(
                console.say(
                    en: "\(path) was read as \(name), which is a guess: look at its accents, or "
                        + "say --encoding",
                    vi: "\(path) được đọc theo bảng mã đoán là \(name): hãy xem lại dấu tiếng "
                        + "Việt, hoặc nêu --encoding"
                )
            )
        }
        return file.text
    }

    private func failure(_ error: FileTextError, _ console: Console) -> CommandFailure {
        switch error {
        case .damaged(let line, let column):
            return CommandFailure(
                .damaged,
                code: "invalid_text",
                path + ": "
                    + console.say(
                        en: "line \(line), column \(column) is not UTF-8, as the rest is",
                        vi: "dòng \(line), cột \(column) không phải UTF-8 như phần còn lại"
                    ) + Self.damaged(console),
                hint: console.say(
                    en: "save it again as UTF-8, or say what it is in: --encoding windows-1258",
                    vi: "hãy lưu lại thành UTF-8, hoặc nêu bảng mã: --encoding windows-1258"
                )
            )
        case .doesNotFit(let encoding, let line):
            let name = encoding.rawValue
            return CommandFailure(
                code: "invalid_text",
                console.say(
                    en: "\(path), line \(line): this is no \(name); nothing was changed",
                    vi: "\(path), dòng \(line): không phải \(name); không có gì thay đổi"
                ),
                hint: "--encoding " + Self.encodings(but: encoding)
            )
        case .unknown:
            return CommandFailure(
                code: "invalid_text",
                console.say(
                    en: "\(path) is no text in any encoding that is known",
                    vi: "\(path) không phải văn bản theo bảng mã nào đã biết"
                ),
                hint: "--encoding " + Self.encodings(but: nil)
            )
        }
    }

    private static func encodings(but tried: TextEncoding?) -> String {
        TextEncoding.allCases.filter { $0 != tried }.map { $0.rawValue }.joined(separator: ", ")
    }
}
