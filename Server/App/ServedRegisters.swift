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

    private enum Known {
        case served(Served)
        /// There was none when it was looked for last.
        case absent(since: ContinuousClock.Instant)
    }

    /// How long a name for which there was nothing is not looked for again.
    private static let absence = Duration.seconds(2)

    private let limits: HTTPLimits
    /// Where the register of a name is; nil for a name that none can have.
    private let place: @Sendable (String?) -> RegisterPlace?
    private let known = Mutex<[String?: Known]>([:])
    /// Registers are opened one after another.
    private let opening = WorkQueue(label: "opening", width: 1, waitingMax: 64)

    /// Serves one register, which paths need not name.
    package init(_ register: OpenRegister, limits: HTTPLimits) {
        self.limits = limits
        place = { _ in nil }
        known.withLock { $0[nil] = .served(Self.served(register, limits)) }
    }

    /// Serves every register that is in a folder, each in a folder of its own, or in a database; also those
    /// that come there later.
    package init(allOf place: RegisterPlace, limits: HTTPLimits) {
        self.limits = limits
        self.place = { name in name.flatMap { place.register(named: $0) } }
    }

    package func service(named name: String?) async throws -> Service? {
        if let found = lookUp(name) { return found.served?.service }
        guard let place = place(name) else { return nil }
        return try await opening.run { [self] () throws -> Service? in
            if let found = lookUp(name) { return found.served?.service }
            do {
                let served = Self.served(try OpenRegister.open(place), limits)
                known.withLock { $0[name] = .served(served) }
                return served.service
            } catch AccountError.noRegister {
                noteAbsence(of: name)
                return nil
            }
        }
    }

    package func isReady() async -> Bool {
        for served in everyServed {
            if (try? await served.service.registerInfo()) == nil { return false }
        }
        return true
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

    private var everyServed: [Served] {
        known.withLock { known in
            known.values.compactMap { if case .served(let served) = $0 { served } else { nil } }
        }
    }

    /// What is known of a name; nil when it has to be looked for.
    private func lookUp(_ name: String?) -> (served: Served?, Void)? {
        known.withLock { known in
            switch known[name] {
            case .served(let served): return (served, ())
            case .absent(let since) where .now - since < Self.absence: return (nil, ())
            case .absent:
                // Strangers may ask for any number of names.
                known[name] = nil
                return nil
            case nil: return nil
            }
        }
    }

    /// Strangers may ask for any number of names; only the latest are remembered.
    private func noteAbsence(of name: String?) {
        known.withLock { known in
            known = known.filter { entry in
                guard case .absent(let since) = entry.value else { return true }
                return .now - since < Self.absence
            }
            known[name] = .absent(since: .now)
        }
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
                    "the folder \(path) cannot be read",
                    hint: "make it, and a register in it: caunoi-server init --data \(path)/NAME"
                )
            }
            return try names.sorted()
                .filter { name in try register(named: name)?.isTaken() ?? false }
        case .database(let url, _):
            return try PostgresServerStore.registers(url: url)
        }
    }
}
