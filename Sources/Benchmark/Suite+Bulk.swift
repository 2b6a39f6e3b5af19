import Shared

extension Suite {
    /// W1: a device hands in everything that it has saved offline.
    func upload(_ bench: Bench) throws {
        progress("saving \(plan.records) records offline")
        let drafts = (0..<plan.records).lazy.map { WorkloadRecord(number: $0).creation }
        let saving = try Cost.of { try bench.first.save(drafts) }.cost
        set(.local, "bulk_saves_per_core_second", Double(plan.records) / saving.coreSeconds)
        progress("W1: uploading them")
        let sync = try bench.first.sync(with: bench.server)
        guard sync.pushed == plan.records else {
            throw BenchmarkFailure("\(sync.pushed) of \(plan.records) records were sent")
        }
        setBulk(.W1, sync)
    }

    /// W2: a fresh device gets everything.
    func download(_ bench: Bench) throws {
        progress("W2: downloading them")
        let sync = try bench.second.sync(with: bench.server)
        guard sync.pulled >= plan.records else {
            throw BenchmarkFailure("\(sync.pulled) of \(plan.records) records were received")
        }
        setBulk(.W2, sync)
        let again = try bench.first.sync(with: bench.server)
        try bench.checkEqual(sync, again)
    }

    private func setBulk(_ work: Work, _ sync: Replica.Sync) {
        let rate = Double(plan.records) / sync.cost.coreSeconds
        set(work, "records_per_core_second", rate)
        set(work, "bytes_per_record", Double(sync.bytes) / Double(plan.records))
        let limit = figures["limits.sqlite_records_per_core_second"]
        set(work, "ratio_to_limit", limit.map { rate / $0 })
        set(work, "records_per_second", Double(plan.records) / sync.cost.seconds)
        set(work, "round_trips", Double(sync.roundTrips))
    }
}
