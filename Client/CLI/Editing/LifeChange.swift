import Shared

/// Deletes a record, or takes that back.
struct LifeChange {
    let workspace: Workspace
    let register: Register
    let console: Console

    /// Saves a change of `kind`, which is delete or restore, unless the record is so already.
    ///
    /// - Throws: a failure where the record's life is disputed: that is settled with `resolve`.
    func perform(_ kind: Change.Kind, on id: RecordID, reason: String?) throws {
        let view = try register.seen(id)
        if let failure = register.failureOfChanging(view) { throw failure }
        let wanted: RecordLife = kind == .delete ? .deleted : .live
        guard view.life != wanted else {
            console.message(
                kind == .delete
                    ? console.say(en: "it is deleted already", vi: "bản ghi đã bị xóa từ trước")
                    : console.say(en: "it is not deleted", vi: "bản ghi không bị xóa")
            )
            if console.isJSON { console.document(register.json(view)) }
            return
        }
        let draft = Draft(
            kind: kind,
            record: id,
            collection: view.state.collection,
            cells: [],
            note: try NoteText(reason).text
        )
        _ = try workspace.save(
            [SeenDraft(draft: draft, head: nil, seen: view.own)],
            in: register.scope(of: id),
            console.language
        )
        try report(id, kind)
    }

    private func report(_ id: RecordID, _ kind: Change.Kind) throws {
        let register = try Register(workspace, language: console.language)
        if console.isJSON {
            console.document(register.json(try register.seen(id)))
            return
        }
        let done =
            kind == .delete
            ? console.say(en: "deleted", vi: "đã xóa")
            : console.say(en: "restored", vi: "đã khôi phục")
        console.line(
            console.bold(register.shortRef(id)) + "  " + printable(register.label(of: id)) + "  "
                + done
        )
        if kind == .delete {
            console.message(
                console.say(
                    en: "take it back with: caunoi restore '\(register.shortRef(id))'",
                    vi: "khôi phục bằng: caunoi restore '\(register.shortRef(id))'"
                )
            )
        }
    }
}
