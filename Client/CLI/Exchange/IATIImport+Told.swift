import ClientExchange
import Shared

extension IATIImport {
    /// A part that was refused, as people read of it.
    func refusal(_ refusal: IATIRefusal) -> RowRefusal {
        let message: String
        switch refusal.reason {
        case .noIdentifier:
            message = console.say(
                en: "it has no identifier, by which it would be known again",
                vi: "không có mã định danh nên không nhận lại được"
            )
        case .noDate:
            message = console.say(
                en: "there is no day that can be read",
                vi: "không có ngày đọc được"
            )
        case .noAmount(let text):
            message = console.say(
                en: "\"\(text)\" is not an amount",
                vi: "\"\(text)\" không phải là số tiền"
            )
        case .noCurrency:
            message = console.say(en: "no currency is stated", vi: "không nêu đồng tiền")
        case .unknownCurrency(let code):
            message = console.say(
                en: "there is no currency \(code)",
                vi: "không có đồng tiền \(code)"
            )
        case .endBeforeStart(let start, let end):
            message = console.say(
                en: "it ends (\(end)) before it begins (\(start)); the period is left out",
                vi: "kết thúc (\(end)) trước khi bắt đầu (\(start)); bỏ qua thời gian này"
            )
        }
        return RowRefusal(
            line: refusal.line,
            field: refusal.element,
            refusal.element + ": " + message
        )
    }

    /// Tells what in the file is not as the standard has it, and what was known already.
    ///
    /// - Parameter shownMax: Places in the file that are told; the document has all of them.
    func show(atMost shownMax: Int) {
        for problem in problems.prefix(shownMax) {
            console.message(
                console.say(en: "line ", vi: "dòng ") + "\(problem.line): "
                    + printable(problem.message(console))
            )
        }
        let count = problems.count
        if count > 0 {
            console.warn(
                console.say(
                    en: "\(count) places are not as IATI 2.03 has them; what can be read was "
                        + "taken, and everything is kept word for word",
                    vi: "\(count) chỗ không đúng chuẩn IATI 2.03; phần đọc được đã nhập, "
                        + "toàn bộ được giữ nguyên văn"
                )
            )
        }
        console.line(
            console.say(
                en: "activities: \(items), known and unchanged: \(unchanged)",
                vi: "hoạt động: \(items), đã có và không đổi: \(unchanged)"
            )
        )
        if elsewhere > 0 {
            console.line(
                console.say(
                    en: "in other countries, left out: \(elsewhere)",
                    vi: "ở nước khác, bỏ qua: \(elsewhere)"
                )
            )
        }
    }

    /// Why a file could not be read.
    func failure(_ error: IATIFileError, _ path: String) -> CommandFailure {
        let message: String
        switch error {
        case .otherRoot(let root):
            message = console.say(
                en: "it is no IATI file: it begins with <\(root)>",
                vi: "không phải tệp IATI: tệp bắt đầu bằng <\(root)>"
            )
        case .xml(.malformed(let line)):
            message = console.say(
                en: "the XML is broken from line \(line) on",
                vi: "XML hỏng từ dòng \(line)"
            )
        case .xml(.unknownEncoding(let line)):
            message = console.say(
                en: "it is in an encoding that cannot be read (line \(line)); save it as UTF-8",
                vi: "không đọc được bảng mã (dòng \(line)); hãy lưu thành UTF-8"
            )
        case .xml(.entities(let line)):
            message = console.say(
                en: "line \(line) declares an entity; such files are not read",
                vi: "dòng \(line) khai báo thực thể (entity); không đọc tệp loại này"
            )
        case .xml(.tooDeep(let line, let max)):
            message = console.say(
                en: "line \(line) has more than \(max) elements within one another",
                vi: "dòng \(line) có hơn \(max) phần tử lồng nhau"
            )
        case .xml(.textTooLong(let line, let max)):
            message = console.say(
                en: "the text on line \(line) has more than \(max) bytes",
                vi: "đoạn văn ở dòng \(line) dài hơn \(max) byte"
            )
        }
        guard !error.isDamage else {
            return CommandFailure(
                .damaged,
                code: "bad_iati",
                path + ": " + message + ImportFile.damaged(console)
            )
        }
        return CommandFailure(
            code: "bad_iati",
            path + ": " + message + console.say(en: "; nothing was imported", vi: "; chưa nhập gì")
        )
    }
}

extension IATIFileError {
    /// Whether the file is broken, and not one of another kind.
    fileprivate var isDamage: Bool {
        switch self {
        case .xml(.malformed), .xml(.entities): true
        case .xml, .otherRoot: false
        }
    }
}
