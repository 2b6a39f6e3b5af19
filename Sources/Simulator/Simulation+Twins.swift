import ClientCore
import ServerCore
import Shared

// Two copies of one device at work at the same time.

extension Simulation {
    /// A device is copied as it stands, both copies save, and one syncs in the midst of the other's
    /// session; the server may later be set back to before that, and a copy to before its session.
    mutating func raceTwins(_ place: Int) throws {
        guard !devices[place].isRevoked else { return }
        let twin = devices.count < 7 ? devices.count : (place + 1) % devices.count
        if twin == devices.count {
            devices.append(devices[place])
        } else {
            devices[twin] = devices[place]
        }
        count("twins raced")
        let isKept = random.chance(70)
        if isKept { serverBackups.append(server.store) }
        for place in [place, twin] {
            for _ in 0..<random.below(3) + (isKept ? 1 : 0) { try save(at: place) }
            if isKept { images.append((place, devices[place])) }
        }
        try syncBothTwins(place, twin)
        if isKept && options.serverRestores { try setBackTwins(place, twin) }
    }

    /// The server and one of two twins are set back to before they synced: branches that have got
    /// names of their own meet the same branches under the old ones.
    private mutating func setBackTwins(_ place: Int, _ twin: Int) throws {
        guard let image = random.pick(Array(images.suffix(2))) else { return }
        try restoreServer()
        let other = image.place == twin ? place : twin
        devices[other] = image.device
        try random.chance(50) ? syncBothTwins(place, twin) : syncBothTwins(twin, place)
    }

    private mutating func syncBothTwins(_ place: Int, _ twin: Int) throws {
        var session = SyncSession()
        var memory = SessionMemory()
        var action = session.start()
        devices[place].session = session
        defer { devices[place].session = nil }
        while true {
            if case .finish = action { return }
            let request = try prepare(action, &memory, place)
            if random.chance(30) { try sync(twin, cutPercent: 10) }
            let response = try server.answer(
                request,
                isRevoked: devices[place].isRevoked,
                at: time(of: server.clock),
                using: &random
            )
            try noteServerEvents()
            let event = try conclude(action, request, response, &memory, place)
            try checkAll()
            action = session.next(after: event)
        }
    }
}
