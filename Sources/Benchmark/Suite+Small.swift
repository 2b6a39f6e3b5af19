import Shared

extension Suite {
    /// W3: some records change on one device, and come to the other.
    func exchange(_ bench: Bench) throws {
        progress("W3: \(plan.changed) changes, up and down again")
        var costs: [Cost] = []
        var bytes: [Double] = []
        var trips: [Double] = []
        for round in 1...plan.rounds {
            let drafts = WorkloadRecord.sample(plan.changed, of: plan.records, round: round)
                .map { number in
                    let record = WorkloadRecord(number: number)
                    return record.edited(by: .first, round: round).edit(of: record)
                }
            try bench.first.save(drafts)
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
        set(.W3, "ms", costs.map { $0.seconds * 1000 }.median)
        set(.W3, "core_ms", costs.map { $0.coreSeconds * 1000 }.median)
        set(.W3, "bytes", bytes.median)
        set(.W3, "round_trips", trips.median)
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
