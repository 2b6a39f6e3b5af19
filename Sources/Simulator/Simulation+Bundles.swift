import ClientCore
import ServerCore
import Shared

// Bundles: exported any time, carried in any order, repeatedly, to whoever turns up.

extension Simulation {
    mutating func carryBundles(_ place: Int) throws {
        let percent = Double(random.below(1000)) / 10
        if percent < 6 {
            guard let scope = random.pick(options.scopes), !devices[place].isRevoked else { return }
            let bundle = try Device.engine.export(
                scope,
                sign: { _, _ in [] },
                in: devices[place].store
            )
            if let bundle { bundles.append(bundle) }
        } else if percent < 12 {
            guard let bundle = random.pick(Array(bundles.suffix(5))) else { return }
            try relay(bundle)
        } else if percent < 24 {
            guard let reply = random.pick(Array(replies.suffix(4))) else { return }
            let addressee = devices.indices.first {
                devices[$0].store.replica() == reply.own.replica
            }
            importReply(reply, random.chance(50) ? place : addressee ?? place)
        } else if percent < 25.5 {
            try exportBeyondImage(place)
        } else if percent < 26, options.serverRestores {
            try replyAcrossRestore(place)
        }
    }

    /// A reply reaches a device that has since synced with a server that was set back.
    private mutating func replyAcrossRestore(_ place: Int) throws {
        try exportBeyondImage(place)
        try restoreServer()
        try sync(place, cutPercent: 0)
        for reply in replies.suffix(2) { importReply(reply, place) }
    }

    /// A device exports just after a sync that its last image does not know of.
    private mutating func exportBeyondImage(_ place: Int) throws {
        guard let scope = random.pick(options.scopes), !devices[place].isRevoked else { return }
        images.append((place, devices[place]))
        try sync(place, cutPercent: 0)
        let bundle = try Device.engine.export(
            scope,
            sign: { _, _ in [] },
            in: devices[place].store
        )
        if let bundle { try relay(bundle) }
    }

    private mutating func relay(_ bundle: CarriedRequest.Scope) throws {
        var store = server.store
        let outcome = try server.service.answer(
            bundle,
            from: Caller(standing: .active, actor: 1),
            at: time(of: server.clock),
            check: { _ in true },
            using: &random,
            in: &store
        )
        server.store = store
        try noteServerEvents()
        switch outcome {
        case .answered(let reply):
            count("bundle answered")
            replies.append(reply)
        case .refused, nil:
            count("bundle refused")
        }
    }

    mutating func importReply(_ reply: CarriedReply.Scope, _ place: Int) {
        guard devices[place].session == nil else { return }
        var store = devices[place].store
        var memory = SessionMemory()
        do {
            try Device.engine.apply(reply, &memory, in: &store)
            devices[place].store = store
            count("reply imported")
        } catch {
            count("reply refused")
        }
    }
}
