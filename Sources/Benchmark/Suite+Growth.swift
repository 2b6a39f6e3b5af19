extension Suite {
    /// Whether the small syncs cost the same in a small and in a large register.
    func measureGrowth() throws {
        for (name, records) in [("10k", 10_000), ("1m", plan.growthRecords)] {
            progress("growth: a register of \(records) records")
            var plan = plan
            plan.works = [.W3, .W4]
            plan.records = records
            plan.folder += "/growth-\(name)"
            let suite = try Suite(plan, progress: { self.progress("growth \(name): " + $0) })
            let figures = try suite.run()
            for work in [Work.W3, .W4] {
                for measure in ["bytes", "ms", "core_ms"] {
                    let value = figures["\(work.rawValue).\(measure)"]
                    set(.growth, "\(work.rawValue)_\(measure)_\(name)", value)
                }
            }
        }
    }
}
