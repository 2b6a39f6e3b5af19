import ArgumentParser
import ProgramText
import ServerCore
import ServerSQL
import Shared

/// `schema`: what the register holds.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: HelpText.say(
            en: "Shows or replaces the register's schema.",
            vi: "Xem hoặc thay lược đồ của sổ."
        ),
        discussion: HelpText.discussion(examples: "caunoi-server schema show > schema.json"),
        subcommands: [Show.self, Update.self],
        defaultSubcommand: Show.self
    )

    struct Show: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: HelpText.say(
                en: "Prints the schema as it is, ready to be edited.",
                vi: "In lược đồ hiện hành, sẵn sàng để sửa."
            ),
            discussion: HelpText.discussion(examples: "caunoi-server schema show > schema.json")
        )

        @OptionGroup var options: ServerOptions

        func perform(_ console: Console) throws -> ExitStatus {
            let document = try withRegister { try $0.store.read { try $0.schemaDocument() } }
            guard let document else { throw AccountError.noRegister }
            console.raw(document.bytes)
            return .done
        }
    }

    struct Update: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: HelpText.say(
                en: "Puts a new version of the schema in force; devices get it at their next sync.",
                vi: "Áp dụng phiên bản mới của lược đồ; thiết bị nhận ở lần đồng bộ kế tiếp."
            ),
            discussion: HelpText.discussion(
                en: """
                    Ids, numbers and codes are never used again: a field that is no longer wanted \
                    stays with "retired": true, a code that is called otherwise is named as \
                    "formerly" of the new one. What would refuse or hide values taken so far must \
                    be said with --narrow. Nothing stored is touched.
                    """,
                vi: """
                    Id, số và mã không bao giờ được dùng lại: trường không cần nữa thì giữ lại với \
                    "retired": true, mã đổi tên thì mã cũ được ghi trong "formerly" của mã mới. \
                    Điều gì khiến giá trị đã nhận bị từ chối hoặc bị ẩn thì phải xác nhận bằng \
                    --narrow. Dữ liệu đã lưu vẫn nguyên vẹn.
                    """,
                examples: "caunoi-server schema update schema.json"
            )
        )

        @OptionGroup var options: ServerOptions

        @Argument(
            help: ArgumentHelp(
                HelpText.say(en: "The new schema.", vi: "Lược đồ mới."),
                valueName: "file"
            )
        )
        var file: String

        @Flag(
            help: ArgumentHelp(
                HelpText.say(
                    en: "Take it although values that were taken so far would be refused.",
                    vi: "Vẫn áp dụng dù có giá trị đã nhận sẽ bị từ chối."
                )
            )
        )
        var narrow = false

        func perform(_ console: Console) throws -> ExitStatus {
            let document = try InputFile.bytes(file, limit: 4 << 20)
            let (schema, objections) = try withRegister { register in
                try register.update(schema: document, meansNarrowing: narrow)
            }
            for objection in objections {
                let path = objection.path
                console.message(console.say(en: "narrowed: \(path)", vi: "thu hẹp: \(path)"))
            }
            if console.isJSON {
                console.document([
                    "version": .unsigned(UInt64(schema.version)),
                    "narrowed": .array(objections.map { .string($0.path) }),
                ])
            } else {
                console.line(
                    console.say(
                        en: "the schema is now version \(schema.version)",
                        vi: "lược đồ nay là phiên bản \(schema.version)"
                    )
                )
            }
            return .done
        }
    }
}

extension OpenRegister {
    /// Puts a schema in force; returns it, and what it narrows.
    ///
    /// - Throws: ``CommandFailure`` naming every objection; then nothing was changed.
    func update(
        schema bytes: [UInt8],
        meansNarrowing: Bool
    ) throws -> (schema: Schema, narrowed: [SchemaObjection]) {
        let next = try Schema(json: bytes)
        return try write { _, transaction in
            guard let present = try transaction.schemaDocument() else {
                throw AccountError.noRegister
            }
            let objections = try Schema(json: present.bytes).objections(to: next)
            let standing = objections.filter { !meansNarrowing || !$0.canBeMeant }
            guard standing.isEmpty else {
                let isMeant = standing.allSatisfy { $0.canBeMeant }
                throw CommandFailure(
                    code: "schema_refused",
                    Labels(
                        vi: "lược đồ không thay đổi: "
                            + standing.map { $0.labels.vi }.joined(separator: ". "),
                        en: "the schema was not changed: "
                            + standing.map { $0.labels.en }.joined(separator: ". ")
                    ),
                    hint: isMeant
                        ? Labels(
                            vi: "nếu đúng là muốn vậy thì thêm --narrow",
                            en: "if that is meant, say so with --narrow"
                        )
                        : Labels(
                            vi: "caunoi-server schema show in lược đồ hiện hành",
                            en: "caunoi-server schema show prints the present one"
                        )
                )
            }
            try transaction.setSchemaDocument(
                SchemaDocument(version: UInt64(next.version), bytes: bytes)
            )
            return (next, objections)
        }
    }
}
