import Foundation
import ServerCore
package import ServerHTTP
import ServerPostgres
import ServerSQL
import ServerSQLite
import Shared
import Synchronization

/// The registers that one program serves: one, or all of a folder or a database, each under its name.
package final class ServedRegisters: RegisterHouse {
    package typealias Service = StoreService<RegisterDatabase>

    private struct Served: Sendable {
        let register: OpenRegister
        let service: Service
    }

    /// The names of the registers of a database, as they were a moment ago.
    private struct Listing {
        let names: Set<String>
        let at: ContinuousClock.Instant
    }

    /// How long a list of names is good for: strangers may ask for any number of them.
    private static let listingTime = Duration.milliseconds(500)

    private let limits: HTTPLimits
    /// Where all registers are; nil where one is served only.
    private let place: RegisterPlace?
    private let known = Mutex<[String?: Served]>([:])
    private let listing = Mutex<Listing?>(nil)
    /// Registers are looked for and opened one after another.
    private let opening = WorkQueue(label: "opening", width: 1, waitingMax: 64)

    /// Serves one register, which paths need not name.
    package init(_ register: OpenRegister, limits: HTTPLimits) {
        self.limits = limits
        place = nil
        known.withLock { $0[nil] = Self.served(register, limits) }
    }

    /// Serves every register that is in a folder, each in a folder of its own, or in a database; also those
    /// that come there later.
    package init(allOf place: RegisterPlace, limits: HTTPLimits) {
        self.limits = limits
        self.place = place
    }

    package func service(named name: String?) async throws -> Service? {
        if let served = lookUp(name) { return served.service }
        guard let name, let place = place?.register(named: name) else { return nil }
        return try await opening.run { [self] () throws -> Service? in
            if let served = lookUp(name) { return served.service }
            guard try isThere(name, place) else { return nil }
            do {
                let served = Self.served(try OpenRegister.open(place), limits)
                known.withLock { $0[name] = served }
                return served.service
            } catch AccountError.noRegister {
                return nil
            } catch let failure as CommandFailure where failure.isOfAbsence {
                return nil
            }
        }
    }

    package func isReady() async -> Bool {
        for served in everyServed {
            if (try? await served.service.registerInfo()) == nil { return false }
        }
        guard let place else { return true }
        // Also before anybody has asked for a register: whether they could be opened.
        return (try? await opening.run { [self] in try names(in: place) }) != nil
    }

    /// Lets those go who wait for news.
    package func endWatching() {
        for served in everyServed { served.service.endWatching() }
    }

    /// Closes every register; a commit in progress ends first.
    package func close() throws {
        for served in everyServed {
            try served.register.store.checkpoint()
            try served.register.close()
        }
    }

    private var everyServed: [Served] { known.withLock { Array($0.values) } }

    private func lookUp(_ name: String?) -> Served? { known.withLock { $0[name] } }

    /// Whether there is something to open: a folder is looked into, a database asked for all its names at
    /// once.
    private func isThere(_ name: String, _ register: RegisterPlace) throws -> Bool {
        guard let place, case .database = place else { return !register.isMissing }
        return try names(in: place).contains(name)
    }

    private func names(in place: RegisterPlace) throws -> Set<String> {
        let latest = listing.withLock { $0 }
        if let latest, .now - latest.at < Self.listingTime { return latest.names }
        let names = Set(try place.registers())
        listing.withLock { $0 = Listing(names: names, at: .now) }
        return names
    }

    private static func served(_ register: OpenRegister, _ limits: HTTPLimits) -> Served {
        let service = StoreService(
            store: RegisterDatabase(register.store),
            schema: register.schema,
            limits: limits
        )
        return Served(register: register, service: service)
    }
}

extension RegisterPlace {
    /// The place of one register among those of a folder or a database; nil for no possible name.
    fileprivate func register(named name: String) -> RegisterPlace? {
        guard PostgresServerStore.isName(name) else { return nil }
        switch self {
        case .folder(let path): return .folder("\(path)/\(name)")
        case .database(let url, _): return .database(url: url, name: name)
        }
    }

    /// The names of all registers in a folder or a database.
    func registers() throws -> [String] {
        switch self {
        case .folder(let path):
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
                throw CommandFailure(
                    code: "unreadable_folder",
                    Labels(
                        vi: "không đọc được thư mục \(path)",
                        en: "the folder \(path) cannot be read"
                    ),
                    hint: Labels(
                        vi: "tạo thư mục, và một sổ trong đó: "
                            + "caunoi-server init --data \(path)/NAME",
                        en: "make it, and a register in it: caunoi-server init --data \(path)/NAME"
                    )
                )
            }
            return try names.sorted()
                .filter { name in try register(named: name)?.isTaken() ?? false }
        case .database(let url, _):
            return try PostgresServerStore.registers(url: url)
        }
    }

    /// The folders beside those of registers, and why what is in them is not served.
    func foldersLeftOut() -> [(name: String, reason: Labels)] {
        guard case .folder(let path) = self else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().compactMap { name in
            let folder = "\(path)/\(name)"
            let isFolder = (try? FileManager.default.contentsOfDirectory(atPath: folder)) != nil
            guard isFolder else { return nil }
            guard PostgresServerStore.isName(name) else { return (name, Self.unfitName) }
            guard RegisterPlace.folder(folder).isMissing else { return nil }
            let absence = RegisterPlace.folder(folder).absence()
            return (
                name,
                Labels(
                    vi: CommandFailure(absence, in: .vi).message,
                    en: CommandFailure(absence, in: .en).message
                )
            )
        }
    }

    private static let unfitName = Labels(
        vi: "tên của sổ chỉ gồm chữ a đến z, chữ số và _, chữ đứng đầu, nhiều nhất 30 ký tự",
        en: "a register's name has a to z, digits and _ only, a letter first, 30 at most"
    )
}
