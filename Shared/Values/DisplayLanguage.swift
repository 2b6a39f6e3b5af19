/// The language in which values, labels and messages are shown.
public enum DisplayLanguage: Hashable, Sendable, CaseIterable {
    /// Vietnamese: 18/01/2026, 1.200.000,5.
    case vi
    /// English: 2026-01-18, 1,200,000.5.
    case en

    /// The language tag, as in `--lang`.
    public var code: String {
        switch self {
        case .vi: "vi"
        case .en: "en"
        }
    }

    /// The language of exactly this tag.
    public init?(code: String) {
        for language in Self.allCases where language.code.utf8.elementsEqual(code.utf8) {
            self = language
            return
        }
        return nil
    }
}
