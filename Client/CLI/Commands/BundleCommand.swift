import ArgumentParser
import ClientCore
import ClientSQLite
import CryptoAdapters
import Foundation
import ProgramText
import Shared

/// `bundle`: a sync carried by hand, where there is no network.
struct BundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: HelpText.say(
            en: "Exchange what changed by files that people carry.",
            vi: "Trao đổi thay đổi bằng tệp chuyển tay."
        ),
        discussion: HelpText.discussion(
            en: """
                Export here, give the file to somebody with a network, import what comes back. The \
                files are encrypted and signed: who carries them can read and forge nothing.
                """,
            vi: """
                Xuất ra ở đây, đưa tệp cho người có mạng, rồi nhận lại thư trả lời. Các tệp được \
                mã hóa và ký: người mang tệp không đọc và không làm giả được gì.
                """,
            examples: "caunoi bundle export /media/stick/lan.bundle"
        ),
        subcommands: [Export.self, Relay.self, Import.self, Inspect.self]
    )

    struct Export: RegisterCommand {
        static let configuration = CommandConfiguration(
            abstract: HelpText.say(
                en: "Write what a sync would send into a file.",
                vi: "Ghi những gì cần gửi ra một tệp."
            ),
            discussion: HelpText.discussion(
                en: """
                    It holds every change without a receipt, so that order and number of files do \
                    not matter, and nothing is marked as sent by it.
                    """,
                vi: """
                    Tệp chứa mọi thay đổi chưa có biên nhận, nên thứ tự và số tệp không quan \
                    trọng; việc xuất không làm thay đổi nào được coi là đã gửi.
                    """,
                examples: "caunoi bundle export /media/stick/lan.bundle"
            )
        )

        @OptionGroup var options: GlobalOptions
        @Argument(
            help: ArgumentHelp(
                HelpText.say(
                    en: "The file to write; one that is there is replaced.",
                    vi: "Tệp cần ghi; tệp đang có sẽ bị thay."
                )
            ),
            completion: .file()
        )
        var file: String

        func perform(_ console: Console) throws -> ExitStatus {
            let workspace = try Workspace.open(options)
            let bundle = try BundleExchange(workspace, console).export(at: Workspace.now)
            let bytes = bundle.encoded()
            try OutputFile.write(bytes, to: file)
            if console.isJSON {
                console.document(
                    .object([
                        .init(key: "file", value: .string(file)),
                        .init(key: "id", value: .string(bundle.header.id.text)),
                        .init(key: "changes", value: .unsigned(bundle.header.changes)),
                        .init(key: "bytes", value: .integer(Int64(bytes.count))),
                    ])
                )
            } else {
                let count = bundle.header.changes
                console.line(
                    console.say(
                        en:
                            "\(file): \(count) change\(count == 1 ? "" : "s"), \(bytes.count) bytes, "
                            + "for the server alone",
                        vi: "\(file): \(count) thay đổi, \(bytes.count) byte, chỉ máy chủ đọc được"
                    )
                )
                console.message(
                    console.say(
                        en:
                            "next, on a device with a network: caunoi bundle relay \(file) -o REPLY",
                        vi: "tiếp theo, trên máy có mạng: caunoi bundle relay \(file) -o REPLY"
                    )
                )
            }
            return .done
        }
    }

    struct Relay: RegisterCommand {
        static let configuration = CommandConfiguration(
            abstract: HelpText.say(
                en: "Bring somebody's file to the server, and its reply back.",
                vi: "Chuyển tệp của người khác lên máy chủ và mang thư trả lời về."
            ),
            discussion: HelpText.discussion(
                en: """
                    Any enrolled device may do this; it can read neither file.

                    Exit status: 6 when the access of the file's device has been withdrawn and its \
                    changes wait for review, 7 when the file is damaged, forged or of another \
                    register.
                    """,
                vi: """
                    Máy nào đã tham gia sổ cũng làm được; máy đó không đọc được tệp nào.

                    Mã kết thúc: 6 khi máy của tệp đã bị thu hồi quyền và thay đổi của nó chờ xem \
                    xét, 7 khi tệp hỏng, bị làm giả hoặc của sổ khác.
                    """,
                examples: "caunoi bundle relay /media/stick/lan.bundle -o /media/stick/lan.reply"
            )
        )

        @OptionGroup var options: GlobalOptions
        @Argument(
            help: ArgumentHelp(
                HelpText.say(
                    en: "The file that a device has exported.",
                    vi: "Tệp do một máy đã xuất."
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
            // Afterwards the server would have taken the file in, and the reply would be lost.
            try OutputFile.requireElsewhere(output)
            let workspace = try Workspace.open(options)
            let carried = try CarriedFile(file)
            guard carried.header.register == workspace.enrolment.register else {
                throw BundleError.otherRegister
            }
            guard carried.header.kind == .request else { throw BundleError.otherKind }
            let answer = try ServiceClient(workspace.enrolment).carry(carried.bytes)
            if answer.outcome == .answered { try OutputFile.write(answer.reply, to: output) }
            return try report(answer, BundleText(carried.header, workspace, console), console)
        }

        private func report(
            _ answer: BundleAnswer,
            _ text: BundleText,
            _ console: Console
        ) throws -> ExitStatus {
            let counts = console.say(
                en: "\(answer.changes) change\(answer.changes == 1 ? "" : "s"), \(answer.news) new",
                vi: "\(answer.changes) thay đổi, \(answer.news) mới"
            )
            switch answer.outcome {
            case .answered:
                if console.isJSON {
                    console.document(
                        .object([
                            .init(key: "changes", value: .unsigned(answer.changes)),
                            .init(key: "new", value: .unsigned(answer.news)),
                            .init(key: "refused", value: .unsigned(answer.refused)),
                            .init(key: "reply", value: .string(output)),
                        ])
                    )
                } else {
                    console.line("\(text.from): \(counts)")
                    if answer.refused > 0 {
                        console.line(
                            console.alarming(
                                console.say(
                                    en: "values that the server refused: \(answer.refused)",
                                    vi: "giá trị máy chủ không nhận: \(answer.refused)"
                                )
                            )
                        )
                    }
                    console.message(
                        console.say(
                            en: "next, on that device: caunoi bundle import \(output)",
                            vi: "tiếp theo, trên máy đó: caunoi bundle import \(output)"
                        )
                    )
                }
                return .done
            case .held:
                throw CommandFailure(
                    .refused,
                    code: "held",
                    console.say(
                        en: "the access of \(text.device) has been withdrawn; its changes wait for "
                            + "review (\(counts))",
                        vi:
                            "quyền truy cập của \(text.device) đã bị thu hồi; thay đổi của máy đó chờ "
                            + "xem xét (\(counts))"
                    ),
                    hint: console.say(
                        en: "ask your administrator",
                        vi: "hãy hỏi quản trị viên"
                    )
                )
            case .needsSync:
                throw CommandFailure(
                    .damaged,
                    code: "needs_sync",
                    console.say(
                        en:
                            "the register has been restored since this was exported, or a copy of that "
                            + "device is about",
                        vi: "sổ đã được khôi phục từ lúc xuất, hoặc có một bản chép của máy đó"
                    ),
                    hint: console.say(
                        en: "that device must sync over a network once",
                        vi: "máy đó phải đồng bộ qua mạng một lần"
                    )
                )
            }
        }
    }

    struct Import: RegisterCommand {
        static let configuration = CommandConfiguration(
            abstract: HelpText.say(
                en: "Take in the reply that was brought for this device.",
                vi: "Nhận thư trả lời dành cho máy này."
            ),
            discussion: HelpText.discussion(
                en: """
                    Others' changes, receipts for one's own, and rulings: what a sync would have \
                    brought. Importing a reply twice, or an old one after a newer one, changes \
                    nothing more.

                    Exit status: 3 when disagreements are open, 4 when values of this device were \
                    refused, 7 when the file is damaged, forged, or does not fit this replica.
                    """,
                vi: """
                    Thay đổi của người khác, biên nhận cho thay đổi của mình và quyết định của máy \
                    chủ: những gì một lần đồng bộ sẽ mang về. Nhận một thư hai lần, hoặc thư cũ \
                    sau thư mới, không làm thay đổi gì thêm.

                    Mã kết thúc: 3 khi còn chỗ khác nhau, 4 khi có giá trị của máy này bị từ chối, \
                    7 khi tệp hỏng, bị làm giả hoặc không khớp với bản sao này.
                    """,
                examples: "caunoi bundle import /media/stick/lan.reply"
            )
        )

        @OptionGroup var options: GlobalOptions
        @Argument(
            help: ArgumentHelp(HelpText.say(en: "The reply.", vi: "Thư trả lời.")),
            completion: .file()
        ) var file: String

        func perform(_ console: Console) throws -> ExitStatus {
            let workspace = try Workspace.open(options)
            let carried = try CarriedFile(file)
            let result = try BundleExchange(workspace, console).take(carried.bundle)
            report(result, BundleText(carried.header, workspace, console), workspace, console)
            return result.questions.status
        }

        private func report(
            _ result: BundleExchange.Import,
            _ text: BundleText,
            _ workspace: Workspace,
            _ console: Console
        ) {
            let summary = result.summary
            if console.isJSON {
                let reminders = ReminderText(workspace.schema, console)
                func number(_ key: String, _ value: Int) -> JSONValue.Member {
                    .init(key: key, value: .integer(Int64(value)))
                }
                console.document(
                    .object([
                        number("pulled", summary.pulled),
                        number("merged", summary.merged),
                        number("receipts", result.receipts),
                        number("conflicts_opened", result.conflictsOpened),
                        number("conflicts_open", result.questions.conflicts),
                        number("needs_correction", result.questions.corrections),
                        .init(
                            key: "reminders",
                            value: .array(result.reminders.map { reminders.json($0) })
                        ),
                        .init(key: "digest", value: .string(result.digest.text)),
                    ])
                )
                return
            }
            console.line(
                console.say(
                    en: "\(text.from), \(text.made): received \(summary.pulled), merged "
                        + "\(summary.merged), receipts for \(result.receipts) own changes",
                    vi: "\(text.from), \(text.made): đã nhận \(summary.pulled), đã gộp "
                        + "\(summary.merged), biên nhận cho \(result.receipts) thay đổi của máy này"
                )
            )
            MovedReminder.show(result.reminders, of: workspace, console)
            result.questions.show(console)
        }
    }

    struct Inspect: RegisterCommand {
        static let configuration = CommandConfiguration(
            abstract: HelpText.say(
                en:
                    "Tell from whom a file is, for whom, when it was written, and how much is in it.",
                vi: "Cho biết tệp của ai, gửi ai, viết khi nào và có bao nhiêu thay đổi."
            ),
            discussion: HelpText.discussion(
                en: """
                    What is in it only its receiver can read. The signature is checked where the \
                    sender's key is known here: that of the register's server, and one's own.

                    Exit status 7 when the file is damaged, forged or of another register.
                    """,
                vi: """
                    Chỉ bên nhận đọc được nội dung bên trong. Chữ ký được kiểm tra khi máy này \
                    biết khóa của bên gửi: khóa của máy chủ giữ sổ và khóa của chính máy này.

                    Mã kết thúc 7 khi tệp hỏng, bị làm giả hoặc của sổ khác.
                    """,
                examples: "caunoi bundle inspect /media/stick/lan.bundle"
            )
        )

        @OptionGroup var options: GlobalOptions
        @Argument(
            help: ArgumentHelp(
                HelpText.say(en: "A bundle, or a reply.", vi: "Tệp chuyển tay hoặc thư trả lời.")
            ),
            completion: .file()
        ) var file: String

        func perform(_ console: Console) throws -> ExitStatus {
            let carried = try CarriedFile(file)
            var workspace: Workspace?
            var isChecked = false
            if SQLiteReplicaStore.exists(in: options.folder) {
                let here = try Workspace.open(options)
                isChecked = try BundleExchange(here, console).checkSignature(of: carried.bundle)
                workspace = here
            }
            BundleText(carried.header, workspace, console)
                .show(bytes: carried.bytes.count, isChecked: isChecked)
            return .done
        }
    }
}
