/// One of several values in a cell: its main part, and what stands after it as `part=value`.
package struct CellElement: Equatable, Sendable {
    package struct Part: Equatable, Sendable {
        package let key: String
        package let text: String

        package init(key: String, text: String) {
            self.key = key
            self.text = text
        }
    }

    package let main: String
    package let parts: [Part]

    package init(_ main: String, _ parts: [Part] = []) {
        self.main = main
        self.parts = parts
    }

    /// The element as commands take it: `partners/ADGM;role=signatory`, or with blanks after `;`.
    package func text(after separator: String = ";") -> String {
        var text = escaped(main)
        for part in parts { text += separator + part.key + "=" + escaped(part.text) }
        return text
    }
}

/// Several values in one cell.
///
/// Line feeds and semicolons part them; `\;` is a semicolon. What follows a semicolon and reads `part=…`
/// belongs to the value before it.
package enum CellElements {
    /// The values of a cell, empty ones left out; `parts` are the names of the parts there may be.
    package static func read(_ cell: String, parts: [String]) -> [CellElement] {
        var elements: [CellElement] = []
        for line in pieces(cell, at: 0x0A, unescaping: false) {
            var isFirst = true
            for piece in pieces(line, at: UInt8(ascii: ";"), unescaping: true) {
                defer { isFirst = false }
                let text = piece.withoutBlanks
                guard !text.utf8.isEmpty else { continue }
                if !isFirst, let part = part(of: text, among: parts), let last = elements.last {
                    elements[elements.count - 1] = CellElement(last.main, last.parts + [part])
                } else {
                    elements.append(CellElement(text))
                }
            }
        }
        return elements
    }

    /// A cell that ``read(_:parts:)`` reads as these values; elements with parts get a line each.
    package static func write(_ elements: [CellElement], onLines: Bool) -> String {
        elements.map { $0.text(after: "; ") }.joined(separator: onLines ? "\n" : "; ")
    }

    private static func part(of text: String, among names: [String]) -> CellElement.Part? {
        guard let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let key = String(text[..<sign]).withoutBlanks
        let value = String(text[text.utf8.index(after: sign)...]).withoutBlanks
        guard !value.utf8.isEmpty, names.contains(where: { $0.utf8.elementsEqual(key.utf8) }) else {
            return nil
        }
        return CellElement.Part(key: key, text: value)
    }

    private static func pieces(_ text: String, at separator: UInt8, unescaping: Bool) -> [String] {
        var pieces: [[UInt8]] = [[]]
        var isEscaped = false
        for byte in text.utf8 {
            if isEscaped {
                isEscaped = false
                let isMeant = byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\\")
                if !unescaping || !isMeant { pieces[pieces.count - 1].append(UInt8(ascii: "\\")) }
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
                continue
            } else if byte == separator {
                pieces.append([])
                continue
            }
            pieces[pieces.count - 1].append(byte)
        }
        if isEscaped { pieces[pieces.count - 1].append(UInt8(ascii: "\\")) }
        return pieces.map { String(decoding: $0, as: UTF8.self) }
    }
}

/// With `\` before what would part values.
private func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
        if byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\\") {
            bytes.append(UInt8(ascii: "\\"))
        }
        bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
}

extension String {
    /// Without the white space at both ends, non-breaking spaces included.
    package var withoutBlanks: String {
        var scalars = unicodeScalars[...]
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }

    /// On one line: each run of white space in which a line ends, or a tab, is one space.
    package var onOneLine: String {
        let isPlain = utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        guard !isPlain else { return withoutBlanks }
        let words = unicodeScalars.split { $0 == "\n" || $0 == "\r" || $0 == "\t" }
        return words.map { String($0).withoutBlanks }.filter { !$0.utf8.isEmpty }
            .joined(separator: " ")
    }
}
