/// A closed list of codes with labels; data may hold unknown codes of a newer schema.
public struct Enumeration: Sendable {
    public struct Code: Hashable, Sendable {
        /// 1...40 ASCII letters, digits, `_` and `-`; compared exactly, never reused.
        public let code: String
        public let labels: Labels
        /// What it was called in former versions; values written under these names mean this code.
        public let formerly: [String]

        public init(code: String, labels: Labels, formerly: [String] = []) {
            self.code = code
            self.labels = labels
            self.formerly = formerly
        }
    }

    public let id: String
    /// In the order of the schema.
    public let codes: [Code]

    public init(id: String, codes: [Code]) {
        self.id = id
        self.codes = codes
    }

    /// The place of `code`, or of what it is called now, in the list; nil when it is not in it.
    public func index(of code: String) -> Int? {
        codes.firstIndex { $0.code.isSame(as: code) }
            ?? codes.firstIndex { entry in entry.formerly.contains { $0.isSame(as: code) } }
    }

    /// What `code` is called now; an unknown code itself.
    public func present(_ code: String) -> String { index(of: code).map { codes[$0].code } ?? code }

    public func contains(_ code: String) -> Bool { index(of: code) != nil }

    /// What people read for `code`: its label, or an unknown code itself.
    public func label(of code: String, in language: DisplayLanguage) -> String {
        guard let index = index(of: code) else { return code }
        return codes[index].labels[language]
    }

    /// The code that a person meant: the code itself, or a label in either language.
    ///
    /// Codes are compared exactly, labels without case, marks and punctuation. A folded label that
    /// belongs to two codes counts only when it is written exactly.
    public func code(meantBy text: String) -> String? {
        if let index = index(of: text) { return codes[index].code }
        let exact = InputText.normalized(text)
        let folded = foldedName(text)
        var found: String?
        for candidate in codes {
            let labels = [candidate.labels.vi, candidate.labels.en]
            if labels.contains(where: { $0.isSame(as: exact) }) { return candidate.code }
            guard labels.contains(where: { foldedName($0).isSame(as: folded) }) else { continue }
            if found != nil { return nil }
            found = candidate.code
        }
        return found
    }

    /// The code that `text` was probably meant to be, by its code or its labels.
    public func nearestCode(to text: String) -> String? {
        if let code = nearest(text, in: codes.map { $0.code }) { return code }
        for language in DisplayLanguage.allCases {
            guard let label = nearest(text, in: codes.map { $0.labels[language] }) else { continue }
            return codes.first { $0.labels[language].isSame(as: label) }?.code
        }
        return nil
    }
}
