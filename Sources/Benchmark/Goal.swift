/// A figure with what it is compared to.
struct Goal {
    let path: String
    let label: String
    let unit: String
    let digits: Int
    let goal: Double
    /// Whether more is better.
    let isRate: Bool
    /// The path of the physical limit, where there is one of the same kind.
    let limit: String?

    private init(
        _ path: String,
        _ label: String,
        _ unit: String,
        atLeast: Double? = nil,
        atMost: Double = 0,
        digits: Int = 0,
        limit: String? = nil
    ) {
        self.path = path
        self.label = label
        self.unit = unit
        self.digits = digits
        goal = atLeast ?? atMost
        isRate = atLeast != nil
        self.limit = limit.map { "limits." + $0 }
    }

    /// What the product aims at.
    static let all = [
        Goal(
            "W1.records_per_core_second",
            "W1 upload",
            "records/core-s",
            atLeast: 40_000,
            limit: "sqlite_records_per_core_second"
        ),
        Goal(
            "W1.bytes_per_record",
            "W1 on the wire",
            "B/record",
            atMost: 150,
            limit: "zstd_bytes_per_record"
        ),
        Goal(
            "W2.records_per_core_second",
            "W2 first download",
            "records/core-s",
            atLeast: 60_000,
            limit: "sqlite_records_per_core_second"
        ),
        Goal(
            "W2.bytes_per_record",
            "W2 on the wire",
            "B/record",
            atMost: 150,
            limit: "zstd_bytes_per_record"
        ),
        Goal("W3.ms", "W3 100 changes, running clients", "ms", atMost: 10, digits: 1),
        Goal("W3.programs_ms", "W3 100 changes, two commands", "ms", atMost: 10, digits: 1),
        Goal("W3.bytes", "W3 on the wire", "B", atMost: 8192, limit: "zstd_100_edits_bytes"),
        Goal(
            "W4.ms",
            "W4 nothing changed",
            "ms",
            atMost: 10,
            digits: 1,
            limit: "http_round_trip_ms"
        ),
        Goal("W4.bytes", "W4 on the wire", "B", atMost: 500),
        Goal("W4.round_trips", "W4 round trips", "", atMost: 1),
        Goal("W5.edits_per_core_second", "W5 two edit the same", "edits/core-s", atLeast: 35_000),
        Goal("W6.requests_per_second", "W6 200 devices at once", "requests/s", atLeast: 2500),
        Goal("W6.p99_ms", "W6 99 of 100 within", "ms", atMost: 50),
        Goal("local.save_ms", "one save", "ms", atMost: 1, digits: 3, limit: "sqlite_insert_ms"),
        Goal("local.save_ratio_to_limit", "one save to a plain one", "times", atMost: 3, digits: 2),
        Goal("local.add_process_ms", "caunoi add", "ms", atMost: 50, digits: 1),
        Goal("local.list_filter_ms", "caunoi list --where", "ms", atMost: 500, digits: 1),
        Goal("local.search_ms", "caunoi search", "ms", atMost: 50, digits: 1),
        Goal("local.start_ms", "caunoi --version", "ms", atMost: 30, digits: 1),
        Goal("memory.server_peak_mb", "server's memory", "MB", atMost: 64),
        Goal(
            "storage.bytes_per_record",
            "server's disk",
            "B/record",
            atMost: 650,
            limit: "sqlite_bytes_per_record"
        ),
        Goal(
            "crowd.sqlite_push_p99_ms",
            "1,000 devices, SQLite: 99 of 100 pushes",
            "ms",
            atMost: 5000
        ),
        Goal("crowd.sqlite_bytes_per_watcher", "a device that waits, SQLite", "B", atMost: 65_536),
        Goal("crowd.sqlite_news_p99_ms", "news at 99 of 100, SQLite", "ms", atMost: 200),
        Goal(
            "crowd.postgres_push_p99_ms",
            "1,000 devices, PostgreSQL: 99 of 100 pushes",
            "ms",
            atMost: 5000
        ),
        Goal(
            "crowd.postgres_bytes_per_watcher",
            "a device that waits, PostgreSQL",
            "B",
            atMost: 65_536
        ),
        Goal("crowd.postgres_news_p99_ms", "news at 99 of 100, PostgreSQL", "ms", atMost: 200),
    ]

    /// How far `value` has come: 1 is the goal, more is better.
    func attainment(_ value: Double) -> Double {
        guard value > 0, goal > 0 else { return 0 }
        return isRate ? value / goal : goal / value
    }
}
