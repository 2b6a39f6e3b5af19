import Shared

/// Prints a schema, or one of its collections, for people and for programs.
struct SchemaPrinter {
    private let schema: Schema
    private let console: Console
    /// Who leads, by the code that the schema has for it; nil when there is no name for it.
    private let leader: (String) -> String?

    init(_ schema: Schema, _ console: Console, leader: @escaping (String) -> String?) {
        self.schema = schema
        self.console = console
        self.leader = leader
    }

    private var language: DisplayLanguage { console.language }
}

// MARK: - For people

extension SchemaPrinter {
    /// Every collection on a line of its own.
    func overview() {
        let title =
            schema.labels[language] + ", "
            + console.say(en: "version \(schema.version)", vi: "phiên bản \(schema.version)")
        console.line(console.bold(printable(title)))
        let width = schema.collections.reduce(12) { max($0, $1.id.utf8.count + 2) }
        for collection in schema.collections {
            let lead = collection.lead.map { code in
                console.dim(console.say(en: "  lead: ", vi: "  chủ trì: ") + name(ofLead: code))
            }
            console.line(
                "  " + padded(collection.id, to: width) + printable(collection.labels[language])
                    + (lead ?? "")
            )
        }
        console.message(
            console.say(
                en: "the fields of one: caunoi schema partners",
                vi: "các trường của một nhóm: caunoi schema partners"
            )
        )
    }

    /// One collection with its fields.
    func show(_ collection: CollectionDefinition) {
        console.line(
            console.bold(collection.id) + "  " + printable(collection.labels[language])
        )
        if !collection.help[language].utf8.isEmpty {
            console.line("  " + printable(collection.help[language]))
        }
        if let lead = collection.lead {
            let label = console.say(en: "lead: ", vi: "chủ trì: ")
            console.line("  " + console.dim(label) + name(ofLead: lead))
        }
        for field in collection.fields {
            console.line()
            show(field)
        }
    }

    private func show(_ field: FieldDefinition) {
        let marks = marks(of: field)
        console.line(
            "  " + console.bold(field.id) + "  " + printable(field.labels[language])
                + console.dim("  " + field.type.text(in: schema, language))
                + (marks.isEmpty ? "" : console.alarming("  " + marks.joined(separator: ", ")))
        )
        row(field.help[language])
        if !field.example.utf8.isEmpty {
            let typed = field.id + field.assignedExample
            row(console.say(en: "example: ", vi: "ví dụ: ") + typed)
        }
        if case .partsSet(let definition) = field.type {
            for part in definition.parts {
                row(
                    ";\(part.id)=  " + part.labels[language] + "  "
                        + part.type.text(in: schema, language)
                )
            }
        }
        for code in field.type.codes { row("\(code.code)  " + code.labels[language]) }
    }

    private func row(_ text: String) {
        if !text.utf8.isEmpty { console.line("      " + printable(text)) }
    }

    private func marks(of field: FieldDefinition) -> [String] {
        var marks: [String] = []
        if field.isTitle { marks.append(console.say(en: "identifies", vi: "nhận diện")) }
        if field.isExpected { marks.append(console.say(en: "expected", vi: "cần có")) }
        if field.isLead {
            marks.append(console.say(en: "the lead decides", vi: "cơ quan chủ trì quyết định"))
        }
        switch field.sensitivity {
        case .public: break
        case .internal: marks.append(console.say(en: "internal", vi: "nội bộ"))
        case .restricted: marks.append(console.say(en: "restricted", vi: "hạn chế"))
        case .personal: marks.append(console.say(en: "personal", vi: "cá nhân"))
        }
        return marks
    }

    private func name(ofLead code: String) -> String {
        // Not every collection is led by one department: some by whoever does what it tells of.
        let role = schema.enumeration(id: "CollectionLead")?.label(of: code, in: language)
        return printable((leader(code) ?? role).map { "\($0) (\(code))" } ?? code)
    }
}

// MARK: - For programs

extension SchemaPrinter {
    var json: JSONValue {
        .object([
            .init(key: "schema", value: .string(schema.id)),
            .init(key: "version", value: .unsigned(UInt64(schema.version))),
            .init(key: "label", value: schema.labels.json),
            .init(key: "default_language", value: .string(schema.defaultLanguage)),
            .init(key: "languages", value: .array(schema.languages.map { .string($0) })),
            .init(key: "collections", value: .array(schema.collections.map { json($0) })),
        ])
    }

    func json(_ collection: CollectionDefinition) -> JSONValue {
        let labelling = collection.label.compactMap { collection.field(number: $0)?.id }
        return .object([
            .init(key: "collection", value: .string(collection.id)),
            .init(key: "label", value: collection.labels.json),
            .init(key: "help", value: collection.help.json),
            .init(key: "lead", value: collection.lead.map { .string($0) } ?? .null),
            .init(key: "labelled_by", value: .array(labelling.map { .string($0) })),
            .init(key: "fields", value: .array(collection.fields.map { json($0) })),
        ])
    }

    private func json(_ field: FieldDefinition) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "field", value: .string(field.id)),
            .init(key: "type", value: .string(field.type.word)),
            .init(key: "label", value: field.labels.json),
            .init(key: "help", value: field.help.json),
            .init(key: "example", value: .string(field.example)),
            .init(key: "expected", value: .boolean(field.isExpected)),
            .init(key: "title", value: .boolean(field.isTitle)),
            .init(key: "lead_decides", value: .boolean(field.isLead)),
            .init(key: "sensitivity", value: .string(field.sensitivity.word)),
        ]
        members += field.type.details(in: schema)
        return .object(members)
    }
}

extension Labels {
    /// Both languages, by their codes.
    var json: JSONValue {
        .object([.init(key: "vi", value: .string(vi)), .init(key: "en", value: .string(en))])
    }
}
