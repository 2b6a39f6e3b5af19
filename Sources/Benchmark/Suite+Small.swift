import Glibc
import Shared

extension Suite {
    /// W3: some records change on one device, and come to the other; first by two commands, then between
    /// two clients that are running.
    func exchange(_ bench: Bench) throws {
        progress("W3: \(plan.changed) changes, up and down again")
        var costs: [Cost] = []
        var bytes: [Double] = []
        var trips: [Double] = []
        for round in 1...plan.rounds {
            try bench.first.save(changes(round))
            let up = try bench.first.sync(with: bench.server)
            let down = try bench.second.sync(with: bench.server)
            guard up.pushed == plan.changed, down.pulled == plan.changed else {
                throw BenchmarkFailure("\(up.pushed) changes went up and \(down.pulled) came down")
            }
            try bench.checkEqual(up, down)
            costs.append(up.cost + down.cost)
            bytes.append(Double(up.bytes + down.bytes))
            trips.append(Double(up.roundTrips + down.roundTrips))
        }
        set(.W3, "programs_ms", costs.map { $0.seconds * 1000 }.median)
        set(.W3, "programs_core_ms", costs.map { $0.coreSeconds * 1000 }.median)
        set(.W3, "bytes", bytes.median)
        set(.W3, "round_trips", trips.median)
        try watchedExchange(bench)
    }

    /// The time from the end of the save on one device to the end of the other's session.
    private func watchedExchange(_ bench: Bench) throws {
        progress("W3: the same between two clients that watch")
        let first = try WatchingReplica(bench.first)
        let second = try WatchingReplica(bench.second)
        var costs: [Cost] = []
        for round in 1...2 * plan.rounds {
            // Both have to have asked the server for news again.
            usleep(300_000)
            let drafts = changes(plan.rounds + round)
            let workspace = try bench.first.workspace()
            let cores = { first.coreSeconds + second.coreSeconds + bench.server.coreSeconds }
            let before = cores()
            try workspace.save(drafts)
            let start = Clock.wall
            try second.wait(for: "pulled", plan.changed)
            let seconds = Clock.wall - start
            try first.wait(for: "pushed", plan.changed)
            costs.append(Cost(seconds: seconds, coreSeconds: cores() - before))
        }
        set(.W3, "ms", costs.map { $0.seconds * 1000 }.median)
        set(.W3, "core_ms", costs.map { $0.coreSeconds * 1000 }.median)
    }

    /// A change of each of some records, others in each round.
    private func changes(_ round: Int) -> [Draft] {
        WorkloadRecord.sample(plan.changed, of: plan.records, round: round).map { number in
            let record = WorkloadRecord(number: number)
            return record.edited(by: .first, round: round).edit(of: record)
        }
    }

    /// W4: a sync when nothing has changed.
    func idle(_ bench: Bench) throws {
        progress("W4: nothing has changed")
        _ = try bench.first.sync(with: bench.server)
        let syncs = try (0..<2 * plan.rounds).map { _ in try bench.first.sync(with: bench.server) }
        set(.W4, "ms", syncs.map { $0.cost.seconds * 1000 }.median)
        set(.W4, "core_ms", syncs.map { $0.cost.coreSeconds * 1000 }.median)
        set(.W4, "bytes", syncs.map { Double($0.bytes) }.median)
        set(.W4, "round_trips", syncs.map { Double($0.roundTrips) }.median)
    }

    /// W5: two devices edit the same records while apart.
    func dispute(_ bench: Bench) throws {
        progress("W5: two devices edit the same \(plan.disputed) records")
        try bench.first.save(edits(by: .first))
        try bench.second.save(edits(by: .second))
        let up = try bench.first.sync(with: bench.server)
        let both = try bench.second.sync(with: bench.server)
        let back = try bench.first.sync(with: bench.server)
        try bench.checkEqual(both, back)
        guard back.conflicts >= plan.disputed else {
            throw BenchmarkFailure("\(back.conflicts) conflicts of \(plan.disputed) were kept")
        }
        let cost = up.cost + both.cost + back.cost
        let edits = 2 * Double(plan.disputed)
        set(.W5, "edits_per_core_second", edits / cost.coreSeconds)
        set(.W5, "edits_per_second", edits / cost.seconds)
        set(.W5, "bytes_per_edit", Double(up.bytes + both.bytes + back.bytes) / edits)
    }

    private func edits(by editor: WorkloadRecord.Editor) -> some Sequence<Draft> {
        (0..<plan.disputed).lazy.map { number in
            let record = WorkloadRecord(number: number)
            return record.edited(by: editor, round: 100).edit(of: record)
        }
    }

    /// W6: many devices at once, each alternating a pull and a push.
    func load(_ bench: Bench) throws {
        progress("W6: enrolling \(plan.connections) devices")
        let shape = LoadDevice.Shape(
            devices: plan.connections,
            requests: plan.requests,
            pulledRecords: 100,
            pushedRecords: 10
        )
        let devices = try (0..<shape.devices).map { number in
            try LoadDevice(
                number: number,
                at: bench.server,
                shape: shape,
                firstRecord: number * shape.requests * shape.pushedRecords
            )
        }
        progress("W6: \(shape.devices * shape.requests) requests on \(shape.devices) connections")
        var generator = try LoadGenerator(devices, ports: bench.server.ports)
        let before = bench.server.coreSeconds
        let outcome = try generator.run()
        let serverCores = bench.server.coreSeconds - before
        let count = Double(outcome.all.count)
        let cores = serverCores + outcome.cost.coreSeconds
        set(.W6, "requests_per_second", count / outcome.cost.seconds)
        set(.W6, "p99_ms", outcome.all.percentile(0.99))
        set(.W6, "p50_ms", outcome.all.median)
        set(.W6, "pull_p99_ms", outcome.pulls.percentile(0.99))
        set(.W6, "push_p99_ms", outcome.pushes.percentile(0.99))
        set(.W6, "requests_per_core_second", count / cores)
        set(.W6, "load_generator_share_of_cores", outcome.cost.coreSeconds / cores)
        set(.W6, "bytes_per_request", Double(outcome.bytes) / count)
    }
}
