import Shared
import Testing

/// What there is to think of about records, and when.
struct ReminderTests {
    // MARK: - Meetings

    struct Meeting: CustomTestStringConvertible, Sendable {
        let entries: [String]
        /// Nil where nothing says when it is.
        let state: Reminder.State?
        var isExact = true

        var testDescription: String { entries.joined(separator: " ") }
    }

    @Test(arguments: [
        Meeting(entries: ["held_on=2026-03-05", "state+=proposed"], state: .tentative),
        Meeting(entries: ["held_on=2026-03-05", "state+=agreed"], state: .confirmed),
        Meeting(entries: ["held_on=2026-03-05", "state+=held"], state: .confirmed),
        Meeting(entries: ["held_on=2026-03-05", "state+=cancelled"], state: .cancelled),
        Meeting(entries: ["held_on=2026-03-05"], state: .tentative),
        Meeting(entries: ["held_on=2026-03", "state+=agreed"], state: .confirmed, isExact: false),
        Meeting(entries: ["title.en=Port", "state+=agreed"], state: nil),
    ])
    func `a meeting with a day is thought of as its state says`(meeting: Meeting) throws {
        var world = try FieldWorld("meetings")
        try world.save(meeting.entries)
        let reminders = try #require(world.view).reminders
        #expect(reminders.map(\.state) == [meeting.state].compactMap { $0 })
        for reminder in reminders {
            #expect(reminder.key == "meeting" && reminder.kind == .meeting)
            #expect(reminder.isExact == meeting.isExact)
        }
    }

    @Test func `a meeting moved to another day is a later revision of the same`() throws {
        var world = try FieldWorld("meetings")
        try world.save(["held_on=2026-03-05", "place=Davos"], at: 1000)
        let old = try #require(world.view?.reminders.first)
        try world.save(["held_on=2026-03-06"], at: 3000)
        let new = try #require(world.view?.reminders.first)
        #expect(new.revision > old.revision && new.key == old.key)
        #expect(new.from?.canonical == "2026-03-06" && new.through == new.from)
    }

    @Test func `of two disputed days of a meeting the earlier one counts`() throws {
        var world = try FieldWorld("meetings")
        try world.save(["place=Davos"])
        try world.dispute("held_on=2026-03-09", "held_on=2026-03-05")
        let reminder = try #require(world.view?.reminders.first)
        #expect(reminder.from?.canonical == "2026-03-05")
        guard case .disputed(let days) = reminder.note else {
            Issue.record("the note does not tell of the other day")
            return
        }
        #expect(days.count == 2)
    }

    // MARK: - Deadlines

    @Test func `what is deleted is not thought of, what has ended is cancelled`() throws {
        var world = try FieldWorld("agreements")
        try world.save(["title=G1", "valid_until=2026-12-31", "notice_days=90"])
        let open = try #require(world.view).reminders
        #expect(open.map(\.key) == ["notice", "expiry"])
        #expect(open.allSatisfy { $0.state == .confirmed && $0.kind == .deadline })
        #expect(open.map(\.fields.first) == ["valid_until", "valid_until"])
        try world.save(["state+=terminated"])
        let ended = try #require(world.view).reminders
        #expect(ended.count == 2 && ended.allSatisfy { $0.state == .cancelled })
        try world.save([], kind: .delete)
        #expect(world.view?.reminders.isEmpty == true)
    }

    @Test(arguments: [
        ("2027-12", ""), ("2026-12-15", "expiry"), ("2026-11-01", "notice, expiry"),
    ])
    func `an end takes away only the days that come after it`(
        end: String,
        cancelled: String
    ) throws {
        var world = try FieldWorld("agreements")
        try world.save([
            "title=G1", "valid_until=2026-12-31", "notice_days=30",
            "state+=signed_framework;effective=2024", "state+=terminated;effective=\(end)",
        ])
        let reminders = try #require(world.view).reminders
        #expect(reminders.map(\.key) == ["notice", "expiry"])
        let keys = reminders.filter { $0.state == .cancelled }.map(\.key)
        #expect(keys.joined(separator: ", ") == cancelled)
    }

    @Test func `a disputed day of review is told with both of them`() throws {
        var source = SampleSource.sample
        var agreement = try FieldWorld("agreements")
        try agreement.save(["title=G1"])
        try agreement.dispute("review_by=2026-06-01", "review_by=2026-05-01")
        try source.add(agreement, as: "g1")
        let asked = QueryCase(query: .due, on: "2026-04-30", rows: [])
        let rows = try asked.answer(from: source).rows.map { source.text($0) }
        let row = "2026-05-01 | review | g1 | 1 | disputed 2026-05-01 or 2026-06-01"
        #expect(rows.contains(row), "\(rows)")
    }

    @Test(arguments: [
        ("2026-10", -28, true), ("2026-11-27", -1, true), ("2026-11-28", 0, false),
        ("2026-11", 2, false), ("2026", 33, false), ("2026-12", 3, false),
    ])
    func `what is due in a month or a year is overdue once that is over`(
        due: String,
        days: Int,
        isOverdue: Bool
    ) throws {
        var source = SampleSource.sample
        var task = try FieldWorld("follow_ups")
        try task.save(["title=Task", "due=\(due)"])
        try source.add(task, as: "task")
        func rows(_ query: NamedQuery) throws -> [String] {
            let asked = QueryCase(query: query, on: "2026-11-28", rows: [])
            return try asked.answer(from: source).rows.map { source.text($0) }
        }
        let told = try rows(.due)
        #expect(told.contains("\(due) | follow_up | task | \(days) | -"), "\(told)")
        let listed = try #require(try rows(.followUps).first { $0.hasPrefix("task | ") })
        #expect(listed.hasSuffix(isOverdue ? " | yes" : " | -"), "\(listed)")
    }

    @Test(arguments: [
        ("agreements", ["valid_until", "commitments", "review_by"]),
        ("follow_ups", ["due", "review_by"]), ("partners", ["review_by"]),
    ])
    func `a collection knows which of its fields say when something is due`(
        collection: String,
        fields: [String]
    ) throws {
        let definition = try #require(RegisterFiles.schema.collection(id: collection))
        let numbers = fields.compactMap { definition.field(id: $0)?.number }
        #expect(Set(definition.deadlineFields) == Set(numbers) && numbers.count == fields.count)
    }

    // MARK: - What was deleted

    struct Deleted: CustomTestStringConvertible, Sendable {
        let collection: String
        let entries: [String]
        let keys: [String]

        var testDescription: String { collection + " " + entries.joined(separator: " ") }
    }

    @Test(arguments: [
        Deleted(collection: "meetings", entries: ["held_on=2026-03-05"], keys: ["meeting"]),
        Deleted(
            collection: "events",
            entries: ["title.en=Forum", "planned_start=2026-03-05"],
            keys: ["event"]
        ),
        Deleted(
            collection: "follow_ups",
            entries: ["title.en=Write", "due=2026-03-05"],
            keys: ["follow_up"]
        ),
        Deleted(
            collection: "agreements",
            entries: ["title=G1", "valid_until=2026-12-31", "notice_days=90"],
            keys: ["notice", "expiry"]
        ),
        Deleted(collection: "meetings", entries: ["place=Davos"], keys: []),
    ])
    func `what is deleted is withdrawn, and thought of anew when it is back`(
        deleted: Deleted
    ) throws {
        var world = try FieldWorld(deleted.collection)
        func reminders() throws -> [Reminder] {
            var source = SampleSource.sample
            try source.add(world, as: "deleted")
            let own = FieldWorld.record("deleted")
            return source.reminders().filter { $0.record.record == own }
        }
        try world.save(deleted.entries, at: 1000)
        let open = try reminders()
        #expect(open.map(\.key) == deleted.keys)
        #expect(open.allSatisfy { $0.state != .withdrawn && $0.revision == 1000 })
        #expect(world.view?.withdrawnReminders.isEmpty == true)

        try world.save([], at: 2000, kind: .delete)
        let gone = try reminders()
        #expect(gone.map(\.key) == deleted.keys)
        #expect(gone.allSatisfy { $0.state == .withdrawn && $0.revision == 2000 })
        #expect(gone.map(\.from) == open.map(\.from))
        #expect(world.view?.reminders.isEmpty == true)

        try world.save([], at: 3000, kind: .restore)
        let back = try reminders()
        #expect(back.map(\.state) == open.map(\.state))
        #expect(back.allSatisfy { $0.revision == 3000 })
    }

    // MARK: - Regular reviews

    struct Review: CustomTestStringConvertible, Sendable {
        let entries: [String]
        let on: String
        /// Nil where there is none.
        let row: String?

        var testDescription: String { entries.joined(separator: " ") + " on " + on }
    }

    static let reviews = [
        Review(
            entries: ["signed_on=2025-09-15", "review_every_months=6"],
            on: "2026-01-10",
            row: "2026-03-15 | review | g1 | 64 | every 6 months since signed 2025-09-15"
        ),
        Review(
            entries: ["signed_on=2025-09-15", "review_every_months=6"],
            on: "2026-03-15",
            row: "2026-03-15 | review | g1 | 0 | every 6 months since signed 2025-09-15"
        ),
        Review(
            entries: ["signed_on=2025-09-15", "review_every_months=6"],
            on: "2026-03-16",
            row: "2026-09-15 | review | g1 | 183 | every 6 months since signed 2025-09-15"
        ),
        // The first one is never the day itself.
        Review(
            entries: ["signed_on=2025-09-15", "review_every_months=6"],
            on: "2025-01-01",
            row: "2026-03-15 | review | g1 | 438 | every 6 months since signed 2025-09-15"
        ),
        // A month is over when its last day is.
        Review(
            entries: ["signed_on=2025-09", "review_every_months=6"],
            on: "2026-03-31",
            row: "2026-03 | review | g1 | 0 | every 6 months since signed 2025-09"
        ),
        Review(
            entries: ["signed_on=2025-09", "review_every_months=6"],
            on: "2026-04-01",
            row: "2026-09 | review | g1 | 153 | every 6 months since signed 2025-09"
        ),
        Review(
            entries: ["signed_on=about 2025-09", "review_every_months=6"],
            on: "2026-01-10",
            row: "about 2026-03 | review | g1 | 50 | every 6 months since signed 2025-09~"
        ),
        Review(
            entries: ["signed_on=2025-08-31", "review_every_months=6"],
            on: "2026-02-28",
            row: "2026-02-28 | review | g1 | 0 | every 6 months since signed 2025-08-31"
        ),
        Review(
            entries: ["exchanged_on=2023-09-15", "in_force_on=2024", "review_every_months=12"],
            on: "2026-12-01",
            row: "2027-09-15 | review | g1 | 288 | every 12 months since exchanged 2023-09-15"
        ),
        Review(
            entries: ["in_force_on=2025", "review_every_months=6"],
            on: "2027-03-01",
            row: "2027 | review | g1 | 305 | every 6 months since in_force 2025"
        ),
        // A day that is stated comes first.
        Review(
            entries: ["signed_on=2025-09-15", "review_every_months=6", "review_by=2026-05-01"],
            on: "2026-01-10",
            row: "2026-05-01 | review | g1 | 111 | -"
        ),
        Review(entries: ["review_every_months=6"], on: "2026-01-10", row: nil),
        Review(entries: ["signed_on=2025-09-15"], on: "2026-01-10", row: nil),
        Review(
            entries: ["signed_on=2025-09-15", "review_every_months=0"],
            on: "2026-01-10",
            row: nil
        ),
        Review(
            entries: ["signed_on=2025-09-15", "review_every_months=999999999999"],
            on: "2026-01-10",
            row: nil
        ),
        Review(
            entries: ["signed_on=2025-09-15", "review_every_months=6", "state+=terminated"],
            on: "2026-01-10",
            row: nil
        ),
        // Its validity has ended, and nothing renews it.
        Review(
            entries: [
                "signed_on=2025-09-15", "review_every_months=6", "state+=signed_framework",
                "valid_until=2025-12-31",
            ],
            on: "2026-01-10",
            row: nil
        ),
    ]

    @Test(arguments: reviews)
    func `an agreement is looked at again every so many months`(review: Review) throws {
        var source = SampleSource.sample
        var agreement = try FieldWorld("agreements")
        try agreement.save(["title=G1"] + review.entries)
        try source.add(agreement, as: "g1")
        let day = try #require(PartialDate(canonical: review.on)).earliestDay
        let rows = NamedQuery.due.answer(from: source, QueryOptions(day: day)).rows
        let own = rows.map { source.text($0) }.filter { $0.contains("| review | g1 |") }
        #expect(own == [review.row].compactMap { $0 })
    }

    @Test func `regular reviews are in no calendar: which is the next hangs on the day`() throws {
        var world = try FieldWorld("agreements")
        try world.save(["title=G1", "signed_on=2025-09-15", "review_every_months=6"])
        #expect(world.view?.reminders.isEmpty == true)
    }

    @Test func `the note on a regular review is said in both languages`() throws {
        var source = SampleSource.sample
        var agreement = try FieldWorld("agreements")
        try agreement.save(["title=G1", "signed_on=2025-09-15", "review_every_months=1"])
        try source.add(agreement, as: "g1")
        let day = try #require(PartialDate(canonical: "2026-01-10")).earliestDay
        let rows = NamedQuery.due.answer(from: source, QueryOptions(day: day)).rows
        let row = rows.first { source.text($0).contains("| review | g1 |") }
        guard case .word(_, let note)? = row?.last else {
            Issue.record("there is no sentence: \(rows.map { source.text($0) })")
            return
        }
        #expect(note.en == "every month since signed 2025-09-15")
        #expect(note.vi == "mỗi tháng, tính từ: ngày ký 15/09/2025")
    }
}
