import ClientCLI
import Shared

extension Suite {
    /// What people do without a network, on a replica of all records.
    func measureLocal(_ bench: Bench) throws {
        progress("local: saving, listing, searching, starting")
        measureSaves(try bench.first.workspace())
        let insert = figures["limits.sqlite_insert_ms"]
        let save = figures["local.save_ms"]
        if let insert, let save { set(.local, "save_ratio_to_limit", save / insert) }
        try time("add_process", 4 * plan.rounds) { round in
            let title = "title=Đơn hàng \(round)"
            return try bench.first.run(["add", "orders", title, "status=open", "note=mới"]).cost
        }
        try time("list_filter", plan.rounds) { _ in
            let filter = ["--where", "status = open", "--where", "city = Vinh"]
            let outcome = try bench.first.run(["list", "orders", "--json"] + filter)
            set(.local, "list_peak_mb", Double(outcome.peakBytes) / 1_048_576)
            return outcome.cost
        }
        try time("search", plan.rounds) { _ in
            try bench.first.run(["search", "DH-2023-0000077", "--json", "--limit", "20"]).cost
        }
        try time("search_common_words", plan.rounds) { _ in
            try bench.first.run(["search", "khách hàng", "--json", "--limit", "20"]).cost
        }
        let file = bench.server.folder + "/orders.jsonl"
        try time("export_lines", 1) { _ in
            try bench.first.run(["export", "--collection", "orders", "-o", file, "--json"]).cost
        }
        try time("import_unchanged", 1) { _ in
            try bench.first.run(["import", file, "--json"]).cost
        }
        try time("report_health", 1) { _ in
            try bench.first.run(["report", "health", "--json"]).cost
        }
        try time("start", 4 * plan.rounds) { _ in try bench.first.run(["--version"]).cost }
        try time("status", plan.rounds) { _ in try bench.first.run(["status", "--json"]).cost }
        _ = try bench.first.sync(with: bench.server)
    }

    /// The save path in this process: one record in a durable transaction of its own.
    private func measureSaves(_ workspace: Workspace) {
        let costs = (0..<200).compactMap { number in
            let draft = WorkloadRecord(number: 5_000_000 + number).creation
            return try? Cost.of { try workspace.save([draft]) }.cost
        }
        set(.local, "save_ms", costs.map { $0.seconds * 1000 }.median)
        set(.local, "save_core_ms", costs.map { $0.coreSeconds * 1000 }.median)
    }

    private func time(_ name: String, _ rounds: Int, _ body: (Int) throws -> Cost) throws {
        let costs = try (0..<rounds).map(body)
        set(.local, name + "_ms", costs.map { $0.seconds * 1000 }.median)
        set(.local, name + "_core_ms", costs.map { $0.coreSeconds * 1000 }.median)
    }
}
