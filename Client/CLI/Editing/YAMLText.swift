package import Shared
import Yams

/// YAML as people edit it: lists and mappings of texts.
///
/// What a plain text would mean to other programs (`no`, `1e3`) means nothing here.
package enum YAMLText {
    /// The longest document that is read, in bytes.
    static let bytesMax = 4 * 1024 * 1024

    /// Writes `key: value`, with a line feed at the end; `null` leaves the value out.
    static func entry(_ key: String, _ value: JSONValue) throws -> String {
        if value.isNull { return key + ":\n" }
        return try Yams.serialize(
            node: Node([(Node(key), node(value))], .implicit, .block),
            width: -1,
            allowUnicode: true
        )
    }

    /// Reads a mapping; nil when there is nothing but comments.
    ///
    /// - Throws: `CommandFailure` that says where it cannot be read.
    package static func mapping(_ text: String) throws -> JSONValue? {
        guard text.utf8.count <= bytesMax else {
            throw CommandFailure(
                code: "invalid_yaml",
                Labels(vi: "văn bản quá dài", en: "the text is too long")
            )
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw CommandFailure(code: "invalid_yaml", YAMLProblem.labels(of: error))
        }
        guard let root else { return nil }
        let value = try value(root)
        if value.isNull { return nil }
        guard value.object != nil else {
            throw CommandFailure(
                code: "invalid_yaml",
                Labels(
                    vi: "cần các dòng dạng TRƯỜNG: GIÁ TRỊ",
                    en: "there must be lines of FIELD: VALUE"
                )
            )
        }
        return value
    }

    private static func node(_ value: JSONValue) -> Node {
        switch value {
        case .null: Node("")
        case .boolean(let value): Node(value ? "true" : "false")
        case .number(let number): Node(number.text)
        case .string(let text): Node(text, Tag(.str), style(of: text))
        case .array(let elements): Node(elements.map { node($0) }, .implicit, .block)
        case .object(let members):
            Node(members.map { (Node($0.key), node($0.value)) }, .implicit, .block)
        }
    }

    private static func style(of text: String) -> Node.Scalar.Style {
        let hasLines = text.utf8.contains(UInt8(ascii: "\n"))
        // What a terminal must not see is escaped within quotation marks.
        if !printable(text, keepingLineFeeds: true).utf8.elementsEqual(text.utf8) {
            return .doubleQuoted
        }
        return hasLines ? .literal : .any
    }

    private static func value(_ node: Node) throws -> JSONValue {
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain || scalar.style == .any
            let nothing = ["", "~", "null"]
            if isPlain, nothing.contains(where: { $0.utf8.elementsEqual(scalar.string.utf8) }) {
                return .null
            }
            return .string(scalar.string)
        case .sequence(let sequence): return .array(try sequence.map { try value($0) })
        case .mapping(let mapping):
            return .object(
                try mapping.map { key, item in
                    guard case .scalar(let name) = key else {
                        throw CommandFailure(
                            code: "invalid_yaml",
                            Labels(vi: "tên phải là một từ", en: "a name must be one word")
                        )
                    }
                    return JSONValue.Member(key: name.string, value: try value(item))
                }
            )
        case .alias:
            throw CommandFailure(
                code: "invalid_yaml",
                Labels(vi: "ở đây không dùng mỏ neo (anchor)", en: "anchors have no meaning here")
            )
        }
    }
}
