/// A sentence of a library that speaks English only, and the same in Vietnamese.
///
/// In both, `#` stands for what the sentence is about, in the same order.
package struct Wording {
    private let en: String
    private let vi: String

    package init(en: String, vi: String) {
        self.en = en
        self.vi = vi
    }

    /// The text in Vietnamese; nil where it is another sentence.
    package func vietnamese(_ text: String) -> String? {
        guard let values = values(in: text) else { return nil }
        let pieces = vi.utf8.split(separator: Self.mark, omittingEmptySubsequences: false)
        var result = ""
        for (place, piece) in pieces.enumerated() {
            result += String(decoding: Array(piece), as: UTF8.self)
            if values.indices.contains(place) { result += values[place] }
        }
        return result
    }

    /// What stands in the text where this has marks; nil where it is another sentence.
    package func values(in text: String) -> [String]? {
        let pieces = en.utf8.split(separator: Self.mark, omittingEmptySubsequences: false)
            .map { Array($0) }
        var rest = Array(text.utf8)[...]
        guard let first = pieces.first, rest.starts(with: first) else { return nil }
        rest = rest.dropFirst(first.count)
        var values: [String] = []
        for piece in pieces.dropFirst().dropLast() {
            guard let found = rest.firstRange(of: piece) else { return nil }
            values.append(String(decoding: rest[..<found.lowerBound], as: UTF8.self))
            rest = rest[found.upperBound...]
        }
        guard pieces.count > 1, let last = pieces.last else { return rest.isEmpty ? values : nil }
        guard rest.count >= last.count, rest.suffix(last.count).elementsEqual(last) else {
            return nil
        }
        values.append(String(decoding: rest.dropLast(last.count), as: UTF8.self))
        return values
    }

    private static let mark = UInt8(ascii: "#")
}

extension [Wording] {
    /// The text in Vietnamese, where one of the sentences is its; else as it is.
    package func vietnamese(_ text: String) -> String {
        for wording in self {
            if let told = wording.vietnamese(text) { return told }
        }
        return text
    }
}
