import ClientCore
import Shared

/// Prints a record as people read it.
struct RecordPrinter {
    private let register: Register
    private let console: Console

    init(_ register: Register, _ console: Console) {
        self.register = register
        self.console = console
    }

    private var language: DisplayLanguage { register.language }

    func show(_ view: RecordView) {
        let pending =
            register.isPending(view.id)
            ? console.say(en: "  (not sent yet)", vi: "  (chờ gửi)") : ""
        show(
            view,
            title: register.label(of: view.id),
            note: pending,
            parts: register.reader.merges.parts(of: view.id)
        )
    }

    /// `parts`: the records that were merged into it.
    func show(_ view: RecordView, title: String, note: String, parts: [RecordID] = []) {
        console.line(
            console.bold(printable(title)) + "  "
                + console.dim(register.shortRef(view.id) + note)
        )
        if view.life != .live { console.line(console.alarming(life(view.life))) }
        let width = view.fields.reduce(16) {
            max($0, $1.definition.labels[language].unicodeScalars.count + 2)
        }
        for field in view.fields {
            let label = printable(field.definition.labels[language])
            for (index, line) in lines(of: field).enumerated() {
                let lead = index == 0 ? label : ""
                console.line("  " + console.dim(padded(lead, to: width)) + line)
            }
        }
        for id in parts {
            let label = console.say(en: "includes", vi: "gồm cả")
            console.line("  " + console.dim(padded(label, to: width)) + merged(id))
        }
        for conflict in view.conflicts { show(conflict, of: view) }
        if !view.unknown.isEmpty {
            console.line(
                console.dim(
                    console.say(
                        en:
                            "  and \(view.unknown.count) values of a newer version, kept as they are",
                        vi:
                            "  và \(view.unknown.count) giá trị của phiên bản mới hơn, được giữ nguyên"
                    )
                )
            )
        }
    }

    /// A record that was merged into the shown one: the name and the code that it has of its own.
    private func merged(_ id: RecordID) -> String {
        let view = register.reader.alone(id)
        let name = view?.label(in: language, schema: register.schema) { [register] in
            register.label(of: $0.record)
        }
        let codes = (view?.texts(of: ["code"]) ?? []).filter { $0 != name }
        let about = codes.map { printable($0) } + [register.shortRef(id)]
        guard let name else { return about.joined(separator: ", ") }
        return printable(name) + "  " + console.dim(about.joined(separator: ", "))
    }

    /// One disagreement, with numbered candidates.
    private func show(_ conflict: Conflict, of view: RecordView) {
        let what = ConflictText(register, console).subject(of: conflict, in: view)
        // The path is what `resolve` takes.
        let path = conflict.kind.isAboutLife ? "" : "  " + printable(conflict.path)
        console.line(
            console.alarming(console.say(en: "  disputed: ", vi: "  còn khác nhau: ") + what)
                + console.dim(path)
        )
        for (index, candidate) in candidates(conflict, of: view).enumerated() {
            let number = "    \(index + 1). "
            console.line(number + candidate.value + console.dim("  — " + author(candidate.stamp)))
        }
    }

    private func candidates(
        _ conflict: Conflict,
        of view: RecordView
    ) -> [(value: String, stamp: DotStamp?)] {
        switch conflict.kind {
        case .value(let candidates):
            let type = ConflictText(register, console).type(of: conflict, in: view)
            return candidates.map { candidate in
                let target =
                    conflict.isAboutMerging ? register.mergeTarget(candidate.bytes) : nil
                let shown = target.map { printable($0) } ?? text(candidate.value, type)
                return (shown, candidate.stamp)
            }
        case .delete(let candidates):
            return candidates.map { (life($0.life), $0.stamp) }
        }
    }

    /// Person, department, device and time.
    func author(_ stamp: DotStamp?) -> String {
        guard let stamp else { return "?" }
        let person = register.person(stamp)
        let parts = [
            person?.personName, person.map { register.departmentText(of: $0) }, person?.device,
            Instant(stamp.time.milliseconds).local(language),
        ]
        return printable(
            parts.compactMap { $0 }.filter { !$0.utf8.isEmpty }.joined(separator: ", ")
        )
    }

    private func life(_ life: RecordLife) -> String {
        switch life {
        case .live: console.say(en: "live", vi: "đang dùng")
        case .deleted: console.say(en: "  deleted", vi: "  đã xóa")
        case .purged: console.say(en: "  purged", vi: "  đã xóa vĩnh viễn")
        case .disputedDelete, .disputedPurge:
            console.say(
                en: "  deleted by one, edited by another",
                vi: "  có người xóa, có người sửa"
            )
        }
    }

    private func life(_ head: HeadValue) -> String {
        switch head {
        case .alive, .ruled: console.say(en: "keep it", vi: "giữ lại")
        case .deleted: console.say(en: "deleted", vi: "xóa")
        case .purged: console.say(en: "purged", vi: "xóa vĩnh viễn")
        }
    }

    func text(_ value: FieldValue?, _ type: ScalarType = .text) -> String {
        guard let value else { return console.say(en: "(none)", vi: "(trống)") }
        let text = value.display(in: language, type: type) { [register] in
            register.mention(of: $0.record)
        }
        return printable(text, keepingLineFeeds: true)
    }

    private func lines(of field: FieldView) -> [String] {
        switch field.content {
        case .single(let cell):
            guard let value = cell.displayed else { return [] }
            return text(value, field.definition.type.scalar).split(
                separator: "\n",
                omittingEmptySubsequences: false
            ).map(String.init)
        case .localized(let views):
            return views.compactMap { view in
                view.cell.displayed.map { console.dim(view.language + " ") + text($0) }
            }
        case .set(let elements): return elements.map { element($0, field.definition.type) }
        case .log(let log):
            let undated = console.say(en: "date not stated", vi: "không rõ ngày")
            let dates = log.entries.map { $0.entry.effective?.display(in: language) ?? undated }
            let width = dates.reduce(12) { max($0, $1.unicodeScalars.count + 2) }
            return zip(log.entries, dates).map { entry, date in
                padded(date, to: width)
                    + printable(state(entry.entry.state, field.definition.type))
            }
        case .claims(let claims):
            return claims.entries.filter { !$0.isWithdrawn }.map { entry in
                let mark = entry.id == claims.preferred ? FieldText.preferredMark : ""
                let asOf = entry.claim.asOf.map {
                    console.dim(
                        console.say(en: "  as of ", vi: "  tính đến ") + $0.display(in: language)
                    )
                }
                return mark + text(entry.claim.value, field.definition.type.scalar) + (asOf ?? "")
                    + console.dim(basis(of: entry.claim))
            }
        case .counter(let sum): return ["\(sum)"]
        }
    }

    /// Where a claim was read, who says so, how sure that is, and what was noted of it.
    private func basis(of claim: Claim) -> String {
        var parts: [String] = []
        switch claim.source {
        case .document(let document): parts.append(register.mention(of: document.record))
        case .text(let text): parts.append(text)
        case nil: break
        }
        if let reference = claim.assertedBy { parts.append(register.mention(of: reference.record)) }
        if let code = claim.certainty, !code.isSame(as: Claim.certainties.first ?? "") {
            parts.append(Claim.labels(ofCertainty: code)[language])
        }
        if let note = claim.note { parts.append(note) }
        return parts.isEmpty ? "" : printable("  — " + parts.joined(separator: "; "))
    }

    private func state(_ code: String, _ type: FieldType) -> String {
        guard case .log(let lifecycle) = type else { return code }
        return lifecycle.states.label(of: code, in: language)
    }

    private func element(_ view: ElementView, _ type: FieldType) -> String {
        switch (view.element, type) {
        case (.scalar(let value), _): return text(value, type.scalar)
        case (.parts(let parts), .partsSet(let definition)):
            let main = parts.filter { $0.id == definition.main.id }
            let others = parts.filter { $0.id != definition.main.id }
            let shown = main.map { text($0.value, definition.main.type) }
            let rest = others.map { part in
                let known = definition.part(id: part.id)
                let label = known?.labels[language] ?? part.id
                if part.isSaidByItsName { return console.dim(label) }
                return console.dim(label + " ") + text(part.value, known?.type ?? .text)
            }
            return (shown + rest).joined(separator: "; ")
        case (.parts(let parts), _):
            return parts.map { text($0.value) }.joined(separator: "; ")
        }
    }
}

extension Conflict.Kind {
    /// Whether the record's life is disputed, not a value.
    var isAboutLife: Bool {
        if case .delete = self { true } else { false }
    }
}
