import ArgumentParser
import CryptoAdapters
import Foundation
import ServerCore
import ServerSQL
import Shared

/// `bundle`: files that are carried by hand where there is no network.
struct BundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Answers files that are carried by hand where there is no network.",
        discussion:
            "EXAMPLE: caunoi-server bundle answer /media/stick/lan.bundle -o /media/stick/reply",
        subcommands: [Answer.self]
    )

    struct Answer: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes in a file that a device has exported, and writes the reply for it.",
            discussion: """
                The changes are taken in once, however often the file is brought. The reply can be read \
                by its device alone.

                Exit status: 6 when the access of the device has been withdrawn and its changes wait for \
                review, 7 when the file is damaged, forged or of another register.

                EXAMPLE: caunoi-server bundle answer /media/stick/lan.bundle -o /media/stick/reply
                """
        )

        @OptionGroup var options: ServerOptions

        @Argument(help: "The file that the device has exported.", completion: .file())
        var file: String

        @Option(
            name: [.customShort("o"), .long],
            help: ArgumentHelp("Where to write the reply.", valueName: "reply"),
            completion: .file()
        )
        var output: String

        func perform(_ console: Console) throws -> ExitStatus {
            let bytes = try CarriedFile.read(file)
            let answer = try withRegister { register in
                let door = Endpoint(
                    hash: SHA256Hash.self,
                    verifier: Ed25519Verifier(),
                    policy: SchemaPolicy(schema: register.schema)
                )
                return try register.store.write { transaction in
                    var random = SecureRandom()
                    return try door.answer(
                        bundle: bytes,
                        at: Moment.now.milliseconds,
                        with: HPKECipher(),
                        using: &random,
                        in: &transaction
                    )
                }
            }
            if answer.outcome == .answered { try CarriedFile.write(answer.reply, to: output) }
            return try report(answer, console)
        }

        private func report(_ answer: BundleAnswer, _ console: Console) throws -> ExitStatus {
            let counts = "\(answer.changes) changes, \(answer.news) new"
            switch answer.outcome {
            case .answered:
                if console.isJSON {
                    console.document([
                        "changes": .unsigned(answer.changes),
                        "new": .unsigned(answer.news),
                        "refused": .unsigned(answer.refused),
                        "reply": .string(output),
                    ])
                } else {
                    console.line("\(counts), \(answer.refused) refused")
                    console.line("the reply for the device is in \(output)")
                }
                return .done
            case .held:
                throw CommandFailure(
                    .refused,
                    code: "held",
                    "the access of this device has been withdrawn; its changes wait for review "
                        + "(\(counts))",
                    hint: "run: caunoi-server devices review ID"
                )
            case .needsSync:
                throw CommandFailure(
                    .damaged,
                    code: "needs_sync",
                    "the register has been restored since this was exported, or a copy of the device "
                        + "is about",
                    hint: "the device must synchronise over a network once"
                )
            }
        }
    }
}

/// The files that people carry, wherever they lie.
enum CarriedFile {
    /// The whole file.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be read or is too long for a bundle.
    static func read(_ path: String) throws -> [UInt8] {
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            let data = try handle.read(upToCount: BundleFile.bytesMax + 1) ?? Data()
            guard data.count <= BundleFile.bytesMax else { throw BundleError.tooLarge }
            return Array(data)
        } catch let error as BundleError {
            throw error
        } catch {
            throw CommandFailure(
                code: "cannot_read",
                "the file \(path) cannot be read: \((error as NSError).localizedDescription)"
            )
        }
    }

    /// Replaces the file at once: it is whole, or what it was before.
    static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandFailure(
                code: "cannot_write",
                "the file \(path) cannot be written: \((error as NSError).localizedDescription)"
            )
        }
    }
}
