import ClientCore
import ClientSQLite
import CryptoAdapters
import Foundation
import Shared

/// Mends what is wrong with a replica's folder and can be put right without losing anything.
struct Mending {
    private let folder: String
    private let console: Console

    init(_ folder: String, _ console: Console) {
        self.folder = folder
        self.console = console
    }

    func run() throws {
        guard SQLiteReplicaStore.exists(in: folder) else { return }
        closeToOthers()
        guard let store = try? SQLiteReplicaStore.open(in: folder) else { return }
        if store.identityMismatch {
            var random = SecureRandom()
            try store.write { transaction in
                try ReplicaEngine(hash: SHA256Hash.self)
                    .rotateIdentity(using: &random, in: &transaction)
            }
            say(en: "the replica has taken a new identity", vi: "bản sao đã nhận danh tính mới")
        }
        try addUp(store)
        if let basis = try store.read({ try $0.catalogueBasis() }) {
            try store.write { try $0.beginCatalogue(basis) }
            say(
                en: "what is kept for finding records is made again at the next command",
                vi: "phần dùng để tìm bản ghi sẽ được lập lại ở lệnh sau"
            )
        }
    }

    /// Sets the digests to what the records add up to: the next sync finds what is not as it should be.
    private func addUp(_ store: SQLiteReplicaStore) throws {
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
        say(
            en:
                "the digest of \(names) is that of its records again; run caunoi sync: it finds the "
                + "records that are not as the server has them",
            vi:
                "mã kiểm của \(names) đã khớp lại với các bản ghi; hãy chạy caunoi sync để tìm những "
                + "bản ghi khác với máy chủ"
        )
    }

    /// Takes from others every right to the folder and what is in it.
    private func closeToOthers() {
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
            say(en: "closed to others: \(path)", vi: "đã đóng với người khác: \(path)")
        }
    }

    private func say(en: String, vi: String) { console.message(console.say(en: en, vi: vi)) }
}
