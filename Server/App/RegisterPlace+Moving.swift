import Foundation
import ServerPostgres
import ServerSQLite
import Shared

// What lies at a place besides its register: copies that are to become it, and what it was.

extension RegisterPlace {
    /// What the name of a folder begins with in which a register is put together that moves here.
    ///
    /// No register that is served with others is called so: a name has no dash.
    private static let arrivingPrefix = "moving-"
    /// The mark of tables that are filled with a register that moves here.
    private static let arrivingMark = "MOVING"
    /// What the name of a folder begins with that keeps a register which another has replaced.
    static let replacedPrefix = "replaced-"

    /// Where a register is put together that moves here: nobody finds it before it is whole.
    func arrival(_ suffix: String) -> RegisterPlace {
        switch self {
        case .folder(let path): .folder("\(path)/\(Self.arrivingPrefix)\(suffix)")
        case .database(let url, let name):
            .database(
                url: url,
                name: PostgresServerStore.marked(name, Self.arrivingMark, suffix)
            )
        }
    }

    /// The suffixes of moves to here that were cut off, oldest first.
    func arrivals() throws -> [String] {
        switch self {
        case .folder(let path): Self.suffixes(in: path, after: Self.arrivingPrefix)
        case .database(let url, let name):
            try PostgresServerStore.suffixes(url: url, register: name, mark: Self.arrivingMark)
        }
    }

    /// The suffixes of moves that took a register away from here, oldest first.
    func departures() throws -> [String] {
        switch self {
        case .folder(let path):
            Self.suffixes(in: path, after: SQLiteServerStore.movedPrefix)
        case .database(let url, let name):
            try PostgresServerStore.suffixes(
                url: url,
                register: name,
                mark: PostgresServerStore.movedMark
            )
        }
    }

    /// Removes what a move to here has left that did not come to its end.
    func discardArrival(_ suffix: String) throws {
        switch arrival(suffix) {
        case .folder(let path): try FileManager.default.removeItem(atPath: path)
        case .database(let url, let name):
            try PostgresServerStore.discard(url: url, register: name)
        }
    }

    /// Makes what has been put together the register of this place.
    ///
    /// Should another have come here meanwhile, it is kept beside it.
    func settle(_ suffix: String) throws {
        switch self {
        case .folder(let path):
            let staging = "\(path)/\(Self.arrivingPrefix)\(suffix)"
            _ = try SQLiteServerStore.replace(
                folder: path,
                by: staging,
                keepingIn: "\(path)/\(Self.replacedPrefix)\(suffix)"
            )
            try? FileManager.default.removeItem(atPath: staging)
        case .database(let url, let name):
            _ = try PostgresServerStore.replace(
                url: url,
                register: name,
                by: PostgresServerStore.marked(name, Self.arrivingMark, suffix),
                suffix: suffix,
                directoryVersion: nil
            )
        }
    }

    /// Takes the register out of use that moves to another place.
    ///
    /// - Returns: What it is kept as.
    func setAside(_ suffix: String, for target: RegisterPlace) throws -> String {
        switch self {
        case .folder(let path):
            // The move does not depend on it: it is for those who look here for the register.
            try? Data(target.optionsFromAnywhere.utf8)
                .write(to: URL(filePath: keptName(of: suffix) + Self.noteEnding))
            return try SQLiteServerStore.setAside(folder: path, suffix: suffix)
        case .database(let url, let name):
            return try PostgresServerStore.setAside(url: url, register: name, suffix: suffix)
        }
    }

    /// What the register is kept as that a move took away from here.
    func keptName(of suffix: String) -> String {
        switch self {
        case .folder(let path): "\(path)/\(SQLiteServerStore.movedPrefix)\(suffix)"
        case .database(_, let name):
            PostgresServerStore.namespace(
                of: PostgresServerStore.marked(name, PostgresServerStore.movedMark, suffix)
            )
        }
    }

    /// Where a move took the register, as it is named on the command line; nil where nothing tells.
    func destination(of suffix: String) -> String? {
        guard case .folder = self else { return nil }
        let note = FileManager.default.contents(atPath: keptName(of: suffix) + Self.noteEnding)
        return note.flatMap { $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self) }
    }

    private static let noteEnding = ".txt"

    /// How the place is named on the command line, whatever folder one is in.
    private var optionsFromAnywhere: String {
        guard case .folder(let path) = self, !path.utf8.starts(with: "/".utf8) else {
            return options
        }
        let current = FileManager.default.currentDirectoryPath
        return RegisterPlace.folder("\(current)/\(path)").options
    }

    /// The digits that follow `prefix` in names of a folder, the least first.
    static func suffixes(in path: String, after prefix: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let numbers = names.filter { $0.utf8.starts(with: prefix.utf8) }
            .compactMap { name in
                Int64(String(decoding: name.utf8.dropFirst(prefix.utf8.count), as: UTF8.self))
            }
        return numbers.sorted().map { "\($0)" }
    }
}
