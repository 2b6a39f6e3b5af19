import ClientCore
import ClientSQLite
import CryptoAdapters
import Foundation
import Shared

/// Mends what is wrong with a replica's folder and can be put right without losing anything.
struct Mending {
    private let folder: String
    private let console: Console
    /// What was put right.
    private(set) var mended: [String] = []
    /// Why something could not be.
    private(set) var hindrances: [String] = []

    init(_ folder: String, _ console: Console) {
        self.folder = folder
        self.console = console
    }

    /// Mends one thing after the other, whatever hinders any of them.
    ///
    /// Of a database that cannot be opened nothing is told: an examination does.
    mutating func run() {
        guard SQLiteReplicaStore.exists(in: folder) else { return }
        closeToOthers()
        guard let store = try? SQLiteReplicaStore.open(in: folder) else { return }
        attempt { try $0.renewIdentity(store) }
        attempt { try $0.addUp(store) }
        attempt { try $0.beginCatalogue(store) }
    }

    private mutating func attempt(_ step: (inout Mending) throws -> Void) {
        do {
            try step(&self)
        } catch {
            let message = CommandFailure(error, in: console.language).message
            if !hindrances.contains(where: { $0.isSame(as: message) }) {
                hindrances.append(message)
            }
        }
    }

    private mutating func renewIdentity(_ store: SQLiteReplicaStore) throws {
        guard store.identityMismatch else { return }
        var random = SecureRandom()
        try store.write { transaction in
            try ReplicaEngine(hash: SHA256Hash.self)
                .rotateIdentity(using: &random, in: &transaction)
        }
        note(en: "the replica has taken a new identity", vi: "bản sao đã nhận danh tính mới")
    }

    /// Sets the digests to what the records add up to: the next sync finds what is not as it should be.
    private mutating func addUp(_ store: SQLiteReplicaStore) throws {
        let scopes = try store.write { transaction in
            try transaction.scopes().filter { scope in
                let tree = try DigestTree(of: scope, by: SHA256Hash.self, in: transaction)
                guard try transaction.digest(of: scope) != tree.whole else { return false }
                try transaction.setDigest(tree.whole, of: scope)
                return true
            }
        }
        guard !scopes.isEmpty else { return }
        let names = scopes.map(\.name).joined(separator: ", ")
        note(
            en:
                "the digest of \(names) is that of its records again; run caunoi sync: it finds the "
                + "records that are not as the server has them",
            vi:
                "mã kiểm của \(names) đã khớp lại với các bản ghi; hãy chạy caunoi sync để tìm những "
                + "bản ghi khác với máy chủ"
        )
    }

    private mutating func beginCatalogue(_ store: SQLiteReplicaStore) throws {
        guard let basis = try store.read({ try $0.catalogueBasis() }) else { return }
        try store.write { try $0.beginCatalogue(basis) }
        note(
            en: "what is kept for finding records is made again at the next command",
            vi: "phần dùng để tìm bản ghi sẽ được lập lại ở lệnh sau"
        )
    }

    /// Takes from others every right to the folder and what is in it.
    private mutating func closeToOthers() {
        let manager = FileManager.default
        let names = (try? manager.contentsOfDirectory(atPath: folder)) ?? []
        for path in [folder] + names.sorted().map({ folder + "/" + $0 }) {
            let attributes = try? manager.attributesOfItem(atPath: path)
            guard let mode = attributes?[.posixPermissions] as? NSNumber,
                mode.intValue & 0o077 != 0,
                (try? manager.setAttributes(
                    [.posixPermissions: mode.intValue & 0o700],
                    ofItemAtPath: path
                )) != nil
            else { continue }
            note(en: "closed to others: \(path)", vi: "đã đóng với người khác: \(path)")
        }
    }

    private mutating func note(en: String, vi: String) {
        mended.append(console.say(en: en, vi: vi))
    }
}
