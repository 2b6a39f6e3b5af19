package import Shared

extension Register: QuerySource {
    package func view(_ reference: Reference) -> RecordView? { view(reference.record) }
}

/// Prints what a named query found.
struct QueryPrinter {
    let register: Register
    let console: Console
    /// What records are called where anybody may read it; nil for the register's own people.
    var outside: PublicRecords?

    func show(_ answer: QueryAnswer) {
        if answer.rows.isEmpty {
            console.message(console.say(en: "nothing found", vi: "không có gì"))
        } else {
            var table = ListTable(titles: answer.columns.map { $0.labels[console.language] })
            for row in answer.rows { table.append(row.map { printable(text($0)) }) }
            for row in answer.totals { table.append(total(row)) }
            table.show(console, hidingEmpty: true)
        }
        for remark in answer.remarks { console.message(remark[console.language]) }
    }

    /// A row of sums, named in its first cell.
    private func total(_ row: [QueryCell]) -> [String] {
        row.enumerated().map { place, cell in
            if place == 0, case .blank = cell { return console.say(en: "total", vi: "tổng") }
            return printable(text(cell))
        }
    }

    /// Rows of an answer alone.
    func json(_ rows: [[QueryCell]], of answer: QueryAnswer) -> JSONValue {
        .array(
            rows.map { row in
                .object(
                    zip(answer.columns, row).map { column, cell in
                        .init(key: column.id, value: json(cell))
                    }
                )
            }
        )
    }

    func json(
        _ answer: QueryAnswer,
        of query: NamedQuery,
        on date: PartialDate,
        _ asOf: String?
    ) -> JSONValue {
        .object([
            .init(key: "query", value: .string(query.rawValue)),
            .init(key: "on", value: .string(date.canonical)),
            .init(key: "data_as_of", value: asOf.map { .string($0) } ?? .null),
            .init(key: "rows", value: json(answer.rows, of: answer)),
            .init(key: "totals", value: json(answer.totals, of: answer)),
        ])
    }

    /// The cell for people.
    func text(_ cell: QueryCell) -> String {
        let language = console.language
        switch cell {
        case .notStated: return console.say(en: "not stated", vi: "không nêu")
        case .blank: return ""
        case .record(let reference): return label(of: reference)
        case .value(let value, let type):
            return value.display(in: language, type: type) { label(of: $0) }
        case .word(_, let labels): return labels[language]
        case .number(let number): return number.description
        case .text(let text): return text
        case .list(let cells): return joined(cells, ", ")
        case .claim(let claim, let type): return text(claim, type)
        case .disputed(let cells):
            return console.say(en: "disputed: ", vi: "còn khác nhau: ") + joined(cells, " | ")
        }
    }

    private func label(of reference: Reference) -> String {
        outside?.label(of: reference.record) ?? register.label(of: reference.record)
    }

    /// A claim with what its source says of it: `more than 100 members (2025; ACVN page)`.
    private func text(_ claim: Claim, _ type: ScalarType) -> String {
        let value = text(.value(claim.value, type))
        var about: [String] = []
        if let asOf = claim.asOf { about.append(asOf.display(in: console.language)) }
        switch claim.source {
        case .document(let reference): about.append(label(of: reference))
        case .text(let text): about.append(text)
        case nil: break
        }
        var result = value
        for (place, part) in about.enumerated() { result += (place == 0 ? " (" : "; ") + part }
        return about.isEmpty ? result : result + ")"
    }

    private func joined(_ cells: [QueryCell], _ mark: String) -> String {
        var result = ""
        for (place, cell) in cells.enumerated() { result += (place == 0 ? "" : mark) + text(cell) }
        return result
    }

    /// The cell for programs; what is not stated is null.
    func json(_ cell: QueryCell) -> JSONValue {
        switch cell {
        case .notStated, .blank: return .null
        case .record(let reference):
            return .object([
                .init(key: "ref", value: .string(reference.text(in: register.schema))),
                .init(key: "label", value: .string(label(of: reference))),
            ])
        case .value(.reference(let reference), _): return json(.record(reference))
        case .value(let value, _): return value.json(in: register.schema)
        case .word(let code, _): return .string(code)
        case .number(let number): return .integer(Int64(number))
        case .text(let text): return .string(text)
        case .list(let cells): return .array(cells.map { json($0) })
        case .claim(let claim, let type):
            var source = JSONValue.null
            switch claim.source {
            case .document(let reference): source = json(.record(reference))
            case .text(let text): source = .string(text)
            case nil: break
            }
            return .object([
                .init(key: "value", value: json(.value(claim.value, type))),
                .init(key: "as_of", value: claim.asOf.map { .string($0.canonical) } ?? .null),
                .init(key: "source", value: source),
                .init(key: "certainty", value: claim.certainty.map { .string($0) } ?? .null),
            ])
        case .disputed(let cells):
            return .object([.init(key: "disputed", value: .array(cells.map { json($0) }))])
        }
    }
}
