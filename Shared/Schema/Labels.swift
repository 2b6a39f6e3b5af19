/// What something is called, in each language that the programs speak.
public struct Labels: Hashable, Sendable {
    public let vi: String
    public let en: String

    public init(vi: String, en: String) {
        self.vi = vi
        self.en = en
    }

    /// The same with more behind it.
    func with(_ more: Labels) -> Labels {
        Labels(vi: vi + "; " + more.vi, en: en + "; " + more.en)
    }

    public subscript(language: DisplayLanguage) -> String {
        switch language {
        case .vi: vi
        case .en: en
        }
    }
}
