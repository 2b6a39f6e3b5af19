import Shared

extension FieldType {
    /// The kind of field as schemas write it.
    var word: String {
        switch self {
        case .single(let type): type.word
        case .localizedText: "ltext"
        case .longText: "longtext"
        case .set, .partsSet: "set"
        case .log: "log"
        case .claims: "claims"
        case .counter: "counter"
        }
    }

    /// The type in one phrase, for people: `set of ref to partners`.
    func text(in schema: Schema, _ language: DisplayLanguage) -> String {
        let several = Labels(vi: "nhiều giá trị: ", en: "set of ")[language]
        switch self {
        case .single(let type): return type.text(in: schema, language)
        case .set(let type): return several + type.text(in: schema, language)
        case .partsSet(let definition):
            return several + definition.main.type.text(in: schema, language)
        case .claims(let type):
            return Labels(vi: "theo từng nguồn: ", en: "claims of ")[language]
                + type.text(in: schema, language)
        case .localizedText: return Labels(vi: "văn bản theo ngôn ngữ", en: word)[language]
        case .longText: return Labels(vi: "văn bản dài", en: word)[language]
        case .log: return Labels(vi: "nhật ký trạng thái", en: word)[language]
        case .counter: return Labels(vi: "bộ đếm", en: word)[language]
        }
    }

    /// The codes that a value may be, in the order of the schema; none where it is free.
    var codes: [Enumeration.Code] {
        switch self {
        case .log(let lifecycle): lifecycle.states.codes
        case .single(let type), .set(let type), .claims(let type): type.codes
        case .partsSet(let definition): definition.parts.flatMap { $0.type.codes }
        case .localizedText, .longText, .counter: []
        }
    }

    /// What a program needs to know beside the word.
    func details(in schema: Schema) -> [JSONValue.Member] {
        switch self {
        case .single(let type): return type.details(in: schema)
        case .set(let type), .claims(let type):
            return [.init(key: "of", value: .string(type.word))] + type.details(in: schema)
        case .partsSet(let definition):
            let parts = definition.parts.map { part -> JSONValue in
                .object(
                    [
                        .init(key: "part", value: .string(part.id)),
                        .init(key: "type", value: .string(part.type.word)),
                        .init(key: "label", value: part.labels.json),
                    ] + part.type.details(in: schema)
                )
            }
            return [
                .init(key: "of", value: .string("parts")),
                .init(key: "main", value: .string(definition.main.id)),
                .init(key: "parts", value: .array(parts)),
            ]
        case .log(let lifecycle):
            let codes = lifecycle.states.codes.map { code -> JSONValue in
                .object(
                    code.members + [
                        .init(key: "terminal", value: .boolean(lifecycle.isTerminal(code.code)))
                    ]
                )
            }
            return [
                .init(key: "enumeration", value: .string(lifecycle.states.id)),
                .init(key: "codes", value: .array(codes)),
            ]
        case .localizedText, .longText, .counter: return []
        }
    }
}

extension ScalarType {
    /// The type as schemas write it.
    var word: String {
        switch self {
        case .text: "text"
        case .enumeration: "enum"
        case .boolean: "boolean"
        case .number: "number"
        case .date: "pdate"
        case .range: "prange"
        case .quantity: "qty"
        case .money: "money"
        case .reference: "ref"
        case .url: "url"
        case .email: "email"
        case .telephone: "tel"
        }
    }

    /// The type in one phrase, for people: `ref to partners`.
    func text(in schema: Schema, _ language: DisplayLanguage) -> String {
        let name = labels[language]
        switch self {
        case .reference(let numbers):
            let ids = numbers.compactMap { schema.collection(number: $0)?.id }
            let any = Labels(vi: "nhóm bất kỳ", en: "any collection")[language]
            let targets = ids.count == schema.collections.count ? any : ids.joined(separator: ", ")
            return Labels(vi: name + " tới " + targets, en: name + " to " + targets)[language]
        case .quantity(let unit?):
            return Labels(vi: name + ", đơn vị " + unit, en: name + " in " + unit)[language]
        default: return name
        }
    }

    /// The type in a word: in English as schemas write it.
    private var labels: Labels {
        let vi =
            switch self {
            case .text: "văn bản"
            case .enumeration: "mã"
            case .boolean: "có hoặc không"
            case .number: "số"
            case .date: "ngày"
            case .range: "khoảng thời gian"
            case .quantity: "số lượng"
            case .money: "số tiền"
            case .reference: "tham chiếu"
            case .url: "địa chỉ web"
            case .email: "thư điện tử"
            case .telephone: "điện thoại"
            }
        return Labels(vi: vi, en: word)
    }

    var codes: [Enumeration.Code] {
        if case .enumeration(let enumeration) = self { enumeration.codes } else { [] }
    }

    func details(in schema: Schema) -> [JSONValue.Member] {
        switch self {
        case .enumeration(let enumeration):
            return [
                .init(key: "enumeration", value: .string(enumeration.id)),
                .init(
                    key: "codes",
                    value: .array(enumeration.codes.map { .object($0.members) })
                ),
            ]
        case .reference(let numbers):
            let ids = numbers.compactMap { schema.collection(number: $0)?.id }
            return [.init(key: "to", value: .array(ids.map { .string($0) }))]
        case .quantity(let unit?): return [.init(key: "unit", value: .string(unit))]
        default: return []
        }
    }
}

extension Sensitivity {
    /// The word as schemas write it.
    var word: String {
        switch self {
        case .public: "public"
        case .internal: "internal"
        case .restricted: "restricted"
        case .personal: "personal"
        }
    }
}

extension Enumeration.Code {
    fileprivate var members: [JSONValue.Member] {
        [
            .init(key: "code", value: .string(code)),
            .init(key: "label", value: labels.json),
        ]
    }
}
