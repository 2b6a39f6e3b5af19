/// The content lines that iCalendar (RFC 5545, section 3.1) and vCard (RFC 6350, section 3.2) are made of.
struct ContentLines {
    /// A line's bytes, the line end aside.
    private static let lineBytesMax = 75

    private(set) var bytes: [UInt8] = []

    /// Writes one content line, folded between characters, never within one.
    mutating func append(_ name: String, _ value: String) {
        var length = 0
        for scalar in (name + ":" + value).unicodeScalars {
            let encoded = UTF8.encode(scalar).map { Array($0) } ?? []
            if length + encoded.count > Self.lineBytesMax {
                bytes += [0x0D, 0x0A, 0x20]
                length = 1
            }
            bytes += encoded
            length += encoded.count
        }
        bytes += [0x0D, 0x0A]
    }

    /// A text with what parts values marked; other control characters are left out.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",": result += ["\\", scalar]
            case "\n": result += ["\\", "n"]
            default: if scalar.value >= 0x20, scalar.value != 0x7F { result.append(scalar) }
            }
        }
        return String(result)
    }

    /// Texts as one parameter, a list within quotation marks; what would end a text or the list is left out.
    static func quoted(_ texts: [String]) -> String {
        var result = String.UnicodeScalarView()
        for (place, text) in texts.enumerated() {
            if place > 0 { result.append(",") }
            for scalar in text.unicodeScalars where scalar.value >= 0x20 && scalar.value != 0x7F {
                if scalar != "\"", scalar != "," { result.append(scalar) }
            }
        }
        return "\"" + String(result) + "\""
    }
}
