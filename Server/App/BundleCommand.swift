import ArgumentParser
import CryptoAdapters
import Foundation
import ProgramText
import ServerCore
import ServerSQL
import Shared

/// `bundle`: files that are carried by hand where there is no network.
struct BundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: HelpText.say(
            en: "Answers files that are carried by hand where there is no network.",
            vi: "Trả lời các tệp chuyển tay ở nơi không có mạng."
        ),
        discussion: HelpText.discussion(
            examples: "caunoi-server bundle answer /media/stick/lan.bundle -o /media/stick/reply"
        ),
        subcommands: [Answer.self]
    )

    struct Answer: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: HelpText.say(
                en: "Takes in a file that a device has exported, and writes the reply for it.",
                vi: "Nhận tệp do một thiết bị xuất và ghi thư trả lời cho thiết bị đó."
            ),
            discussion: HelpText.discussion(
                en: """
                    The changes are taken in once, however often the file is brought. The reply \
                    can be read by its device alone.

                    Exit status: 6 when the access of the device has been withdrawn and its \
                    changes wait for review, 7 when the file is damaged, forged or of another \
                    register.
                    """,
                vi: """
                    Các thay đổi chỉ được nhận một lần, dù tệp được mang đến bao nhiêu lần. Chỉ \
                    thiết bị đó đọc được thư trả lời.

                    Mã kết thúc: 6 khi thiết bị đã bị thu hồi quyền và thay đổi của nó chờ xem \
                    xét, 7 khi tệp hỏng, bị làm giả hoặc của sổ khác.
                    """,
                examples:
                    "caunoi-server bundle answer /media/stick/lan.bundle -o /media/stick/reply"
            )
        )

        @OptionGroup var options: ServerOptions

        @Argument(
            help: ArgumentHelp(
                HelpText.say(
                    en: "The file that the device has exported.",
                    vi: "Tệp do thiết bị xuất."
                )
            ),
            completion: .file()
        )
        var file: String

        @Option(
            name: [.customShort("o"), .long],
            help: ArgumentHelp(
                HelpText.say(en: "Where to write the reply.", vi: "Nơi ghi thư trả lời."),
                valueName: "reply"
            ),
            completion: .file()
        )
        var output: String

        func perform(_ console: Console) throws -> ExitStatus {
            try options.place.refuseOwn(output)
            let bytes = try CarriedFile.read(file)
            let (answer, heldBack) = try withRegister { register in
                let door = Endpoint(
                    hash: SHA256Hash.self,
                    verifier: Ed25519Verifier(),
                    policy: SchemaPolicy(schema: register.schema)
                )
                return try register.store.write { transaction in
                    var random = SecureRandom()
                    let answer = try door.answer(
                        bundle: bytes,
                        at: Moment.now.milliseconds,
                        with: HPKECipher(),
                        using: &random,
                        in: &transaction
                    )
                    return (answer, try register.heldBack(of: bytes, answer, in: transaction))
                }
            }
            if answer.outcome == .answered { try CarriedFile.write(answer.reply, to: output) }
            return try report(answer, heldBack, console)
        }

        private func report(
            _ answer: BundleAnswer,
            _ heldBack: HeldBack,
            _ console: Console
        ) throws -> ExitStatus {
            let counts = answer.counts
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
                    console.line(
                        console.say(
                            en: "\(counts.en), \(answer.refused) refused",
                            vi: "\(counts.vi), \(answer.refused) bị từ chối"
                        )
                    )
                    console.line(
                        console.say(
                            en: "the reply for the device is in \(output)",
                            vi: "thư trả lời cho thiết bị ở \(output)"
                        )
                    )
                }
                return .done
            case .held: throw heldBack.failure
            case .needsSync:
                throw CommandFailure(
                    .damaged,
                    code: "needs_sync",
                    Labels(
                        vi: "sổ đã được khôi phục từ lúc xuất tệp này, hoặc có một bản chép của "
                            + "thiết bị",
                        en: "the register has been restored since this was exported, or a copy of "
                            + "the device is about"
                    ),
                    hint: Labels(
                        vi: "thiết bị đó phải đồng bộ qua mạng một lần",
                        en: "the device must synchronise over a network once"
                    )
                )
            }
        }
    }
}

extension BundleAnswer {
    /// How much there was in the file.
    fileprivate var counts: Labels {
        Labels(
            vi: "\(changes) thay đổi, \(news) mới",
            en: "\(changes) changes, \(news) new"
        )
    }
}

/// What waits for review of a device's changes, and what has been settled.
private struct HeldBack {
    let device: RecordID
    /// How much was in the file.
    let counts: Labels
    let waiting: Int
    let accepted: Int
    let rejected: Int

    var failure: CommandFailure {
        CommandFailure(
            .refused,
            code: "held",
            Labels(
                vi: "quyền truy cập của thiết bị này đã bị thu hồi; \(fate.vi) (\(counts.vi))",
                en: "the access of this device has been withdrawn; \(fate.en) (\(counts.en))"
            ),
            hint: .running("caunoi-server devices review \(device.text)")
        )
    }

    private var fate: Labels {
        if waiting > 0 {
            return Labels(vi: "thay đổi của nó chờ xem xét", en: "its changes wait for review")
        }
        if accepted + rejected == 0 {
            return Labels(vi: "nó không có thay đổi nào", en: "it has no changes")
        }
        if accepted == 0 {
            return Labels(vi: "thay đổi của nó đã bị bác", en: "its changes were rejected")
        }
        return Labels(
            vi: "thay đổi của nó đã được xem xét: nhận \(accepted), bác \(rejected)",
            en: "its changes have been reviewed: \(accepted) accepted, \(rejected) rejected"
        )
    }
}

extension OpenRegister {
    /// What became of the changes that the device of a file handed in too late.
    fileprivate func heldBack(
        of bundle: [UInt8],
        _ answer: BundleAnswer,
        in transaction: SQLTransaction
    ) throws -> HeldBack {
        let device = try BundleFile(encoded: bundle, hash: SHA256Hash.self).header.device
        let states = try held(by: device, in: transaction).map { $0.state }
        let waiting = states.count { $0 == .waiting }
        let rejected = states.count { $0 == .rejected }
        return HeldBack(
            device: device,
            counts: answer.counts,
            waiting: waiting,
            accepted: states.count - waiting - rejected,
            rejected: rejected
        )
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
                Labels(
                    vi: "không đọc được tệp \(path): \(FileTrouble(error).labels.vi)",
                    en: "the file \(path) cannot be read: "
                        + (error as NSError).localizedDescription
                )
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
                Labels(
                    vi: "không ghi được tệp \(path): \(FileTrouble(error).labels.vi)",
                    en: "the file \(path) cannot be written: "
                        + (error as NSError).localizedDescription
                )
            )
        }
    }
}
