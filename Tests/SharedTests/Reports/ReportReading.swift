import Shared
import Testing

/// Makes reports on the sample register, and reads what they say.
protocol ReportReading {}

extension ReportReading {
    /// A report, as of the first of December 2026 where nothing else is said.
    static func report(
        _ name: NamedReport,
        _ source: SampleSource,
        on day: String = "2026-12-01",
        from: String? = nil,
        until: String? = nil,
        department: Reference? = nil
    ) throws -> Report {
        var options = ReportOptions(
            day: try #require(PartialDate(canonical: day)).earliestDay
        )
        options.from = from.flatMap { PartialDate(canonical: $0) }
        options.until = until.flatMap { PartialDate(canonical: $0) }
        options.department = department
        return name.report(from: source, options)
    }

    static func chart(_ title: String, of report: Report) -> Report.Chart? {
        for case .chart(let chart) in report.sections where chart.title.en == title {
            return chart
        }
        return nil
    }

    static func bars(
        _ title: String,
        of report: Report,
        _ source: SampleSource
    ) -> [String] {
        chart(title, of: report)?.bars.map { source.text([$0.label, $0.shown]) } ?? []
    }

    /// The rows of the table whose title begins so.
    static func table(
        _ title: String,
        of report: Report,
        _ source: SampleSource
    ) -> [String] {
        for case .table(let table) in report.sections where table.title.en.hasPrefix(title) {
            return table.answer.rows.map { source.text($0) }
        }
        return []
    }

    /// The row of the report's own table that begins with a code.
    static func figure(
        _ code: String,
        of report: Report,
        _ source: SampleSource
    ) -> String? {
        report.data.rows.map { source.text($0) }.first { $0.hasPrefix(code + " | ") }
    }

    /// The sample register with one more record.
    static func source(
        _ collection: String,
        _ entries: [String],
        as key: String = "new"
    ) throws -> SampleSource {
        var source = SampleSource.sample
        try add(collection, entries, as: key, to: &source)
        return source
    }

    static func add(
        _ collection: String,
        _ entries: [String],
        as key: String,
        to source: inout SampleSource
    ) throws {
        var world = try FieldWorld(collection)
        try world.save(entries)
        try source.add(world, as: key)
    }
}
