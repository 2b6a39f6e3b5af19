import ArgumentParser
import ClientCore
import ProgramText
import Shared

struct MergeCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: HelpText.say(
            en: "Merge a double into the record that it is a double of.",
            vi: "Gộp hồ sơ trùng vào hồ sơ gốc."
        ),
        discussion: HelpText.discussion(
            en: """
                Works offline, and can be taken back: caunoi unmerge. The double's names become \
                aliases, what both have many of stands together, and what they say differently \
                becomes a disagreement that people settle. References to the double lead to the \
                record that stays; so does what others have still to send about it.
                """,
            vi: """
                Không cần mạng, và bỏ gộp được: caunoi unmerge. Tên của hồ sơ trùng thành tên \
                khác, trường có nhiều giá trị thì gộp chung, chỗ hai bên nói khác nhau thành chỗ \
                khác nhau để người quyết. Tham chiếu tới hồ sơ trùng dẫn tới hồ sơ gốc; những gì \
                người khác còn gửi về nó cũng vậy.
                """,
            examples: "caunoi merge 'partners/#7QX2KM' --into partners/AIMF"
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(
            HelpText.say(en: "The double: collection/KEY.", vi: "Hồ sơ trùng: nhóm/KHÓA.")
        )
    ) var ref: String
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "The record that stays: collection/KEY.",
                vi: "Hồ sơ giữ lại: nhóm/KHÓA."
            )
        )
    ) var into: String
    @Option(help: ArgumentHelp(HelpText.say(en: "Why.", vi: "Lý do."))) var note: String?

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        var register = try Register(workspace, language: options.language)
        let double = try register.seen(register.find(ref))
        let root = try register.seen(register.find(into))
        try check(double, root, register, console)
        let draft = Draft(
            merging: double.id,
            of: double.state.collection,
            into: root.id,
            note: try NoteText(note).text
        )
        let label = register.label(of: double.id)
        let former = register.shortRef(double.id)
        _ = try workspace.save(
            [SeenDraft(draft: draft, head: nil, seen: double.own)],
            in: register.scope(of: double.id),
            console.language
        )
        register = try Register(workspace, language: options.language)
        let view = try register.seen(root.id)
        if console.isJSON {
            console.document(register.json(view))
        } else {
            console.line(
                console.bold(register.shortRef(view.id)) + "  "
                    + printable(register.label(of: view.id)) + "  "
                    + console.say(
                        en: "now includes \(former) \(printable(label))",
                        vi: "nay gồm cả \(former) \(printable(label))"
                    )
            )
            if !view.conflicts.isEmpty {
                let text = ConflictText(register, console)
                for conflict in view.conflicts { text.show(conflict, of: view) }
                var shown = ShownCandidates(workspace)
                shown.note(view)
                shown.save()
            }
            console.message(
                console.say(
                    en: "take it back with: caunoi unmerge '\(former)'",
                    vi: "tách lại bằng: caunoi unmerge '\(former)'"
                )
            )
        }
        return .done
    }

    private func check(
        _ double: RecordView,
        _ root: RecordView,
        _ register: Register,
        _ console: Console
    ) throws {
        for view in [double, root] {
            if let failure = register.failureOfChanging(view) { throw failure }
        }
        guard double.id != root.id else {
            throw CommandFailure(
                code: "same_record",
                console.say(
                    en: "\(ref) and \(into) are one record already",
                    vi: "\(ref) và \(into) đã là một bản ghi"
                )
            )
        }
        guard double.state.collection == root.state.collection else {
            throw CommandFailure(
                .usage,
                code: "other_collection",
                console.say(
                    en: "only records of one collection can be merged",
                    vi: "chỉ gộp được các bản ghi cùng một nhóm"
                )
            )
        }
        guard double.collection?.isMergeable == true else {
            throw CommandFailure(
                code: "cannot_merge",
                console.say(
                    en: "the register's schema has no field merged_into",
                    vi: "lược đồ của sổ không có trường merged_into"
                )
            )
        }
        guard double.life != .deleted, root.life != .deleted else {
            throw CommandFailure(
                code: "deleted",
                console.say(
                    en: "a deleted record cannot be merged; restore it first",
                    vi: "không gộp được bản ghi đã xóa; hãy khôi phục trước"
                ),
                hint: "caunoi restore"
            )
        }
        // Whichever of the two has the note.
        let noted = [(double, root), (root, double)].first { holder, other in
            holder.references("not_same_as").contains { $0.record == other.id }
        }
        if let (holder, other) = noted {
            let name = register.shortRef(other.id)
            throw CommandFailure(
                code: "not_the_same",
                console.say(
                    en: "somebody has noted that these two are not the same",
                    vi: "đã có người ghi rằng hai bản ghi này không phải là một"
                ),
                field: "not_same_as",
                hint: "caunoi set '\(register.shortRef(holder.id))' 'not_same_as-=\(name)'"
            )
        }
    }
}

struct UnmergeCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "unmerge",
        abstract: HelpText.say(
            en: "Take a merge back: the double is a record of its own again.",
            vi: "Bỏ việc gộp: hồ sơ trùng lại là một hồ sơ riêng."
        ),
        discussion: HelpText.discussion(
            en: """
                Name the double, to get it back alone, or the record that it went into, to get \
                back all that did. Works offline. References that led on lead to the double again; \
                settlements made meanwhile stay.
                """,
            vi: """
                Nêu hồ sơ trùng để tách riêng nó, hoặc hồ sơ gốc để tách mọi hồ sơ đã gộp vào. \
                Không cần mạng. Tham chiếu lại dẫn tới hồ sơ trùng; các quyết định trong thời gian \
                đó vẫn còn.
                """,
            examples: "caunoi unmerge 'partners/#7QX2KM'"
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(
            HelpText.say(
                en: "The double, or the record that it was merged into: collection/KEY.",
                vi: "Hồ sơ trùng, hoặc hồ sơ đã nhận gộp: nhóm/KHÓA."
            )
        )
    )
    var ref: String
    @Option(help: ArgumentHelp(HelpText.say(en: "Why.", vi: "Lý do."))) var note: String?

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        var register = try Register(workspace, language: options.language)
        let doubles = try register.merged(named: ref)
        guard !doubles.isEmpty else {
            throw CommandFailure(
                code: "not_merged",
                console.say(
                    en: "nothing has been merged into \(ref), nor it into anything",
                    vi: "\(ref) chưa được gộp với bản ghi nào"
                )
            )
        }
        let drafts = try doubles.compactMap { id -> SeenDraft? in
            guard let state = register.reader.state(of: id) else { return nil }
            let draft = Draft(
                merging: id,
                of: state.collection,
                into: nil,
                note: try NoteText(note).text
            )
            return SeenDraft(draft: draft, head: nil, seen: state)
        }
        _ = try workspace.save(drafts, in: .common, console.language)
        register = try Register(workspace, language: options.language)
        if console.isJSON {
            let records = try doubles.map { register.json(try register.seen($0)) }
            console.document(.object([.init(key: "records", value: .array(records))]))
        } else {
            for id in doubles {
                console.line(
                    console.bold(register.shortRef(id)) + "  " + printable(register.label(of: id))
                        + "  "
                        + console.say(en: "stands by itself again", vi: "đã được tách ra")
                )
            }
        }
        return .done
    }
}

extension Register {
    /// The merged records that a text names: one of them, or all that went into the one it names.
    fileprivate func merged(named text: String) throws -> [RecordID] {
        let root = try find(text)
        let parts = reader.merges.parts(of: root)
        let slash = text.utf8.firstIndex(of: UInt8(ascii: "/"))
        let key = slash.map { String(text[text.utf8.index(after: $0)...]) } ?? text
        let own = parts.filter { id in
            RecordID(text: key) == id || key.uppercased().isSame(as: "#" + id.shortText)
        }
        if !own.isEmpty { return own }
        let called = isCalled(root, key) ? [] : parts.filter { isCalled($0, key) }
        return called.isEmpty ? parts : called
    }

    /// Whether a record, without what has been merged into it, has this name or code.
    private func isCalled(_ id: RecordID, _ key: String) -> Bool {
        guard let view = reader.alone(id) else { return false }
        let folded = foldedName(key)
        return (view.names + view.texts(of: ["code", "abbr"])).contains {
            foldedName($0).isSame(as: folded)
        }
    }
}
