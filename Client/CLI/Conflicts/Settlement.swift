import Shared

/// Settles one disagreement of a record.
struct Settlement {
    let workspace: Workspace
    let register: Register
    let options: GlobalOptions
    let console: Console
    let view: RecordView
    let note: String?

    /// The value that a person decides on.
    enum Choice {
        /// A candidate's number as last shown, or the name of its change.
        case take(String)
        /// A value in the form of an entry.
        case value(String)
    }
}

extension Settlement {
    /// Settles whether the record is deleted.
    func settleLife(as head: HeadValue) throws {
        guard let conflict = view.conflicts.first(where: { $0.kind.isAboutLife }) else {
            throw notDisputed("@")
        }
        try requireShown(conflict)
        if head == .alive, view.life == .disputedPurge {
            throw CommandFailure(
                code: "purged",
                console.say(
                    en: "the content has been removed for good and cannot be restored",
                    vi: "nội dung đã bị xóa vĩnh viễn, không khôi phục được"
                ),
                hint: "caunoi resolve '\(register.shortRef(view.id))' --keep-deleted"
            )
        }
        try save([], head: head)
    }

    /// Settles what the field `name` says.
    ///
    /// - Returns: the path that was meant; `@` for the record as a whole.
    func settle(_ name: String, _ choice: Choice) throws -> String {
        if name.isSame(as: Conflict.recordPath), case .take(let text) = choice {
            let conflict = view.conflicts.first { $0.kind.isAboutLife }
            guard let conflict, case .delete(let candidates) = conflict.kind else {
                throw notDisputed(name)
            }
            let index = try index(of: text, in: conflict)
            try settleLife(as: candidates[index].life == .alive ? .alive : .deleted)
            return name
        }
        guard let collection = view.collection else {
            throw register.failureOfChanging(view) ?? notDisputed(name)
        }
        let path = try FieldPath(name, in: collection, of: register.schema)
        let conflict = try conflict(at: path)
        if let failure = register.failureOfChanging(view) { throw failure }
        switch choice {
        case .take(let text):
            let index = try index(of: text, in: conflict)
            guard case .value(let candidates) = conflict.kind, index < candidates.count else {
                throw notDisputed(name)
            }
            try requireShown(conflict)
            let key = try FieldPath(conflict.path, in: collection, of: register.schema).cellKey
            try save([Draft.Cell(key: key, value: candidates[index].bytes)], head: nil)
        case .value(let text):
            try requireShown(conflict)
            let saving = Saving(workspace, register, options)
            var editor = saving.editor(of: collection, view)
            var assignment = try Assignment(
                conflict.path + "=" + text,
                in: collection,
                of: register.schema
            )
            try Input.complete(&assignment)
            try editor.apply(assignment)
            guard editor.created.isEmpty else {
                throw CommandFailure(
                    .usage,
                    code: "new_not_allowed",
                    console.say(
                        en: "new: cannot be used when settling; add the record first",
                        vi: "không dùng new: khi giải quyết; hãy thêm bản ghi trước"
                    ),
                    field: conflict.path,
                    hint: "caunoi add"
                )
            }
            if let failure = register.failureOfMergingByHand(editor.cells, of: view.id) {
                throw failure
            }
            try save(editor.cells, head: nil)
        }
        return conflict.path
    }

    private func save(_ cells: [Draft.Cell], head: HeadValue?) throws {
        let draft = Draft(
            kind: .resolve,
            record: view.id,
            collection: view.state.collection,
            cells: cells,
            note: note
        )
        // Settling a value says nothing of whether the record is deleted.
        let head = head ?? (view.life == .deleted ? .deleted : nil)
        _ = try workspace.save(
            register.drafts(for: draft, head: head, on: view),
            in: register.scope(of: view.id),
            console.language
        )
    }
}

// MARK: - Finding what is meant

extension Settlement {
    private func conflict(at path: FieldPath) throws -> Conflict {
        let disputed = view.conflicts.filter { !$0.kind.isAboutLife }
        if let exact = disputed.first(where: { $0.path.isSame(as: path.text) }) {
            return exact
        }
        let within = disputed.filter { conflict in
            conflict.path.utf8.starts(with: (path.field.id + ".").utf8)
        }
        guard case .whole = path.part, let first = within.first else {
            throw notDisputed(path.text)
        }
        if within.count > 1 {
            throw CommandFailure(
                .usage,
                code: "several_disagreements",
                console.say(
                    en: "several parts of \(path.text) are disputed; name one",
                    vi: "nhiều phần của \(path.text) còn khác nhau; hãy nêu một phần"
                ),
                field: path.text,
                hint: within.map { $0.path }.joined(separator: ", ")
            )
        }
        return first
    }

    /// The place of the candidate that `text` names: a number as last shown, or a change.
    private func index(of text: String, in conflict: Conflict) throws -> Int {
        let dots = conflict.candidateDots
        if let query = ChangeNameQuery(text) {
            let scope = register.scope(of: view.id)
            let found = dots.indices.filter { index in
                dots[index].contains { query.matches(ChangeName($0, in: scope)) }
            }
            if found.count == 1, let index = found.first { return index }
            throw noSuchCandidate(text, conflict)
        }
        guard let number = Int(text), number > 0 else { throw noSuchCandidate(text, conflict) }
        let shown = ShownCandidates(workspace)
        guard let candidates = shown.candidates(of: conflict.path, in: view.id) else {
            remember()
            throw CommandFailure(
                code: "not_shown",
                console.say(
                    en: "the candidates had not been shown yet: ",
                    vi: "các lựa chọn chưa từng được hiện: "
                ) + ConflictText(register, console).line(conflict, of: view),
                field: conflict.path,
                hint: console.say(en: "choose and run it again", vi: "hãy chọn rồi chạy lại")
            )
        }
        try requireShown(conflict)
        guard number <= candidates.count else { throw noSuchCandidate(text, conflict) }
        let wanted = candidates[number - 1]
        let index = dots.firstIndex { dots in
            dots.contains { wanted.contains(ShownCandidates.text($0)) }
        }
        guard let index else { throw noSuchCandidate(text, conflict) }
        return index
    }

    /// Refuses when the candidates are others than those that were last shown.
    private func requireShown(_ conflict: Conflict) throws {
        guard ShownCandidates(workspace).isOutdated(conflict, of: view.id) else { return }
        remember()
        throw CommandFailure(
            code: "candidates_changed",
            console.say(
                en: "the candidates have changed since they were last shown; now they are: ",
                vi: "các lựa chọn đã thay đổi từ lần hiện trước; hiện nay là: "
            ) + ConflictText(register, console).line(conflict, of: view),
            field: conflict.path,
            hint: console.say(
                en: "nothing was saved; decide anew and run it again",
                vi: "chưa lưu gì; hãy quyết định lại rồi chạy lại"
            )
        )
    }

    /// What an error message shows counts as shown.
    private func remember() {
        var shown = ShownCandidates(workspace)
        shown.note(view)
        shown.save()
    }

    private func noSuchCandidate(_ text: String, _ conflict: Conflict) -> CommandFailure {
        CommandFailure(
            .usage,
            code: "no_such_candidate",
            console.say(en: "there is no candidate \(text): ", vi: "không có lựa chọn \(text): ")
                + ConflictText(register, console).line(conflict, of: view),
            field: conflict.path,
            hint: "--take 1 … \(conflict.candidateDots.count)"
        )
    }

    private func notDisputed(_ path: String) -> CommandFailure {
        let open = view.conflicts.map { $0.path }.joined(separator: ", ")
        let isAboutLife = path.isSame(as: Conflict.recordPath)
        return CommandFailure(
            code: "not_disputed",
            isAboutLife
                ? console.say(
                    en: "nobody disagrees about whether the record is deleted",
                    vi: "không có ý kiến khác nhau về việc xóa hồ sơ này"
                )
                : console.say(
                    en: "there is no open disagreement about \(path)",
                    vi: "không có chỗ khác nhau nào về \(path)"
                ),
            field: path,
            hint: open.utf8.isEmpty
                ? console.say(
                    en: "nothing to settle here; change it with: caunoi set",
                    vi: "không có gì để giải quyết; sửa bằng: caunoi set"
                )
                : console.say(en: "open here: \(open)", vi: "còn khác nhau: \(open)")
        )
    }
}
