import ClientCore
import ServerCore
import Shared

// States that no history explains: a record gone or turned into another on one side, while vectors and
// chains say that everything is there.

extension Simulation {
    private static let lostOnServer = "record lost on the server"

    /// One record of a device, or of the server, is damaged; the device's next session mends it.
    ///
    /// In the same step, for until then nothing holds that the oracle knows.
    mutating func damage(_ place: Int) throws {
        guard !devices[place].isRevoked, devices[place].session == nil,
            let scope = random.pick(options.scopes)
        else { return }
        try session(place)
        let held = records.filter { devices[place].store.record($0, in: scope) != nil }
        guard let record = random.pick(held) else { return }
        let what: String
        switch random.below(3) {
        case 0:
            devices[place].store.lose(record, in: scope)
            what = "record lost on a device"
        case 1:
            guard let other = otherFrame(of: record, in: scope, place) else { return }
            devices[place].store.setRecord(record, to: other, in: scope)
            what = "record changed on a device"
        default:
            server.store.lose(record, in: scope, by: SimulatedHash.self)
            what = Self.lostOnServer
        }
        let tree = try DigestTree(of: scope, by: SimulatedHash.self, in: devices[place].store)
        devices[place].store.setDigest(tree.whole, of: scope)
        isDamaged = true
        if what != Self.lostOnServer, random.chance(60) { try disturbedSession(place) }
        let summary = try session(place)
        isDamaged = false
        let store = devices[place].store
        let isMended = records.allSatisfy {
            store.record($0, in: scope)?.frame == server.store.record($0, in: scope)?.frame
        }
        guard isMended, summary.differing.isEmpty else {
            throw Violation("a \(what) was not mended" + difference(from: store))
        }
        count(what)
    }

    /// A session between whose half steps another device saves and syncs.
    private mutating func disturbedSession(_ place: Int) throws {
        var session = SyncSession()
        var memory = SessionMemory()
        var action = session.start()
        while true {
            if case .finish = action { return }
            let request = try prepare(action, &memory, place)
            let other = random.below(devices.count)
            if other != place, !devices[other].isRevoked, random.chance(30) {
                try save(at: other)
                try self.session(other)
            }
            let response = try server.answer(request, isRevoked: false, at: now, using: &random)
            try noteServerEvents()
            let event = try conclude(action, request, response, &memory, place)
            action = session.next(after: event)
        }
    }

    /// Another state in which the record is, or was, somewhere.
    private func otherFrame(
        of record: RecordID,
        in scope: ScopeID,
        _ place: Int
    ) -> HeldRecord? {
        guard let mine = devices[place].store.record(record, in: scope) else { return nil }
        let stores = devices.map(\.store) + images.suffix(6).map(\.device.store)
        let others = stores.compactMap { $0.record(record, in: scope)?.frame }
        return others.first { $0 != mine.frame }.map { HeldRecord(frame: $0, extra: mine.extra) }
    }
}
