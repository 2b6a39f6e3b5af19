extension PartialDate {
    /// The form in storage and exchange: `1997`, `2025-09`, `2026-01-18`, with `~` or `?` at the end.
    public var canonical: String {
        var text = padded(year, 4)
        if let month { text += "-" + padded(month, 2) }
        if let day { text += "-" + padded(day, 2) }
        switch mark {
        case .none: break
        case .about: text += "~"
        case .uncertain: text += "?"
        }
        return text
    }

    /// The date whose canonical form is exactly this.
    public init?(canonical: String) {
        var bytes = Array(canonical.utf8)
        let mark: Mark =
            switch bytes.last {
            case UInt8(ascii: "~"): .about
            case UInt8(ascii: "?"): .uncertain
            default: .none
            }
        if mark != .none { bytes.removeLast() }
        guard bytes.count == 4 || bytes.count == 7 || bytes.count == 10 else { return nil }
        var parts: [Int32] = [0]
        for (position, byte) in bytes.enumerated() {
            if position == 4 || position == 7 {
                guard byte == UInt8(ascii: "-") else { return nil }
                parts.append(0)
            } else {
                guard isASCIIDigit(byte) else { return nil }
                parts[parts.count - 1] = parts[parts.count - 1] * 10 + Int32(byte - 0x30)
            }
        }
        let month = parts.count > 1 ? parts[1] : nil
        let day = parts.count > 2 ? parts[2] : nil
        guard let date = try? PartialDate(year: parts[0], month: month, day: day, mark: mark)
        else { return nil }
        self = date
    }

    /// As people read it: vi `18/01/2026`, `09/2025`, `khoảng 1997`; en `2026-01-18`, `about 1997`.
    public func display(in language: DisplayLanguage) -> String {
        var text: String
        switch language {
        case .en: text = marked(.none).canonical
        case .vi:
            text = padded(year, 4)
            if let month { text = padded(month, 2) + "/" + text }
            if let day { text = padded(day, 2) + "/" + text }
        }
        return switch mark {
        case .none: text
        case .about: Qualifier.about.word(in: language) + " " + text
        case .uncertain: text + "?"
        }
    }

    /// Reads what people type.
    ///
    /// `1997`, `2025-09`, `2026-01-18`, `9/2025`, `18/01/2026` (the day first, also with points or
    /// hyphens), `tháng 9 năm 2025`, `ngày 18 tháng 1 năm 2026`, each with `about`, `khoảng`, `~` in
    /// front or `~`, `?` behind. A year has four digits.
    public init(parsing text: String) throws(ValueError) {
        var scanner = try ValueScanner(text, .partialDate)
        let malformed = ValueError.malformed(.partialDate, text)
        var mark = Mark.none
        if let found = QualifierWord.take(from: &scanner) {
            guard found.qualifier == .about, found.order == nil else { throw malformed }
            mark = .about
        }
        guard let parts = DateParts(from: &scanner) else { throw malformed }
        scanner.skipSpaces()
        if !scanner.isAtEnd {
            guard mark == .none else { throw malformed }
            mark = scanner.take("~") ? .about : .uncertain
            guard mark == .about || scanner.take("?"), scanner.isAtEnd else { throw malformed }
        }
        self = try PartialDate(year: parts.year, month: parts.month, day: parts.day, mark: mark)
    }

    private func padded(_ value: Int32, _ width: Int) -> String {
        let digits = value.description
        return String(repeating: "0", count: max(width - digits.utf8.count, 0)) + digits
    }
}

/// The numbers of a date in the order in which they stand.
private struct DateParts {
    let year: Int32
    let month: Int32?
    let day: Int32?

    /// Takes one to three numbers; nil if their lengths and what parts them are no form of a date.
    init?(from scanner: inout ValueScanner) {
        for word in ["ngày", "tháng", "năm"] where scanner.takeWord(word) {
            scanner.skipSpaces()
            break
        }
        var numbers: [(value: Int32, digits: Int)] = []
        var separators: [UInt8] = []
        while true {
            let digits = scanner.takeDigits()
            guard digits.count == 4 || (1...2).contains(digits.count) else { return nil }
            numbers.append((digits.reduce(0) { $0 * 10 + Int32($1) }, digits.count))
            guard numbers.count < 3, let separator = Self.takeSeparator(from: &scanner) else {
                break
            }
            separators.append(separator)
        }
        guard separators.allSatisfy({ $0 == separators.first }) else { return nil }
        let isYearFirst = numbers[0].digits == 4
        let isISO = separators.allSatisfy { $0 == UInt8(ascii: "-") }
        guard !isYearFirst || isISO else { return nil }
        if !isYearFirst { numbers.reverse() }
        guard numbers[0].digits == 4, numbers.dropFirst().allSatisfy({ $0.digits < 3 })
        else { return nil }
        year = numbers[0].value
        month = numbers.count > 1 ? numbers[1].value : nil
        day = numbers.count > 2 ? numbers[2].value : nil
    }

    /// The words for month and year count as one separator, `/`; nil, and nothing is taken, if there
    /// is no number behind.
    private static func takeSeparator(from scanner: inout ValueScanner) -> UInt8? {
        let start = scanner.index
        scanner.skipSpaces()
        var separator: UInt8?
        if let byte = scanner.peek(), byte >= UInt8(ascii: "-"), byte <= UInt8(ascii: "/") {
            separator = byte
            scanner.index += 1
        } else if scanner.takeWord("tháng") || scanner.takeWord("năm") {
            separator = UInt8(ascii: "/")
        }
        scanner.skipSpaces()
        if separator != nil, scanner.isDigit() { return separator }
        scanner.index = start
        return nil
    }
}
