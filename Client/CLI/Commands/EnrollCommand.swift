import ArgumentParser
import ClientCore
import CryptoAdapters
import Foundation
import ProgramText
import Shared

struct EnrollCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll",
        abstract: HelpText.say(
            en: "Join a register with a one-time code, and download it.",
            vi: "Tham gia một sổ bằng mã dùng một lần và tải sổ về."
        ),
        discussion: HelpText.discussion(
            en: "Safe to repeat after a cut: the same command goes on where the last one ended.",
            vi: "Bị ngắt thì cứ chạy lại: lệnh đó làm tiếp từ chỗ đã dừng.",
            examples:
                #"caunoi enroll https://register.example.vn 7Q4C-9XKD-… --device "Lan's laptop""#
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp(HelpText.say(en: "The server's address.", vi: "Địa chỉ máy chủ.")))
    var url: String
    @Argument(
        help: ArgumentHelp(
            HelpText.say(
                en: "The one-time code from your administrator.",
                vi: "Mã dùng một lần do quản trị viên cấp."
            )
        )
    ) var code: String
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "What people will know this device by.",
                vi: "Tên để mọi người nhận ra máy này."
            )
        )
    ) var device: String?
    @Flag(
        help: ArgumentHelp(
            HelpText.say(
                en: "Allow plain HTTP to a server that is not on this machine.",
                vi: "Cho phép HTTP không mã hóa đến máy chủ khác máy này."
            )
        )
    )
    var insecureHTTP = false
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "A file with the certificates to trust instead of the system's.",
                vi: "Tệp chứng chỉ được tin cậy thay cho của hệ thống."
            )
        )
    )
    var caFile: String?

    func perform(_ console: Console) throws -> ExitStatus {
        let folder = options.folder
        if let known = try Workspace.enrolment(in: folder), (try? Workspace.open(options)) != nil {
            throw CommandFailure(
                code: "already_enrolled",
                Labels(
                    vi: "\(folder) đã chứa bản sao của \(known.registerName)",
                    en: "\(folder) holds a replica of \(known.registerName) already"
                ),
                hint: Labels(
                    vi: "nêu thư mục khác bằng --home, hoặc dùng bản này: caunoi status",
                    en: "give another folder with --home, or use this one: caunoi status"
                )
            )
        }
        let enrolment = try Workspace.enrolment(in: folder) ?? join(folder, console)
        try Workspace.create(enrolment, in: folder)
        let client = try ServiceClient(enrolment)
        let hello = HelloRequest(schemaVersion: 0, directoryVersion: 0, scopes: [])
        guard case .hello(let answer) = try client.exchange(.hello(hello)) else {
            throw ProtocolError("no answer to the hello")
        }
        try Workspace.keep(answer, at: Workspace.now, in: folder)
        let workspace = try Workspace.open(options)
        _ = try Synchronization(workspace, client, console).run()
        let records = try workspace.recordCount()
        if console.isJSON {
            console.document(
                .object([
                    .init(key: "register", value: .string(enrolment.registerName)),
                    .init(key: "device", value: .string(enrolment.device.text)),
                    .init(key: "records", value: .unsigned(UInt64(records))),
                ])
            )
        } else {
            console.line(
                console.say(
                    en: "joined \(enrolment.registerName): \(records) records",
                    vi: "đã tham gia \(enrolment.registerName): \(records) bản ghi"
                )
            )
        }
        return .done
    }

    /// A client of the server at the address that was given.
    ///
    /// - Throws: `CommandFailure` of usage where that is no address, or one that has to be allowed.
    private func connect() throws -> ServiceClient {
        do throws(TransportError) {
            return try ServiceClient(
                server: url,
                token: nil,
                allowsInsecureHTTP: insecureHTTP,
                authorityFile: caFile
            )
        } catch {
            guard error.isAboutAddress else { throw error }
            throw CommandFailure(
                .usage,
                code: "bad_address",
                error.labels,
                hint: Labels(
                    vi: "địa chỉ có dạng https://register.example.vn; --insecure-http cho phép "
                        + "http không mã hóa đến máy khác",
                    en: "an address looks like https://register.example.vn; --insecure-http allows "
                        + "plain http to another machine"
                )
            )
        }
    }

    private func join(_ folder: String, _ console: Console) throws -> Enrolment {
        guard let code = InvitationCode(code) else {
            throw CommandFailure(
                .usage,
                code: "not_a_code",
                Labels(vi: "mã không đúng dạng", en: "the code is not of the form that codes have"),
                hint: Labels(
                    vi: "26 chữ và số, ví dụ 7Q4C-9XKD-…; dấu gạch không quan trọng",
                    en: "26 letters and digits, for example 7Q4C-9XKD-…; dashes do not matter"
                )
            )
        }
        let client = try connect()
        let parent = URL(fileURLWithPath: folder).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        let register = try client.register()
        // The keys are kept before the code is used, so that a cut enrolment can be repeated.
        let keys = try EnrolmentKeys.kept(in: folder)
        let name = device ?? ProcessInfo.processInfo.hostName
        let statement = EnrolmentRequest.statement(
            register: register.id,
            code: code.hash(by: SHA256Hash.self),
            signingKey: keys.signing.publicKey,
            agreementKey: keys.agreement.publicKey
        )
        let receipt = try client.enroll(
            EnrolmentRequest(
                code: code,
                device: name,
                signingKey: keys.signing.publicKey,
                agreementKey: keys.agreement.publicKey,
                proof: try keys.signing.sign(statement)
            )
        )
        return Enrolment(
            server: url,
            allowsInsecureHTTP: insecureHTTP,
            authorityFile: caFile,
            receipt: receipt,
            deviceName: name,
            signingSeed: keys.signing.seed,
            agreementSecret: keys.agreement.secret
        )
    }
}
