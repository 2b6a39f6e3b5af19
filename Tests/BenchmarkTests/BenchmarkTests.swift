import Benchmark
import Shared
import Testing

/// The parts of the benchmark that measure nothing themselves.
@Suite("Benchmark")
struct BenchmarkTests {
    @Test func `a record follows from its number`() {
        #expect(WorkloadRecord(number: 77) == WorkloadRecord(number: 77))
        #expect(WorkloadRecord(number: 77) != WorkloadRecord(number: 78))
        let ids = Set((0..<2000).map { WorkloadRecord(number: $0).id })
        #expect(ids.count == 2000)
    }

    @Test func `a record has about 590 bytes of JSON`() {
        let bytes = (0..<500).map { JSONWriter.bytes(WorkloadRecord(number: $0).json).count }
        #expect((570...610).contains(bytes.reduce(0, +) / 500))
    }

    @Test func `the two edits dispute the note and nothing else`() {
        let record = WorkloadRecord(number: 5)
        let first = record.edited(by: .first).edit(of: record).cells.map(\.key.field)
        let second = record.edited(by: .second).edit(of: record).cells.map(\.key.field)
        #expect(Set(first).intersection(second).count == 1)
        #expect(first.count == 2)
        #expect(second.count == 3)
        #expect(record.edited(by: .first).note != record.edited(by: .second).note)
    }

    @Test func `the schema takes every value of the workload`() throws {
        let schema = try Schema(json: WorkloadSchema.document)
        for number in 0..<300 {
            let draft = WorkloadRecord(number: number).creation
            let change = draft.change(
                on: nil,
                time: HybridTimestamp(milliseconds: 1),
                actor: 1,
                schemaVersion: 1
            )
            for write in change.writes {
                let refusal = schema.refusal(of: write, in: WorkloadSchema.orders)
                #expect(refusal == nil, "field \(write.key.field)")
            }
        }
    }

    @Test func `a sample has different numbers below the total`() {
        let sample = WorkloadRecord.sample(100, of: 150, round: 3)
        #expect(Set(sample).count == 100)
        #expect(sample.allSatisfy { (0..<150).contains($0) })
        #expect(sample != WorkloadRecord.sample(100, of: 150, round: 4))
    }

    @Test func `percentiles count from below`() {
        let values = (1...200).map(Double.init).shuffled()
        #expect(values.percentile(0.99) == 198)
        #expect(values.percentile(1) == 200)
        #expect(values.median == 100.5)
        #expect([3.0].percentile(0.5) == 3)
        #expect([Double]().median == nil)
    }

    @Test func `several runs become their medians, as one document`() throws {
        var runs: [Figures] = []
        for rate in [100.0, 300, 200] {
            var figures = Figures()
            figures["W1.records_per_core_second"] = rate
            figures["limits.fsyncs_per_second"] = rate * 2
            runs.append(figures)
        }
        let document = Figures.medians(of: runs).json(machine: .object([]), records: 10, runs: 3)
        let parsed = try JSONParser.parse(JSONWriter.bytes(document))
        #expect(parsed["W1"]?["records_per_core_second"]?.integer == 200)
        #expect(parsed["limits"]?["fsyncs_per_second"]?.integer == 400)
        #expect(parsed["records"]?.integer == 10)
    }

    @Test func `the table and the chart tell what was reached`() {
        var figures = Figures()
        figures["W3.ms"] = 8
        figures["W4.bytes"] = 1000
        #expect(figures.table.contains("W3 100 changes"))
        #expect(figures.table.contains("0.50"))
        let svg = Chart(figures).svg
        #expect(svg.hasPrefix("<svg") && svg.hasSuffix("</svg>\n"))
        #expect(svg.contains("W4 on the wire"))
    }
}
