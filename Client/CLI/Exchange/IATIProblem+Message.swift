import ClientExchange
import Shared

extension IATIProblem {
    /// What it says to people.
    func message(_ console: Console) -> String {
        let name = "<\(element)>"
        switch kind {
        case .unknownAttribute(let attribute):
            return console.say(
                en: "\(name) has no attribute \(attribute) in IATI 2.03",
                vi: "\(name): IATI 2.03 không có thuộc tính \(attribute)"
            )
        case .missingAttribute(let attribute):
            return console.say(
                en: "\(name) lacks the attribute \(attribute)",
                vi: "\(name) thiếu thuộc tính \(attribute)"
            )
        case .notA(let form, let attribute, let given):
            let place = attribute.map { name + " " + $0 } ?? name
            let text = given.onOneLine
            switch form {
            case .date:
                return console.say(
                    en: "\(place): \"\(text)\" is no date",
                    vi: "\(place): \"\(text)\" không phải là ngày"
                )
            case .number:
                return console.say(
                    en: "\(place): \"\(text)\" is no number",
                    vi: "\(place): \"\(text)\" không phải là số"
                )
            case .truth:
                return console.say(
                    en: "\(place): \"\(text)\" is neither true nor false",
                    vi: "\(place): \"\(text)\" không phải đúng hay sai"
                )
            }
        case .unexpectedText:
            return console.say(
                en: "\(name) has a text, which it should not",
                vi: "\(name) có chữ, lẽ ra không có"
            )
        case .unexpectedElement(let child):
            return console.say(
                en: "<\(child)> does not belong there",
                vi: "<\(child)> không đúng chỗ"
            )
        case .missingElement(let child):
            return console.say(en: "\(name) lacks <\(child)>", vi: "\(name) thiếu <\(child)>")
        }
    }

    func json(_ console: Console) -> JSONValue {
        .object([
            .init(key: "line", value: .integer(Int64(line))),
            .init(key: "element", value: .string(element)),
            .init(key: "message", value: .string(message(console))),
        ])
    }
}
