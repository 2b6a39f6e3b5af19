import ClientCore
import ClientSQLite
import Foundation
import Glibc
import Shared

// MARK: - The folder

extension Examination {
    /// Free space below which a warning is given, in bytes.
    private static let freeBytesMin: UInt64 = 200 * 1024 * 1024

    mutating func lookAtModes() {
        let manager = FileManager.default
        var open: [(path: String, mode: String)] = []
        if Self.isOpenToOthers(folder) { open.append((folder, "700")) }
        let names = (try? manager.contentsOfDirectory(atPath: folder)) ?? []
        for name in names.sorted() where Self.isOpenToOthers(folder + "/" + name) {
            open.append((folder + "/" + name, "600"))
        }
        guard !open.isEmpty else {
            fine(
                "modes",
                say(en: "only you can read the folder", vi: "chỉ bạn đọc được thư mục này")
            )
            return
        }
        for (path, mode) in open {
            wrong(
                "modes",
                say(en: "others can read or change \(path)", vi: "người khác đọc được \(path)"),
                hint: "chmod \(mode) '\(path)'"
            )
        }
    }

    /// Whether the group or others have any right to the file.
    private static func isOpenToOthers(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let mode = attributes?[.posixPermissions] as? NSNumber else { return false }
        return mode.intValue & 0o077 != 0
    }

    mutating func lookAtFreeSpace() {
        var status = statvfs()
        guard unsafe statvfs(folder, &status) == 0 else {
            note("space", say(en: "the free space is not known", vi: "không rõ dung lượng trống"))
            return
        }
        let free = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        let bytes = free.overflow ? .max : free.partialValue
        let megabytes = bytes / (1024 * 1024)
        let message = say(en: "\(megabytes) MB are free", vi: "còn trống \(megabytes) MB")
        if bytes >= Self.freeBytesMin {
            fine("space", message)
        } else {
            wrong(
                "space",
                message,
                hint: say(
                    en: "make room on the disk that holds \(folder)",
                    vi: "giải phóng ổ đĩa chứa \(folder)"
                )
            )
        }
    }

    mutating func lookAtDocuments() {
        do {
            _ = try Workspace.schema(in: folder)
            fine(
                "documents",
                say(en: "schema and settings are here", vi: "đủ lược đồ và thiết lập")
            )
        } catch {
            let failure = CommandFailure(error, in: console.language)
            wrong("documents", failure.message, hint: failure.hint ?? "caunoi sync")
        }
    }

    mutating func readEnrolment() -> Enrolment? {
        if let enrolment = (try? Workspace.enrolment(in: folder)) ?? nil {
            let name = enrolment.registerName
            fine("enrolment", say(en: "enrolled in \(name)", vi: "đã tham gia \(name)"))
            return enrolment
        }
        wrong(
            "enrolment",
            say(en: "the enrolment cannot be read", vi: "không đọc được thông tin đăng ký"),
            hint: renewal
        )
        return nil
    }
}

extension Workspace {
    /// The schema that is kept in a folder.
    static func schema(in folder: String) throws -> Schema {
        let bytesMax = 64 * 1024 * 1024
        guard
            let bytes = try DurableFolder(folder).content(of: schemaFile, bytesMax: bytesMax)
        else {
            throw CommandFailure(
                code: "incomplete_enrolment",
                Labels(
                    vi: "việc ghi danh trong \(folder) bị ngắt giữa chừng",
                    en: "the enrolment in \(folder) was cut before it was complete"
                ),
                hint: Labels(
                    vi: "chạy lại đúng lệnh enroll đó",
                    en: "run the same enroll command again"
                )
            )
        }
        return try Schema(json: bytes)
    }

    /// What the last session left behind; nil when nothing can be read.
    fileprivate static func settings(in folder: String) -> WorkspaceSettings? {
        guard let bytes = try? DurableFolder(folder).content(of: settingsFile),
            let json = try? JSONParser.parse(bytes)
        else { return nil }
        return WorkspaceSettings(json: json)
    }
}

// MARK: - The server

extension Examination {
    /// A clock that is further off than this is worth a word, in milliseconds.
    private static let clockAheadMax: Int64 = 120_000

    mutating func lookAtServer(_ enrolment: Enrolment) {
        var ahead = Workspace.settings(in: folder)?.clockAhead
        do {
            let client = try ServiceClient(enrolment)
            let version = (try? Workspace.schema(in: folder))?.version ?? 0
            let hello = HelloRequest(
                schemaVersion: UInt64(version),
                directoryVersion: 0,
                scopes: []
            )
            let before = Workspace.now
            guard case .hello(let answer) = try client.exchange(.hello(hello)) else {
                throw ProtocolError("no answer to the hello")
            }
            ahead = (before + Workspace.now) / 2 - answer.time
            fine(
                "server",
                say(
                    en: "\(enrolment.server) answers and knows this device",
                    vi: "\(enrolment.server) trả lời và nhận ra máy này"
                )
            )
        } catch {
            let failure = CommandFailure(error, in: console.language)
            if failure.status == .unreachable {
                note(
                    "server",
                    failure.message,
                    hint: say(
                        en: "everything but the exchange works without it",
                        vi: "mọi việc khác vẫn làm được khi không có mạng"
                    )
                )
            } else {
                wrong("server", failure.message, hint: failure.hint)
            }
        }
        lookAtClock(ahead)
    }

    private mutating func lookAtClock(_ ahead: Int64?) {
        guard let ahead else {
            note("clock", say(en: "never compared with the server's", vi: "chưa so với máy chủ"))
            return
        }
        guard ahead.magnitude > UInt64(Self.clockAheadMax) else {
            fine("clock", say(en: "the clock agrees with the server's", vi: "đồng hồ đúng"))
            return
        }
        let amount = ClockSkew(milliseconds: ahead).text(console.language)
        wrong(
            "clock",
            say(
                en: "this device's clock is \(amount) the server's",
                vi: "đồng hồ máy này \(amount) máy chủ"
            ),
            hint: say(
                en: "set the clock; nothing is lost by it, but times shown are wrong",
                vi: "chỉnh lại đồng hồ; không mất dữ liệu, chỉ giờ hiển thị sai"
            )
        )
    }
}
