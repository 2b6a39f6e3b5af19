extension Figures {
    /// The figures as a table for people: first those with a goal, then all.
    package var table: String {
        var rows = [["what", "ours", "goal", "limit", "goal met"]]
        for goal in Goal.all {
            guard let value = self[goal.path] else { continue }
            let limit = goal.limit.flatMap { self[$0] }
            rows.append([
                goal.label,
                Self.grouped(value, goal.digits) + (goal.unit.isEmpty ? "" : " " + goal.unit),
                (goal.isRate ? "≥ " : "≤ ") + Self.grouped(goal.goal, 0),
                limit.map { Self.grouped($0, goal.digits) } ?? "",
                goal.attainment(value) >= 0.995 ? "yes" : text(goal.attainment(value), digits: 2),
            ])
        }
        let named = entries.map { path, value in [path, Self.grouped(value, value < 100 ? 3 : 0)] }
        let first = rows.count > 1 ? Self.aligned(rows) + "\n" : ""
        return first + Self.aligned([["figure", "value"]] + named)
    }

    private static func grouped(_ value: Double, _ digits: Int) -> String {
        let plain = text(value, digits: digits)
        let parts = plain.split(separator: ".").map(String.init)
        var whole = ""
        for (place, digit) in (parts.first ?? "").reversed().enumerated() {
            if place > 0, place % 3 == 0, digit != "-" { whole = "," + whole }
            whole = String(digit) + whole
        }
        return parts.count == 2 ? whole + "." + parts[1] : whole
    }

    private static func aligned(_ rows: [[String]]) -> String {
        let columns = rows.first?.count ?? 0
        let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.enumerated().flatMap { index, row -> [String] in
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + space : space + cell
            }
            let line = cells.joined(separator: "  ")
            guard index == 0 else { return [line] }
            return [line, widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
