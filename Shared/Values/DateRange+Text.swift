extension DateRange {
    /// The form in storage and exchange: `2003/2010`, `1998/..` (continuing), `1998/` (end unknown),
    /// `../2010` (start unknown); one year is `1997/1997`.
    public var canonical: String {
        let end =
            switch until {
            case .date(let date): date.canonical
            case .continuing: ".."
            case .unknown: ""
            }
        return (from?.canonical ?? "..") + "/" + end
    }

    /// The period whose canonical form is exactly this.
    public init?(canonical: String) {
        let bytes = Array(canonical.utf8)
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let start = String(decoding: bytes[..<slash], as: UTF8.self)
        let end = String(decoding: bytes[(slash + 1)...], as: UTF8.self)
        let from = PartialDate(canonical: start)
        guard from != nil || start.utf8.elementsEqual("..".utf8) else { return nil }
        let until: End
        if end.utf8.isEmpty {
            until = .unknown
        } else if end.utf8.elementsEqual("..".utf8) {
            until = .continuing
        } else {
            guard let date = PartialDate(canonical: end) else { return nil }
            until = .date(date)
        }
        guard let range = try? DateRange(from: from, until: until) else { return nil }
        self = range
    }

    /// As people read it: `10/2008 – 03/2010`, `1998 – nay`, `1998 – ?`; one date alone where both
    /// ends are the same.
    public func display(in language: DisplayLanguage) -> String {
        if let from, until == .date(from) { return from.display(in: language) }
        let end =
            switch (until, language) {
            case (.date(let date), _): date.display(in: language)
            case (.continuing, .vi): "nay"
            case (.continuing, .en): "present"
            case (.unknown, _): "?"
            }
        return (from?.display(in: language) ?? "?") + " – " + end
    }

    /// Reads what people type: two dates with `/`, a dash, `đến`, `tới`, `to` or `until` between them.
    ///
    /// `..`, `nay`, `now`, `present` is an end that is still open, `?` or nothing one that is not known.
    /// One date is the period that it names, unless `từ` or `from` stands before it: then the end is
    /// unknown. Between dates with slashes write a dash: `18/01/2026 - 23/01/2026`.
    public init(parsing text: String) throws(ValueError) {
        var scanner = try ValueScanner(text, .dateRange)
        let hasFrom = scanner.takeWord("từ") || scanner.takeWord("from")
        scanner.skipSpaces()
        guard let cut = Self.cut(scanner) else {
            let date = try PartialDate(parsing: scanner.rest)
            self = try DateRange(from: date, until: hasFrom ? .unknown : .date(date))
            return
        }
        let start = String(decoding: scanner.bytes[cut.start], as: UTF8.self)
        let end = String(decoding: scanner.bytes[cut.end], as: UTF8.self)
        let from = Self.isOpen(scanner.folded[cut.start]) ? nil : try PartialDate(parsing: start)
        let until = try Self.end(end)
        guard from != nil || until != .unknown && until != .continuing else {
            throw .malformed(.dateRange, text)
        }
        self = try DateRange(from: from, until: until)
    }

    private static func end(_ text: String) throws(ValueError) -> End {
        var scanner = try ValueScanner(text, .dateRange)
        for word in ["..", "nay", "hiện nay", "now", "present"] where scanner.take(word) {
            guard scanner.isAtEnd else { throw .malformed(.dateRange, text) }
            return .continuing
        }
        return isOpen(scanner.folded[...]) ? .unknown : .date(try PartialDate(parsing: text))
    }

    /// The two sides of a period, not overlapping; nil if nothing parts the text.
    private static func cut(_ scanner: ValueScanner) -> (start: Range<Int>, end: Range<Int>)? {
        let whole = scanner.index..<scanner.folded.count
        for separator in [" - ", "–", "—", " đến ", " tới ", " to ", " until "] {
            for position in whole {
                var ahead = scanner
                ahead.index = position
                guard ahead.take(separator) else { continue }
                return (whole.lowerBound..<position, ahead.index..<whole.upperBound)
            }
        }
        return cutAtSlash(scanner, whole) ?? cutAtHyphen(scanner, whole)
    }

    /// A slash parts a period at an open end, and between dates that have the same number of slashes.
    private static func cutAtSlash(
        _ scanner: ValueScanner,
        _ whole: Range<Int>
    ) -> (start: Range<Int>, end: Range<Int>)? {
        let slashes = whole.filter { scanner.folded[$0] == UInt8(ascii: "/") }
        guard let first = slashes.first, let last = slashes.last else { return nil }
        let middle: Int
        if isOpen(scanner.folded[(last + 1)...]) {
            middle = last
        } else if isOpen(scanner.folded[whole.lowerBound..<first]) {
            middle = first
        } else {
            guard slashes.count % 2 == 1 else { return nil }
            middle = slashes[slashes.count / 2]
            let digits = scanner.folded[whole.lowerBound..<middle].filter(isASCIIDigit)
            guard digits.count >= 4 else { return nil }
        }
        return (whole.lowerBound..<middle, (middle + 1)..<whole.upperBound)
    }

    /// Whether no date is given on this side.
    private static func isOpen(_ side: ArraySlice<UInt8>) -> Bool {
        let signs = side.filter { $0 != space }
        return signs.isEmpty || signs.elementsEqual("..".utf8) || signs.elementsEqual("?".utf8)
    }

    /// `2003-2010`: a month has no four digits.
    private static func cutAtHyphen(
        _ scanner: ValueScanner,
        _ whole: Range<Int>
    ) -> (start: Range<Int>, end: Range<Int>)? {
        let middle = whole.lowerBound + 4
        guard whole.count == 9, scanner.folded[middle] == UInt8(ascii: "-") else { return nil }
        let digits = scanner.folded[whole].filter(isASCIIDigit)
        guard digits.count == 8 else { return nil }
        return (whole.lowerBound..<middle, (middle + 1)..<whole.upperBound)
    }
}
