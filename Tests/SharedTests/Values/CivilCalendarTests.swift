import Foundation
import Shared
import Testing

struct CivilCalendarTests {
    @Test func `day numbers agree with another calendar`() throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        // Foundation goes over to the Julian calendar before 1582 in some versions, so it is asked later.
        let first = try #require(CivilCalendar.dayNumber(year: 1600, month: 1, day: 1))
        var random = ValueRandom(seed: 1)
        for _ in 0..<2000 {
            let number = Int32.random(
                in: first...CivilCalendar.dayNumbers.upperBound,
                using: &random
            )
            let date = Date(timeIntervalSince1970: Double(number) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let day = try #require(CivilCalendar.day(number))
            #expect(parts.year == Int(day.year), "day \(number)")
            #expect(parts.month == Int(day.month), "day \(number)")
            #expect(parts.day == Int(day.day), "day \(number)")
        }
    }

    @Test func `every day of all years has its number, one after the other`() throws {
        var expected = CivilCalendar.dayNumbers.lowerBound
        for year in CivilCalendar.firstYear...CivilCalendar.lastYear {
            for month in Int32(1)...12 {
                let last = CivilCalendar.daysInMonth(month, of: year)
                for day in [1, last] {
                    let number = CivilCalendar.dayNumber(year: year, month: month, day: day)
                    let isRight = number == expected + day - 1
                    let back = CivilCalendar.day(expected + day - 1)
                    if !isRight || back?.day != day || back?.month != month || back?.year != year {
                        Issue.record("\(year)-\(month)-\(day)")
                    }
                }
                expected += last
            }
        }
        #expect(expected - 1 == CivilCalendar.dayNumbers.upperBound)
    }

    @Test(
        arguments: [
            (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 2, 29, 11_016), (2026, 1, 18, 20_471),
            (1, 1, 1, -719_162), (9999, 12, 31, 2_932_896), (1900, 2, 29, nil), (2025, 2, 29, nil),
            (2025, 13, 1, nil), (2025, 0, 1, nil), (2025, 4, 31, nil), (2025, 4, 0, nil),
            (0, 1, 1, nil), (10_000, 1, 1, nil),
        ] as [(Int32, Int32, Int32, Int32?)]
    )
    func `days that do not exist have no number`(
        year: Int32,
        month: Int32,
        day: Int32,
        number: Int32?
    ) {
        #expect(CivilCalendar.dayNumber(year: year, month: month, day: day) == number)
    }

    @Test func `there are no days outside of the years 1 to 9999`() {
        let limits = CivilCalendar.dayNumbers
        for number in [limits.lowerBound - 1, limits.upperBound + 1, .min, .max] {
            #expect(CivilCalendar.day(number) == nil)
            #expect(CivilCalendar.day(number, addingMonths: 1) == nil)
            #expect(PartialDate(dayNumber: number) == nil)
        }
        #expect(CivilCalendar.day(0, addingMonths: .max) == nil)
        #expect(CivilCalendar.day(0, addingMonths: .min) == nil)
        #expect(CivilCalendar.day(limits.lowerBound, addingMonths: -1) == nil)
        #expect(CivilCalendar.day(limits.upperBound, addingMonths: 1) == nil)
    }

    @Test(
        arguments: [
            ("2025-01-31", "2025-02-28", 1), ("2025-01-31", "2025-02-27", 0),
            ("2024-02-29", "2025-02-28", 12), ("2025-02-28", "2025-03-28", 1),
            ("2025-02-28", "2025-03-27", 0), ("2023-09-15", "2024-09-14", 11),
            ("2023-09-15", "2024-09-15", 12), ("2024-09-15", "2023-09-15", -12),
            ("2025-05-05", "2025-05-05", 0), ("2025-12-31", "2026-01-01", 0),
        ] as [(String, String, Int32)]
    )
    func `a month is whole when its last day is there`(
        start: String,
        end: String,
        months: Int32
    ) throws {
        let days = (
            try #require(PartialDate(canonical: start)).earliestDay,
            try #require(PartialDate(canonical: end)).earliestDay
        )
        #expect(CivilCalendar.wholeMonths(from: days.0, to: days.1) == months)
        #expect(CivilCalendar.wholeMonths(from: days.1, to: days.0) == -months)
    }

    @Test func `whole months are the most that can be added without getting beyond`() throws {
        for seed in 0..<2000 {
            var random = ValueRandom(seed: seed)
            let start = random.dayNumber()
            let end = Int32.random(in: start...CivilCalendar.dayNumbers.upperBound, using: &random)
            let months = CivilCalendar.wholeMonths(from: start, to: end)
            let reached = try #require(CivilCalendar.day(start, addingMonths: months))
            let beyond = CivilCalendar.day(start, addingMonths: months + 1)
            #expect(reached <= end && (beyond ?? .max) > end, "seed \(seed)")
        }
    }
}
