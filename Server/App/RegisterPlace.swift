import ArgumentParser
import Foundation
import ProgramText
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
                HelpText.say(
                    en: "\(option) takes a to z, digits and _, a letter first, 30 at most",
                    vi: "\(option) gồm chữ a đến z, chữ số và _, chữ đứng đầu, nhiều nhất 30 ký tự"
                )
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

    /// Throws where a file that a person names to be written is one of the register's own.
    ///
    /// Writing it would destroy the register.
    func refuseOwn(_ file: String) throws {
        guard case .folder(let path) = self, SQLiteServerStore.isOwn(file, in: path) else { return }
        throw CommandFailure(
            .usage,
            code: "own_file",
            Labels(
                vi: "\(file) là tệp của chính sổ; ghi vào đó sẽ làm hỏng sổ",
                en: "\(file) is one of the register's own files; writing it would destroy the "
                    + "register"
            ),
            hint: Labels(
                vi: "hãy nêu một tệp ở ngoài thư mục \(path)",
                en: "name a file outside of the folder \(path)"
            )
        )
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

    /// Opens the store of the register that should be there.
    ///
    /// - Throws: ``absence()`` where there is none; ``CommandFailure`` where its file is none of a register's;
    ///   `StoreError`.
    func storeOfRegister(isPatient: Bool = false) throws -> any SQLStore {
        try checkFile()
        do {
            guard let store = try existingStore(isPatient: isPatient) else { throw absence() }
            return store
        } catch StoreError.corrupted(let what) {
            if let failure = foreignFile(what) { throw failure }
            throw StoreError.corrupted(what)
        }
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
                    Labels(
                        vi: "sổ đang được khôi phục hoặc chuyển đi",
                        en: "the register is being restored or moved"
                    ),
                    hint: Labels(
                        vi: "hãy thử lại khi việc đó xong",
                        en: "try again when that is done"
                    )
                )
            case .exclusive:
                throw CommandFailure(
                    code: "serving",
                    Labels(
                        vi: "máy chủ hoặc một lệnh khác đang dùng sổ",
                        en: "a server or another command is using the register"
                    ),
                    hint: Labels(
                        vi: "hãy dừng nó rồi chạy lại lệnh này",
                        en: "stop it, and run this again"
                    )
                )
            }
        }
        return serving
    }
}
