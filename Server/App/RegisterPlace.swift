import ArgumentParser
import Foundation
import ServerCore
import ServerPostgres
package import ServerSQL
import ServerSQLite
import Shared

/// Where a register's data are.
package enum RegisterPlace: Hashable, Sendable {
    /// An SQLite database in a folder of its own.
    case folder(String)
    /// Tables of this name in a database of PostgreSQL's.
    case database(url: String, name: String)

    /// Reads what people write: a folder's path, or a URL that begins with `postgresql://`.
    package init(_ text: String, name: String) {
        let isURL = ["postgresql://", "postgres://"].contains { text.utf8.starts(with: $0.utf8) }
        self = isURL ? .database(url: text, name: name) : .folder(text)
    }

    /// Throws unless a register may have the name that was given with an option.
    static func check(name: String, of option: String) throws {
        guard PostgresServerStore.isName(name) else {
            throw ValidationError(
                "\(option) takes a to z, digits and _, a letter first, 30 at most"
            )
        }
    }

    /// The place as it is shown: without a password.
    package var shown: String {
        switch self {
        case .folder(let path): path
        case .database(let url, let name): "\(Self.harmless(url)) (\(name))"
        }
    }

    /// How the place is named on the command line.
    var options: String {
        switch self {
        case .folder(let path): "--data \(path)"
        case .database(let url, let name): "--database \(Self.harmless(url)) --register \(name)"
        }
    }

    /// The URL without the password that may be in it.
    private static func harmless(_ url: String) -> String {
        guard let parts = URLComponents(string: url), let host = parts.host,
            !parts.path.utf8.contains(UInt8(ascii: "@"))
        else { return "postgresql://…" }
        let user = parts.user.map { $0 + "@" } ?? ""
        let port = parts.port.map { ":\($0)" } ?? ""
        return "postgresql://\(user)\(host)\(port)\(parts.path)"
    }

    /// Whether it is clear without opening anything that nothing is there.
    var isMissing: Bool {
        guard case .folder(let path) = self else { return false }
        return !FileManager.default.fileExists(atPath: "\(path)/\(SQLiteServerStore.fileName)")
    }

    /// Whether a register may be there: whether there is something to open.
    func isTaken() throws -> Bool {
        guard case .database = self else { return !isMissing }
        guard let store = try existingStore() else { return false }
        defer { try? store.close() }
        // Tables alone are no register.
        return try store.read { try $0.registerInfo() } != nil
    }

    /// Opens the store where there is one.
    func existingStore(isPatient: Bool = false) throws -> (any SQLStore)? {
        switch self {
        case .folder: return isMissing ? nil : try openStore()
        case .database(let url, let name):
            return try PostgresServerStore.open(
                url: url,
                register: name,
                creating: false,
                isPatient: isPatient
            )
        }
    }

    /// Opens the store, making it if need be.
    ///
    /// - Parameter isPatient: Whether its transactions may last while another place is filled or read.
    /// - Returns: The store.
    /// - Throws: `StoreError` when it cannot be opened.
    package func openStore(isPatient: Bool = false) throws -> any SQLStore {
        switch self {
        case .folder(let path): return try SQLiteServerStore.open(folder: path)
        case .database(let url, let name):
            let store = try PostgresServerStore.open(
                url: url,
                register: name,
                creating: true,
                isPatient: isPatient
            )
            guard let store else { throw AccountError.noRegister }
            return store
        }
    }

    /// Locks a folder against those that replace what is in it; a database needs no such lock, since
    /// there a register is replaced in one transaction.
    func lock(_ mode: FolderLock.Mode) throws -> FolderLock? {
        guard case .folder(let path) = self else { return nil }
        let serving = try FolderLock(folder: path, name: FolderLock.serving)
        do throws(StoreError) {
            try serving.acquire(mode, waitingSeconds: 1)
        } catch .busy {
            switch mode {
            case .shared:
                throw CommandFailure(
                    code: "restoring",
                    "the register is being restored or moved",
                    hint: "try again when that is done"
                )
            case .exclusive:
                throw CommandFailure(
                    code: "serving",
                    "a server or another command is using the register",
                    hint: "stop it, and run this again"
                )
            }
        }
        return serving
    }
}
