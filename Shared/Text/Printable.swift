/// Makes text of other people harmless for a terminal, a log line or a list.
///
/// Control characters, direction controls, invisible characters and separators of lines and paragraphs
/// become `\u{…}` with their number in hexadecimal; everything else stays as it is. The result is for
/// people: it cannot be turned back, since a text may have `\u{…}` itself.
///
/// - Parameters:
///   - text: Any text.
///   - keepingLineFeeds: Whether U+000A stays.
/// - Returns: The text as it may be shown.
public func printable(_ text: String, keepingLineFeeds: Bool = false) -> String {
    let isHarmless = text.unicodeScalars.allSatisfy {
        !isHarmful($0.value) || (keepingLineFeeds && $0.value == 0x0A)
    }
    if isHarmless { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        if isHarmful(scalar.value), !(keepingLineFeeds && scalar.value == 0x0A) {
            result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
    return result
}

private func isHarmful(_ value: UInt32) -> Bool {
    if value < 0x7F { return value < 0x20 }
    switch value {
    // Delete and the C1 controls, which some terminals obey as they obey escape sequences.
    case 0x7F...0x9F: return true
    // Direction: a text could show itself in another order than it is stored.
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x206F: return true
    // Lines and paragraphs: a record could pretend to be two.
    case 0x2028, 0x2029: return true
    // Without width: two names could look the same.
    case 0xAD, 0x034F, 0x180B...0x180F, 0x200B...0x200D, 0x2060...0x2065, 0xFEFF: return true
    // Fillers of Hangul and Khmer, which look like nothing, and interlinear annotation.
    case 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, 0xFFF9...0xFFFB: return true
    // Invisible formatting of shorthand and music, tags.
    case 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF: return true
    default: return false
    }
}
