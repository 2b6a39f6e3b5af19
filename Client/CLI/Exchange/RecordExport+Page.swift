import ClientExchange
import Shared

// Records as a page for people outside: what is public of them, and nothing else.

extension RecordExport {
    /// The page of one record; of a partner with what there is between it and us.
    func page(of id: RecordID, _ console: Console) -> Result {
        guard let view = register.view(id), outside.mayLeave(view) else {
            return Result(bytes: [], count: 0, leftOut: [register.label(of: id)])
        }
        var page = Page(
            title: outside.label(of: id),
            subtitles: subtitles(view.collection?.labels[console.language], console),
            language: console.language.code
        )
        page.sections = [.facts(Page.Facts(title: "", items: facts(of: view, console)))]
        if view.collection?.id == "partners" {
            page.sections += sections(about: view.reference, console)
        }
        return Result(bytes: Array(PageWriter.html(page).utf8), count: 1)
    }

    /// The page of a collection: a table of what is public of its records.
    func page(of collection: CollectionDefinition, _ console: Console) -> Result {
        var shown: [RecordView] = []
        var leftOut: [String] = []
        for view in views(of: collection) {
            if outside.mayLeave(view) {
                shown.append(view)
            } else {
                leftOut.append(register.label(of: view.id))
            }
        }
        let text = FieldText(register, outside: outside)
        let fields = collection.fields.filter { field in
            field.sensitivity == .public
                && shown.contains { $0.field(number: field.number)?.hasValue == true }
        }
        var page = Page(
            title: collection.labels[console.language],
            subtitles: subtitles(nil, console),
            language: console.language.code
        )
        let name = console.say(en: "name", vi: "tên")
        let columns = fields.filter { !$0.isTitle }
        let rows = shown.map { view in
            [outside.label(of: view.id)]
                + columns.map { column in
                    view.field(number: column.number).map { text.line(of: $0) } ?? ""
                }
        }
        page.sections = [
            .table(
                Page.Table(
                    title: "",
                    columns: [name] + columns.map { $0.labels[console.language] },
                    rows: rows
                )
            )
        ]
        return Result(
            bytes: Array(PageWriter.html(page).utf8),
            count: shown.count,
            leftOut: leftOut
        )
    }

    private func subtitles(_ kind: String?, _ console: Console) -> [String] {
        let today = PartialDate(dayNumber: AskedDate.today)?.display(in: console.language)
        return [([kind, registerName, today].compactMap { $0 }).joined(separator: " · ")]
    }

    /// The public fields, each as people read it; where several values stand, all of them.
    private func facts(of view: RecordView, _ console: Console) -> [(name: String, text: String)] {
        let text = FieldText(register, widthMax: InputText.longTextBytesMax, outside: outside)
        return view.fields.compactMap { field in
            guard field.definition.sensitivity == .public, field.hasValue else { return nil }
            let name = field.definition.labels[console.language]
            switch field.content {
            case .localized(let views):
                let lines = views.compactMap { language -> String? in
                    guard case .text(let value) = language.cell.displayed else { return nil }
                    return value + " (" + language.language + ")"
                }
                return (name, lines.joined(separator: "\n"))
            case .single(let cell) where cell.isDisputed:
                return (name, candidates(in: cell, of: field.definition, console))
            default:
                return (name, text.line(of: field))
            }
        }
    }

    /// All values that stand in a disputed field.
    func candidates(
        in cell: CellView,
        of field: FieldDefinition,
        _ console: Console
    ) -> String {
        let printer = QueryPrinter(register: register, console: console, outside: outside)
        let values = cell.candidates.map { candidate in
            candidate.value.map { printer.text(.value($0, field.type.scalar)) }
                ?? console.say(en: "none", vi: "không có")
        }
        let head = console.say(en: "not agreed: ", vi: "chưa thống nhất: ")
        return head + values.joined(separator: " | ")
    }

    /// What there is between a partner and us.
    private func sections(about partner: Reference, _ console: Console) -> [Page.Section] {
        let pages = ReportPage(register, console, outside: outside)
        let queries: [(NamedQuery, Labels)] = [
            (.timeline, Labels(vi: "Những mốc chính", en: "What happened")),
            (.agreementChain, Labels(vi: "Văn kiện", en: "Agreements")),
            (.size, Labels(vi: "Quy mô theo từng nguồn", en: "Size, by source")),
        ]
        return queries.compactMap { query, title in
            var asked = QueryOptions(day: AskedDate.today)
            asked.subject = partner
            let answer = query.answer(from: outside, asked)
            guard !answer.rows.isEmpty,
                query != .size || outside.view(partner)?.field(id: "size") != nil
            else { return nil }
            return .table(pages.table(answer, title: title[console.language]))
        }
    }
}
