import Glibc

/// Every figure with a goal as a bar on one logarithmic scale; the goal is the line in the middle.
package struct Chart {
    private let rows: [Row]

    private struct Row {
        let goal: Goal
        let value: Double
        let limit: Double?
    }

    package init(_ figures: Figures) {
        rows = Goal.all.compactMap { goal in
            guard let value = figures[goal.path] else { return nil }
            return Row(goal: goal, value: value, limit: goal.limit.flatMap { figures[$0] })
        }
    }

    private static let left = 220.0
    private static let width = 520.0
    private static let rowHeight = 24.0
    private static let top = 56.0

    package var svg: String {
        let height = Self.top + Double(rows.count) * Self.rowHeight + 36
        let middle = Self.place(1)
        var lines = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="900" height="\(text(height, digits: 0))" \
            font-family="sans-serif" font-size="12">
            """,
            "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
            Self.label(16, 22, "CauNoi: what was reached of each goal", "font-size=\"16\""),
            Self.label(
                16,
                40,
                "bar: ours; line: goal; diamond: physical limit in the same run; tenfold a step"
            ),
        ]
        for (index, row) in rows.enumerated() { lines += drawn(row, index) }
        let end = Self.top + Double(rows.count) * Self.rowHeight
        lines.append(Self.line(middle, Self.top - 4, middle, end + 4, "#222", 1.5))
        for (share, name) in [
            (0.01, "1/100"), (0.1, "1/10"), (1, "goal"), (10, "10"), (100, "100"),
        ] {
            let x = Self.place(share)
            lines.append(Self.line(x, end, x, end + 6, "#222", 1))
            lines.append(Self.label(x, end + 20, name, "text-anchor=\"middle\""))
        }
        lines.append("</svg>")
        return lines.joined(separator: "\n") + "\n"
    }

    private func drawn(_ row: Row, _ index: Int) -> [String] {
        let y = Self.top + Double(index) * Self.rowHeight
        let share = row.goal.attainment(row.value)
        let end = Self.place(share)
        let colour = share >= 0.995 ? "#2e7d4f" : "#c8762b"
        let value = text(row.value, digits: row.goal.digits) + " " + row.goal.unit
        var lines = [
            Self.label(Self.left - 8, y + 14, row.goal.label, "text-anchor=\"end\""),
            """
            <rect x="\(text(Self.left, digits: 1))" y="\(text(y + 3, digits: 1))" \
            width="\(text(max(end - Self.left, 1), digits: 1))" height="16" fill="\(colour)"/>
            """,
            Self.label(Self.left + Self.width + 8, y + 15, value),
        ]
        if let limit = row.limit {
            let x = Self.place(row.goal.attainment(limit))
            lines.append(
                """
                <path d="M\(text(x, digits: 1)) \(text(y + 4, digits: 1)) l6 7 l-6 7 l-6 -7 z" \
                fill="#3b5b92"/>
                """
            )
        }
        return lines
    }

    /// Where a share of the goal lies: two steps of ten to each side.
    private static func place(_ share: Double) -> Double {
        let steps = share > 0 ? log10(share) : -2
        return left + width * (min(max(steps, -2), 2) + 2) / 4
    }

    private static func label(
        _ x: Double,
        _ y: Double,
        _ content: String,
        _ more: String = ""
    ) -> String {
        let safe = content.split(separator: "&", omittingEmptySubsequences: false)
            .joined(separator: "&amp;")
        return
            "<text x=\"\(text(x, digits: 1))\" y=\"\(text(y, digits: 1))\" \(more)>\(safe)</text>"
    }

    private static func line(
        _ x1: Double,
        _ y1: Double,
        _ x2: Double,
        _ y2: Double,
        _ colour: String,
        _ width: Double
    ) -> String {
        """
        <line x1="\(text(x1, digits: 1))" y1="\(text(y1, digits: 1))" x2="\(text(x2, digits: 1))" \
        y2="\(text(y2, digits: 1))" stroke="\(colour)" stroke-width="\(text(width, digits: 1))"/>
        """
    }
}
