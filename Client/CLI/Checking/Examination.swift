import ClientCore
import ClientSQLite
import CryptoAdapters
import Foundation
import Shared

/// Looks a replica's folder over, without changing anything in it.
package struct Examination {
    /// One thing that was looked at.
    package struct Finding {
        package enum State: String {
            case fine = "ok"
            /// Worth knowing; nothing is broken.
            case note
            case wrong
        }

        /// For programs: lower-case words joined by `_`.
        package let check: String
        package let state: State
        package let message: String
        /// How to mend it.
        package let hint: String?
    }

    let folder: String
    let console: Console
    package private(set) var findings: [Finding] = []

    package init(_ folder: String, _ console: Console) {
        self.folder = folder
        self.console = console
    }

    /// Whether anything has to be mended.
    package var isWrong: Bool { findings.contains { $0.state == .wrong } }

    /// Looks at everything, as far as what it stands on is sound.
    package mutating func run() {
        guard FileManager.default.fileExists(atPath: folder) else {
            wrong(
                "folder",
                say(en: "there is no folder \(folder)", vi: "không có thư mục \(folder)"),
                hint: "caunoi enroll URL CODE"
            )
            return
        }
        lookAtModes()
        lookAtFreeSpace()
        if let store = openStore() {
            lookAtStructure(store)
            lookAtIdentity(store)
            lookAtChains(store)
            lookAtDigests(store)
            lookAtAside(store)
        }
        if let enrolment = readEnrolment() {
            lookAtDocuments()
            lookAtServer(enrolment)
        }
    }
}

// MARK: - Noting

extension Examination {
    mutating func fine(_ check: String, _ message: String) {
        findings.append(Finding(check: check, state: .fine, message: message, hint: nil))
    }

    mutating func note(_ check: String, _ message: String, hint: String? = nil) {
        findings.append(Finding(check: check, state: .note, message: message, hint: hint))
    }

    mutating func wrong(_ check: String, _ message: String, hint: String?) {
        findings.append(Finding(check: check, state: .wrong, message: message, hint: hint))
    }

    func say(en: String, vi: String) -> String { console.say(en: en, vi: vi) }

    /// What to do about a replica that cannot be trusted any more.
    static let renewal = Labels(
        vi: "giữ nguyên thư mục này; caunoi rescue FILE lưu những gì còn đọc được; rồi đăng "
            + "ký lại ở thư mục khác (caunoi enroll URL CODE --home DIR), và ở đó: "
            + "caunoi import FILE",
        en: "keep this folder; caunoi rescue FILE saves what can be read; then enrol this "
            + "device anew in another folder (caunoi enroll URL CODE --home DIR), and there: "
            + "caunoi import FILE"
    )

    var renewal: String { Self.renewal[console.language] }
}

// MARK: - The replica itself

extension Examination {
    private mutating func openStore() -> SQLiteReplicaStore? {
        do throws(ReplicaStoreError) {
            let store = try SQLiteReplicaStore.open(in: folder)
            fine("database", say(en: "the database opens", vi: "mở được cơ sở dữ liệu"))
            return store
        } catch {
            let failure = CommandFailure(error, in: console.language)
            wrong("database", failure.message, hint: renewal)
            return nil
        }
    }

    private mutating func lookAtStructure(_ store: SQLiteReplicaStore) {
        do {
            let problems = try store.read { try $0.quickCheck() }
            guard let first = problems.first else {
                fine("structure", say(en: "its structure is sound", vi: "cấu trúc nguyên vẹn"))
                return
            }
            wrong("structure", first, hint: renewal)
        } catch {
            let failure = CommandFailure(error, in: console.language)
            wrong("structure", failure.message, hint: renewal)
        }
    }

    private mutating func lookAtIdentity(_ store: SQLiteReplicaStore) {
        guard store.identityMismatch else {
            fine(
                "identity",
                say(
                    en: "the identity is the one kept beside the database",
                    vi: "danh tính khớp với tệp kèm theo"
                )
            )
            return
        }
        wrong(
            "identity",
            say(
                en: "the identity in the database is not the one kept beside it: the database was "
                    + "put back or copied",
                vi: "danh tính trong cơ sở dữ liệu khác với tệp kèm theo: cơ sở dữ liệu đã được "
                    + "khôi phục hoặc sao chép"
            ),
            hint: say(
                en: "caunoi status: the replica takes a new identity by itself, nothing is lost",
                vi: "caunoi status: bản sao tự nhận danh tính mới, không mất gì"
            )
        )
    }

    private mutating func lookAtDigests(_ store: SQLiteReplicaStore) {
        do {
            var count = 0
            var differing: [String] = []
            try store.read { transaction in
                for scope in try transaction.scopes() {
                    let tree = try DigestTree(of: scope, by: SHA256Hash.self, in: transaction)
                    count += tree.count
                    if try transaction.digest(of: scope) != tree.whole {
                        differing.append(scope.name)
                    }
                }
            }
            guard differing.isEmpty else {
                let names = differing.joined(separator: ", ")
                wrong(
                    "digest",
                    say(
                        en: "the digest kept for \(names) is not that of its records",
                        vi: "mã kiểm của \(names) không khớp với các bản ghi"
                    ),
                    hint: say(
                        en: "caunoi doctor --mend, then caunoi sync: the server's copies replace "
                            + "the damaged ones",
                        vi: "caunoi doctor --mend rồi caunoi sync: bản trên máy chủ sẽ thay "
                            + "những bản bị hỏng"
                    )
                )
                return
            }
            fine(
                "digest",
                say(
                    en: "\(count) records add up to the digest that is kept",
                    vi: "\(count) bản ghi khớp với mã kiểm"
                )
            )
        } catch {
            wrong("digest", CommandFailure(error, in: console.language).message, hint: renewal)
        }
    }

    private mutating func lookAtChains(_ store: SQLiteReplicaStore) {
        do {
            let audit = try ChainAudit(of: store)
            guard let problem = audit.problems.first else {
                fine(
                    "changes",
                    say(
                        en: "\(audit.count) own changes form unbroken chains",
                        vi: "\(audit.count) thay đổi của máy này nối liền, không đứt"
                    )
                )
                return
            }
            wrong("changes", problem, hint: renewal)
        } catch {
            wrong("changes", CommandFailure(error, in: console.language).message, hint: renewal)
        }
    }
}
