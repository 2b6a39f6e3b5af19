/// A page for people: headings, facts, charts and tables, all of it text that only has to be set.
package struct Page: Sendable {
    /// A figure of a chart; lengths are thousandths of the longest one.
    package struct Bar: Sendable {
        package var label: String
        package var length: Int
        /// Where the disputed part ends; ``length`` where nothing is disputed.
        package var reach: Int
        package var shown: String

        package init(label: String, length: Int, reach: Int, shown: String) {
            self.label = label
            self.length = length
            self.reach = reach
            self.shown = shown
        }
    }

    package struct Chart: Sendable {
        package var title: String
        package var bars: [Bar]
        /// What the bars cannot say; empty for nothing.
        package var remark: String

        package init(title: String, bars: [Bar], remark: String) {
            self.title = title
            self.bars = bars
            self.remark = remark
        }
    }

    package struct Table: Sendable {
        package var title: String
        package var columns: [String]
        package var rows: [[String]]
        /// The columns whose cells are figures, set to the right.
        package var figures: Set<Int>

        package init(title: String, columns: [String], rows: [[String]], figures: Set<Int> = []) {
            self.title = title
            self.columns = columns
            self.rows = rows
            self.figures = figures
        }
    }

    /// Names with what is said of them.
    package struct Facts: Sendable {
        package var title: String
        package var items: [(name: String, text: String)]

        package init(title: String, items: [(name: String, text: String)]) {
            self.title = title
            self.items = items
        }
    }

    package enum Section: Sendable {
        case facts(Facts)
        case chart(Chart)
        case table(Table)
    }

    package var title: String
    /// What the page is about and from when, a line each.
    package var subtitles: [String]
    package var sections: [Section] = []
    /// `vi` or `en`.
    package var language: String

    package init(title: String, subtitles: [String], language: String) {
        self.title = title
        self.subtitles = subtitles
        self.language = language
    }

    package var charts: [Chart] {
        sections.compactMap { section in
            guard case .chart(let chart) = section else { return nil }
            return chart
        }
    }
}
