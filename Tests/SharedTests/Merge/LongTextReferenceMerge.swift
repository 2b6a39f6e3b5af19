/// Merges with the base's content at hand, to hold the merge without it against.
///
/// Source: Khanna, Kunal, Pierce, "A Formal Investigation of Diff3", 2007.
enum LongTextReferenceMerge {
    typealias Paragraph = [UInt8]

    /// The merged paragraphs, or nil for a conflict.
    ///
    /// Each side comes with the places where it has the paragraphs of the base.
    static func merged(
        base: [Paragraph],
        _ a: (text: [Paragraph], places: [Int?]),
        _ b: (text: [Paragraph], places: [Int?])
    ) -> [Paragraph]? {
        var result: [Paragraph] = []
        var (o, x, y) = (0, 0, 0)
        while true {
            let next = (o..<base.count).first { a.places[$0] != nil && b.places[$0] != nil }
            let oEnd = next ?? base.count
            let xEnd = next.flatMap { a.places[$0] } ?? a.text.count
            let yEnd = next.flatMap { b.places[$0] } ?? b.text.count
            let old = base[o..<oEnd]
            let mine = a.text[x..<xEnd]
            let theirs = b.text[y..<yEnd]
            if mine == theirs || theirs == old {
                result += mine
            } else if mine == old {
                result += theirs
            } else {
                return nil
            }
            guard let next else { return result }
            result.append(base[next])
            (o, x, y) = (oEnd + 1, xEnd + 1, yEnd + 1)
        }
    }

    /// A longest common subsequence by the textbook's table: where `text` has each paragraph of
    /// `base`.
    static func places(of base: [Paragraph], in text: [Paragraph]) -> [Int?] {
        var longest = Array(
            repeating: Array(repeating: 0, count: text.count + 1),
            count: base.count + 1
        )
        for i in base.indices.reversed() {
            for j in text.indices.reversed() {
                longest[i][j] =
                    base[i] == text[j]
                    ? longest[i + 1][j + 1] + 1 : max(longest[i + 1][j], longest[i][j + 1])
            }
        }
        var result = [Int?](repeating: nil, count: base.count)
        var (i, j) = (0, 0)
        while i < base.count, j < text.count {
            if base[i] == text[j] {
                result[i] = j
                (i, j) = (i + 1, j + 1)
            } else if longest[i + 1][j] >= longest[i][j + 1] {
                i += 1
            } else {
                j += 1
            }
        }
        return result
    }
}
