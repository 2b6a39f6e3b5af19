/// Why the server does not take a value into a record.
///
/// Fields and codes that the schema does not know are taken: a newer one has them.
public enum WriteRefusal: Hashable, Sendable, CaseIterable {
    /// The value is not of the field's type, or not in its canonical form.
    case type
    /// The value or its key is longer than allowed.
    case size
    /// The cell's sub-key is not that of its value, or none that the field has.
    case key
    /// The field is restricted or personal, and rights do not exist yet.
    case rights
    /// The reference is to a collection that the field does not point to.
    case target
    /// Whoever made the change may only read.
    case readOnly

    /// The stable name in output for programs.
    public var code: String {
        switch self {
        case .type: "wrong_type"
        case .size: "too_large"
        case .key: "wrong_key"
        case .rights: "needs_rights"
        case .target: "wrong_collection"
        case .readOnly: "read_only"
        }
    }

    /// Nil when `code` is none of the reasons.
    public init?(code: String) {
        guard let refusal = Self.allCases.first(where: { $0.code.isSame(as: code) }) else {
            return nil
        }
        self = refusal
    }

    /// The reason in words.
    public func message(in language: DisplayLanguage) -> String {
        labels[language]
    }

    private var labels: Labels {
        switch self {
        case .type:
            Labels(
                vi: "giá trị không đúng kiểu của trường",
                en: "the value is not what the field holds"
            )
        case .size: Labels(vi: "giá trị quá dài", en: "the value is too long")
        case .key:
            Labels(
                vi: "giá trị không nằm đúng chỗ của trường",
                en: "the value is not where the field keeps it"
            )
        case .rights:
            Labels(
                vi: "trường hạn chế, chưa có phân quyền nên chưa nhận giá trị",
                en: "the field is not for everyone, and rights do not exist yet"
            )
        case .target:
            Labels(
                vi: "trường không trỏ tới bộ hồ sơ này",
                en: "the field does not point to records of this collection"
            )
        case .readOnly:
            Labels(vi: "tài khoản của thiết bị này chỉ được đọc", en: "this device may only read")
        }
    }
}
