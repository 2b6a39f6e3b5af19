import ArgumentParser
import ServerCore
import ServerSQL
import Shared

/// `schema`: what the register holds.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Shows or replaces the register's schema.",
        discussion: "EXAMPLE: caunoi-server schema show > schema.json",
        subcommands: [Show.self, Update.self],
        defaultSubcommand: Show.self
    )

    struct Show: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the schema as it is, ready to be edited.",
            discussion: "EXAMPLE: caunoi-server schema show > schema.json"
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
            abstract:
                "Puts a new version of the schema in force; devices get it at their next sync.",
            discussion: """
                Ids, numbers and codes are never used again: a field that is no longer wanted stays \
                with "retired": true, a code that is called otherwise is named as "formerly" of the \
                new one. What would refuse or hide values taken so far must be said with --narrow. \
                Nothing stored is touched.

                EXAMPLE: caunoi-server schema update schema.json
                """
        )

        @OptionGroup var options: ServerOptions

        @Argument(help: ArgumentHelp("The new schema.", valueName: "file"))
        var file: String

        @Flag(help: "Take it although values that were taken so far would be refused.")
        var narrow = false

        func perform(_ console: Console) throws -> ExitStatus {
            let document = try InputFile.bytes(file, limit: 4 << 20)
            let (schema, objections) = try withRegister { register in
                try register.update(schema: document, meansNarrowing: narrow)
            }
            for objection in objections { console.message("narrowed: \(objection.path)") }
            if console.isJSON {
                console.document([
                    "version": .unsigned(UInt64(schema.version)),
                    "narrowed": .array(objections.map { .string($0.path) }),
                ])
            } else {
                console.line("the schema is now version \(schema.version)")
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
                    "the schema was not changed: "
                        + standing.map(\.description).joined(separator: ". "),
                    hint: isMeant
                        ? "if that is meant, say so with --narrow"
                        : "caunoi-server schema show prints the present one"
                )
            }
            try transaction.setSchemaDocument(
                SchemaDocument(version: UInt64(next.version), bytes: bytes)
            )
            return (next, objections)
        }
    }
}
