extension Enumeration {
    /// The codes that a person probably meant who typed `text`, for "did you mean"; none where
    /// nothing is near.
    ///
    /// What was typed is compared with the labels by words, and only then letter by letter: `Hàn`
    /// is a part of `Hàn Quốc`, not a misspelt `HN`. A code is never what a longer text was meant
    /// to be.
    func probableCodes(for text: String) -> [Code] {
        let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
        let folded = foldedName(text)
        let usual = usualNames.filter { $0.name.isSame(as: folded) }.map { $0.code }
        let called = codes.filter { entry in
            usual.contains { $0.isSame(as: entry.code) }
                || isPlain && foldedName(entry.code).isSame(as: folded)
        }
        if !called.isEmpty { return called }
        let words = folded.words
        let within = codes.filter { entry in
            entry.folds.contains { label in words.allSatisfy { label.has($0) } }
        }
        if (1...Self.meantMax).contains(within.count) { return within }
        let around = codes.filter { entry in
            entry.folds.contains { label in
                !label.isEmpty && label.allSatisfy { words.has($0) }
            }
        }
        if (1...Self.meantMax).contains(around.count) { return around }
        return misspelt(text, isPlain).map { [$0] } ?? []
    }

    /// The code that `text` is with a few typing errors, or a label of it is.
    private func misspelt(_ text: String, _ isPlain: Bool) -> Code? {
        let length = text.utf8.count
        let candidates = isPlain ? codes.filter { $0.code.utf8.count >= length } : []
        if let code = nearest(text, in: candidates.map { $0.code }) {
            return candidates.first { $0.code.isSame(as: code) }
        }
        let labels = codes.flatMap { [$0.labels.vi, $0.labels.en] }
        guard let label = nearest(text, in: labels) else { return nil }
        return codes.first { $0.labels.vi.isSame(as: label) || $0.labels.en.isSame(as: label) }
    }

    /// Of more than so many codes a question would be no help.
    private static let meantMax = 3

    /// What people call codes whose labels are other words, folded.
    private var usualNames: [(name: String, code: String)] {
        id.isSame(as: "Country") ? Self.usualCountryNames : []
    }

    private static let usualCountryNames = [
        (name: "my", code: "US"), (name: "usa", code: "US"), (name: "nhat", code: "JP"),
        (name: "han", code: "KR"), (name: "nam han", code: "KR"),
        (name: "nam trieu tien", code: "KR"), (name: "bac trieu tien", code: "KP"),
        (name: "italia", code: "IT"), (name: "lb nga", code: "RU"),
        (name: "bungari", code: "BG"), (name: "bun ga ri", code: "BG"),
        (name: "hungari", code: "HU"), (name: "hung ga ri", code: "HU"),
        (name: "england", code: "GB"), (name: "trung hoa", code: "CN"),
        (name: "myanma", code: "MM"), (name: "mien dien", code: "MM"),
    ]
}

extension Enumeration.Code {
    /// The words of its labels, folded.
    fileprivate var folds: [[String]] {
        [foldedName(labels.vi).words, foldedName(labels.en).words]
    }
}

extension String {
    /// The words of a folded name.
    fileprivate var words: [String] {
        utf8.split(separator: 0x20).map { String(decoding: Array($0), as: UTF8.self) }
    }
}

extension [String] {
    /// Whether `word` is one of the words, or the initials of some that follow each other: `chdc`
    /// of `cong hoa dan chu congo`.
    fileprivate func has(_ word: String) -> Bool {
        if contains(where: { $0.isSame(as: word) }) { return true }
        let letters = [Unicode.Scalar](word.unicodeScalars)
        guard letters.count > 1, letters.count <= count else { return false }
        let initials = map { $0.unicodeScalars.first }
        return (0...(count - letters.count)).contains { start in
            letters.indices.allSatisfy { initials[start + $0] == letters[$0] }
        }
    }
}
