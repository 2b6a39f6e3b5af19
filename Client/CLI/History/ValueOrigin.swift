import Shared

/// Where the values come from that a field has now.
struct ValueOrigin {
    private let register: Register
    private let console: Console
    private let view: RecordView
    private let history: RecordHistory
    private let path: FieldPath

    init(
        _ register: Register,
        _ console: Console,
        _ view: RecordView,
        _ history: RecordHistory,
        _ path: FieldPath
    ) {
        self.register = register
        self.console = console
        self.view = view
        self.history = history
        self.path = path
    }

    /// One write that stands, and the change that it came with.
    struct Source {
        let key: CellKey
        let item: HistoryChange
    }

    /// The writes that stand in the field, the displayed one first.
    var sources: [Source] {
        let writes = view.state.writes.filter { isMeant($0.key) }
        let found = writes.compactMap { write in
            history.change(at: write.dot).map { Source(key: write.key, item: $0) }
        }
        guard let displayed = displayedDot else { return found }
        return found.filter { $0.item.dot == displayed } + found.filter { $0.item.dot != displayed }
    }

    private func isMeant(_ key: CellKey) -> Bool {
        guard key.field == path.field.number else { return false }
        switch path.part {
        case .whole: return true
        case .language(let code): return key.sub.elementsEqual(code.utf8)
        case .preferred: return key.sub.isEmpty
        }
    }

    private var displayedDot: Dot? {
        switch view.field(number: path.field.number)?.content {
        case .single(let cell): return cell.candidates.first?.dot
        case .localized(let views):
            guard case .language(let code) = path.part else {
                let language = register.language.code
                let own = views.first { $0.language.isSame(as: language) } ?? views.first
                return own?.cell.candidates.first?.dot
            }
            let view = views.first { $0.language.isSame(as: code) }
            return view?.cell.candidates.first?.dot
        case .claims(let claims):
            return claims.entries.first { $0.id == claims.preferred }?.dot
        case .log(let log):
            let current = log.entries.last { entry in
                log.current.map { entry.entry.state.isSame(as: $0) } ?? false
            }
            return current?.dot
        case .set, .counter, nil: return nil
        }
    }

    func changes(of source: Source) -> [FieldChange] {
        FieldChangeReader(register, history).changes(of: source.item) { $0 == source.key }
    }

    /// The writes that the source replaced, as far as they are known.
    func replaced(by source: Source) -> [Source] {
        let write = source.item.writes.first { $0.key == source.key }
        return (write?.replaced ?? []).compactMap { dot in
            history.change(at: dot).map { Source(key: source.key, item: $0) }
        }
    }
}

extension ValueOrigin {
    var json: JSONValue {
        let text = HistoryText(register, console, history)
        let sources = sources
        var members: [JSONValue.Member] = [
            .init(key: "ref", value: .string(register.ref(view.id))),
            .init(key: "field", value: .string(path.text)),
            .init(key: "value", value: currentValue),
        ]
        let first = sources.first
        members += first.map { text.origin(of: $0.item) } ?? []
        members.append(
            .init(key: "replaced", value: .array(first.map { replacedJSON($0, text) } ?? []))
        )
        let settled = first.flatMap { $0.item.change?.kind == .resolve ? $0 : nil }
        members += [
            .init(
                key: "settled_by",
                value: settled.map { .object(text.origin(of: $0.item)) } ?? .null
            ),
            .init(key: "disputed", value: .boolean(isDisputed)),
            .init(
                key: "values",
                value: .array(
                    sources.map { source in
                        var members = [JSONValue.Member(key: "value", value: value(of: source))]
                        members += text.origin(of: source.item)
                        members.append(
                            .init(key: "replaced", value: .array(replacedJSON(source, text)))
                        )
                        return .object(members)
                    }
                )
            ),
            .init(key: "complete", value: .boolean(history.isComplete)),
        ]
        return .object(members)
    }

    private func replacedJSON(_ source: Source, _ text: HistoryText) -> [JSONValue] {
        replaced(by: source).map { replaced in
            let value = JSONValue.Member(key: "value", value: value(of: replaced))
            return .object([value] + text.origin(of: replaced.item))
        }
    }

    /// What the source wrote, alone.
    private func value(of source: Source) -> JSONValue {
        changes(of: source).first?.json(in: register.schema)["new"] ?? .null
    }

    private var currentValue: JSONValue {
        guard let field = view.field(number: path.field.number),
            let value = field.json(in: register.schema)
        else { return .null }
        switch path.part {
        case .whole: return value
        case .language(let code): return value[code] ?? .null
        case .preferred: return value["preferred"] ?? .null
        }
    }

    var isDisputed: Bool {
        view.conflicts.contains { conflict in
            conflict.path.isSame(as: path.text)
                || conflict.path.utf8.starts(with: (path.text + ".").utf8)
        }
    }

    func show() {
        let text = HistoryText(register, console, history)
        let fieldText = FieldText(register)
        for source in sources {
            for change in changes(of: source) {
                let language = change.language.map { console.dim(printable($0) + " ") } ?? ""
                console.line(language + console.bold(change.after(fieldText, console)))
            }
            console.line("    " + text.title(source.item))
            if let note = source.item.change?.note { console.line("    “" + printable(note) + "”") }
            for replaced in replaced(by: source) {
                for change in changes(of: replaced) {
                    let value = change.after(fieldText, console)
                    console.line(
                        "    " + console.say(en: "replaced: ", vi: "thay cho: ") + value
                            + console.dim("  — ")
                            + RecordPrinter(register, console).author(replaced.item.stamp)
                    )
                }
            }
        }
        if isDisputed {
            console.line(
                console.alarming(
                    console.say(
                        en: "disputed: caunoi conflicts '\(register.shortRef(view.id))'",
                        vi: "còn khác nhau: caunoi conflicts '\(register.shortRef(view.id))'"
                    )
                )
            )
        }
        text.warnOfGaps()
    }
}
