/// Draws charts as SVG 1.1: black on white, one colour, legible when printed in grey.
package struct ChartDrawing {
    /// Pixels of a chart, at 96 to the inch: it fits on a page of A4.
    private enum Measure {
        static let width = 760
        static let margin = 12
        static let labels = 270
        static let bars = 330
        static let gap = 8
        static let lineHeight = 16
        static let rowGap = 10
        static let titleHeight = 30
    }

    private enum Colour {
        static let paper = "#ffffff"
        static let bar = "#2f5d7c"
        static let doubt = "#dfe7ec"
    }

    /// How many characters fit in a line of a label or of a figure.
    private static let labelCharacters = 40
    private static let shownCharacters = 23
    private static let linesMax = 3

    private var body = ""
    private var height = 0

    private init() {}

    /// One drawing of all charts of a page, under its title.
    package static func drawing(_ page: Page) -> String {
        var drawing = ChartDrawing()
        drawing.height = 34
        drawing.text(page.title, x: 0, y: 24, size: 20, isBold: true)
        for line in page.subtitles {
            drawing.height += 18
            drawing.text(line, x: 0, y: drawing.height, size: 12)
        }
        drawing.height += 14
        for chart in page.charts { drawing.add(chart) }
        return #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"
            + drawing.document(title: page.title, language: page.language)
    }

    /// One chart without a title, to stand in a page that has one.
    package static func figure(_ chart: Page.Chart, language: String) -> String {
        var drawing = ChartDrawing()
        drawing.add(chart, hasTitle: false)
        return drawing.document(title: chart.title, language: language)
    }

    private func document(title: String, language: String) -> String {
        let width = Measure.width + 2 * Measure.margin
        let size =
            #"viewBox="\#(-Measure.margin) 0 \#(width) \#(height)" width="\#(width)" height="\#(height)""#
        return
            #"<svg xmlns="http://www.w3.org/2000/svg" \#(size) role="img" xml:lang="\#(language)" "#
            + #"font-family="'Noto Sans','DejaVu Sans',Arial,sans-serif">"# + "\n"
            + "<title>\(Markup.escaped(title))</title>\n"
            + #"<rect x="\#(-Measure.margin)" width="\#(width)" height="\#(height)" fill="\#(Colour.paper)"/>"#
            + "\n"
            + body + "</svg>\n"
    }

    private mutating func add(_ chart: Page.Chart, hasTitle: Bool = true) {
        if hasTitle {
            height += Measure.titleHeight
            text(chart.title, x: 0, y: height - 10, size: 15, isBold: true)
        }
        for bar in chart.bars { add(bar) }
        if !chart.remark.isEmpty {
            height += 18
            text(chart.remark, x: Measure.labels, y: height - 5, size: 11)
        }
        height += 8
    }

    private mutating func add(_ bar: Page.Bar) {
        let label = Self.lines(bar.label, Self.labelCharacters)
        let shown = Self.lines(bar.shown, Self.shownCharacters)
        let rows = max(label.count, shown.count)
        let top = height
        let middle = top + (rows * Measure.lineHeight + Measure.rowGap) / 2
        let barHeight = 14
        let length = bar.length * Measure.bars / 1000
        let reach = bar.reach * Measure.bars / 1000
        body += "<g><title>\(Markup.escaped(bar.label + ": " + bar.shown))</title>\n"
        lines(label, x: Measure.labels - Measure.gap, middle: middle, anchor: "end")
        let y = middle - barHeight / 2
        body +=
            #"<rect x="\#(Measure.labels)" y="\#(y)" width="\#(max(length, 1))" "#
            + #"height="\#(barHeight)" fill="\#(Colour.bar)"/>"# + "\n"
        if reach > length {
            body +=
                #"<rect x="\#(Measure.labels + length)" y="\#(y)" width="\#(reach - length)" "#
                + #"height="\#(barHeight)" fill="\#(Colour.doubt)" stroke="\#(Colour.bar)" stroke-dasharray="3 2"/>"#
                + "\n"
        }
        lines(
            shown,
            x: Measure.labels + max(reach, 1) + Measure.gap,
            middle: middle,
            anchor: "start"
        )
        body += "</g>\n"
        height += rows * Measure.lineHeight + Measure.rowGap
    }

    private mutating func lines(_ lines: [String], x: Int, middle: Int, anchor: String) {
        let first = middle - lines.count * Measure.lineHeight / 2 + 12
        for (place, line) in lines.enumerated() {
            text(line, x: x, y: first + place * Measure.lineHeight, size: 12, anchor: anchor)
        }
    }

    private mutating func text(
        _ text: String,
        x: Int,
        y: Int,
        size: Int,
        isBold: Bool = false,
        anchor: String = "start"
    ) {
        let weight = isBold ? #" font-weight="bold""# : ""
        let place = anchor == "start" ? "" : #" text-anchor="\#(anchor)""#
        body +=
            #"<text x="\#(x)" y="\#(y)" font-size="\#(size)"\#(weight)\#(place)>"#
            + Markup.escaped(text) + "</text>\n"
    }

    /// The text in lines of at most so many characters, parted at spaces; what is too long is cut.
    package static func lines(_ text: String, _ charactersMax: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var isCut = false
        for word in text.split(whereSeparator: { $0.isWhitespace }) {
            var word = String(word)
            if word.count > charactersMax { word = String(word.prefix(charactersMax - 1)) + "…" }
            if line.isEmpty {
                line = word
            } else if line.count + 1 + word.count <= charactersMax {
                line += " " + word
            } else if lines.count + 1 == linesMax {
                isCut = true
                break
            } else {
                lines.append(line)
                line = word
            }
        }
        if isCut { line = String(line.prefix(charactersMax - 1)) + "…" }
        if !line.isEmpty { lines.append(line) }
        return lines
    }
}
