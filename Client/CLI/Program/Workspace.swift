package import ClientCore
package import ClientSQLite
import CryptoAdapters
import Foundation
package import Shared

/// A device's replica and what belongs to it: the folder, the store, the enrolment, and the schema and
/// directory that the server gave out.
package final class Workspace {
    package let folder: String
    package let store: SQLiteReplicaStore
    package let enrolment: Enrolment
    package private(set) var schema: Schema
    package private(set) var people: DirectoryDocument
    package private(set) var settings: WorkspaceSettings
    /// Which files it was read from.
    private let files: [FileIdentity?]

    static let schemaFile = "schema.json"
    static let directoryFile = "directory.cbor"
    static let settingsFile = "settings.json"
    /// When the last sessions were: noted without waiting for the disk, as nothing depends on it.
    static let sessionsFile = "last-sync"

    private init(
        folder: String,
        store: SQLiteReplicaStore,
        enrolment: Enrolment,
        schema: Schema,
        people: DirectoryDocument,
        settings: WorkspaceSettings,
        files: [FileIdentity?]
    ) {
        self.folder = folder
        self.store = store
        self.enrolment = enrolment
        self.schema = schema
        self.people = people
        self.settings = settings
        self.files = files
    }
}

/// What the last session left behind for people: no decision depends on it.
package struct WorkspaceSettings: Sendable {
    /// This device's place in the directory of actors.
    package var actor: UInt32
    /// When the last complete session ended, in milliseconds since 1970.
    package var lastSync: Int64?
    /// How far the device's clock is ahead of the server's, in milliseconds.
    package var clockAhead: Int64
    /// When the last session that brought anything began, by the server's clock; and the one before it: in
    /// milliseconds since 1970.
    package var lastNews: Int64?
    package var digestFrom: Int64?

    package init(actor: UInt32) {
        self.actor = actor
        clockAhead = 0
    }

    var json: JSONValue {
        .object([
            .init(key: "actor", value: .unsigned(UInt64(actor))),
            .init(key: "clock_ahead", value: .integer(clockAhead)),
        ])
    }

    /// The times of sessions, as a line of numbers with a hyphen for none.
    fileprivate var sessions: [UInt8] {
        let times = [lastSync, lastNews, digestFrom].map { $0.map { "\($0)" } ?? "-" }
        return Array((times.joined(separator: " ") + "\n").utf8)
    }

    /// Takes times of sessions from such a line; from an older one only the first.
    ///
    /// After a power failure it may hold anything: what is no number is not taken.
    fileprivate mutating func take(sessions line: [UInt8]) {
        let words = line.prefix { $0 != UInt8(ascii: "\n") }.split(separator: UInt8(ascii: " "))
        let times = words.map { Int64(String(decoding: $0, as: UTF8.self)) }
        if let time = times.first { lastSync = time ?? lastSync }
        guard times.count == 3 else { return }
        lastNews = times[1]
        digestFrom = times[2]
    }

    init?(json: JSONValue) {
        guard let actor = json["actor"]?.integer.flatMap({ UInt32(exactly: $0) }) else {
            return nil
        }
        self.init(actor: actor)
        clockAhead = json["clock_ahead"]?.integer ?? 0
        // Where the times were kept before they had a file of their own.
        lastSync = json["last_sync"]?.integer
        lastNews = json["last_news"]?.integer
        digestFrom = json["digest_from"]?.integer
    }
}

extension Workspace {
    /// The longest document that is kept beside the database.
    private static let documentBytesMax = 64 * 1024 * 1024

    /// Opens the replica in the folder that the options name.
    ///
    /// A replica whose identity is in doubt takes a new one before anything else.
    package static func open(_ options: GlobalOptions) throws -> Workspace {
        let folder = options.folder
        // Looked at first: what is replaced meanwhile is not taken for what was read.
        let files = identities(in: folder)
        guard SQLiteReplicaStore.exists(in: folder),
            let enrolment = try document(Enrolment.fileName, in: folder)
                .flatMap({ Enrolment(json: $0) })
        else {
            throw CommandFailure(
                code: "not_enrolled",
                Labels(
                    vi: "không có bản sao nào trong \(folder)",
                    en: "there is no replica in \(folder)"
                ),
                hint: Labels(vi: "caunoi enroll URL CODE", en: "caunoi enroll URL CODE")
            )
        }
        let store = try SQLiteReplicaStore.open(in: folder)
        if store.identityMismatch {
            var random = SecureRandom()
            try store.write { transaction in
                try ReplicaEngine(hash: SHA256Hash.self)
                    .rotateIdentity(using: &random, in: &transaction)
            }
        }
        guard let schemaBytes = try content(schemaFile, in: folder),
            let settings = try settings(in: folder)
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
        let people = try content(directoryFile, in: folder)
            .flatMap { try? DirectoryDocument(encoded: $0) }
        return Workspace(
            folder: folder,
            store: store,
            enrolment: enrolment,
            schema: try Schema(json: schemaBytes),
            people: people
                ?? DirectoryDocument(version: 0, actors: [], devices: [], replicas: []),
            settings: settings,
            files: files
        )
    }

    /// Whether it was read from the files that are in the folder now.
    ///
    /// False after another schema or directory has come, and after the replica was put back from a copy.
    var isCurrent: Bool { files == Self.identities(in: folder) }

    private static func identities(in folder: String) -> [FileIdentity?] {
        let documents = [
            SQLiteReplicaStore.identityFileName, Enrolment.fileName, schemaFile, directoryFile,
        ]
        return [FileIdentity(of: folder + "/" + SQLiteReplicaStore.fileName, asWritten: false)]
            + documents.map { FileIdentity(of: folder + "/" + $0, asWritten: true) }
    }

    /// Makes a replica for a fresh enrolment; what a cut enrolment left is taken over.
    package static func create(_ enrolment: Enrolment, in folder: String) throws {
        var random = SecureRandom()
        if !SQLiteReplicaStore.exists(in: folder) {
            _ = try SQLiteReplicaStore.create(
                in: folder,
                replica: .random(using: &random),
                scopes: enrolment.scopes
            )
        }
        try keep(Enrolment.fileName, enrolment.json, in: folder)
    }

    /// Keeps what a hello brought.
    package static func keep(_ hello: HelloResponse, at now: Int64, in folder: String) throws {
        let durable = try DurableFolder(folder)
        if let schema = hello.schema { try durable.replace(schemaFile, with: schema) }
        if let directory = hello.directory {
            try durable.replace(directoryFile, with: directory)
        }
        let kept = try settings(in: folder)
        let ahead = now - hello.time
        // When nothing is new, nothing is written: a clock that is off by as much as before is not new.
        if let kept, kept.actor == hello.actor, abs(kept.clockAhead - ahead) < 1000 { return }
        var settings = kept ?? WorkspaceSettings(actor: hello.actor)
        settings.actor = hello.actor
        settings.clockAhead = ahead
        try keep(settings, in: folder)
    }

    /// Keeps what a carried reply brought, where it is newer than what is here.
    ///
    /// Its time says nothing of the clock: it has been on its way.
    func keep(_ carried: HelloResponse) throws {
        let durable = try DurableFolder(folder)
        if let bytes = carried.schema, let news = try? Schema(json: bytes),
            news.version > schema.version
        {
            try durable.replace(Self.schemaFile, with: bytes)
        }
        if let bytes = carried.directory, let news = try? DirectoryDocument(encoded: bytes),
            news.version > people.version
        {
            try durable.replace(Self.directoryFile, with: bytes)
            try update { $0.actor = carried.actor }
        }
    }

    /// Changes what is kept for people, on top of what a session or another command has kept since.
    package func update(_ change: (inout WorkspaceSettings) -> Void) throws {
        let kept = try Self.settings(in: folder)
        settings = kept ?? settings
        change(&settings)
        guard let kept, settings.json == kept.json else {
            return try Self.keep(settings, in: folder)
        }
        if settings.sessions != kept.sessions {
            try DurableFolder(folder).note(Self.sessionsFile, settings.sessions)
        }
    }

    private static func keep(_ settings: WorkspaceSettings, in folder: String) throws {
        // An older version kept the times where they are not kept any more.
        try DurableFolder(folder).note(sessionsFile, settings.sessions)
        try keep(settingsFile, settings.json, in: folder)
    }

    private static func settings(in folder: String) throws -> WorkspaceSettings? {
        guard
            var settings = try document(settingsFile, in: folder)
                .flatMap({ WorkspaceSettings(json: $0) })
        else { return nil }
        if let note = try content(sessionsFile, in: folder) { settings.take(sessions: note) }
        return settings
    }

    static func enrolment(in folder: String) throws -> Enrolment? {
        try document(Enrolment.fileName, in: folder).flatMap { Enrolment(json: $0) }
    }

    private static func keep(_ name: String, _ document: JSONValue, in folder: String) throws {
        try DurableFolder(folder).replace(name, with: JSONWriter.bytes(document, style: .pretty))
    }

    private static func document(_ name: String, in folder: String) throws -> JSONValue? {
        try content(name, in: folder).flatMap { try? JSONParser.parse($0) }
    }

    private static func content(_ name: String, in folder: String) throws -> [UInt8]? {
        guard DurableFolder.contains(name, in: folder) else { return nil }
        return try DurableFolder(folder).content(of: name, bytesMax: documentBytesMax)
    }
}

extension Workspace {
    /// The wall clock, in milliseconds since 1970.
    package static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    package var author: Author { Author(actor: settings.actor, schemaVersion: schema.version) }

    /// The actor as whom this device writes; nil until the first session.
    package var me: DirectoryDocument.Actor? { people.actor(settings.actor) }

    /// Signs chain heads with this device's key.
    package func signer() throws -> Signer {
        guard let key = SigningKey(seed: enrolment.signingSeed) else {
            throw CommandFailure(
                .damaged,
                code: "key_damaged",
                Labels(
                    vi: "không đọc được khóa của máy này",
                    en: "the key of this device cannot be read"
                ),
                hint: Labels(
                    vi: "ghi danh lại máy này ở thư mục khác; không mất gì ở đây",
                    en: "enrol this device anew in another folder; nothing here is lost"
                )
            )
        }
        let register = enrolment.register.bytes
        return { scope, head in
            let message = PushRequest.signedMessage(register: register, scope: scope, head: head)
            return (try? key.sign(message)) ?? []
        }
    }
}
