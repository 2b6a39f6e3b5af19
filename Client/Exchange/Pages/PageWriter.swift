/// Writes a page as one HTML file that needs nothing else: no script, no font, no picture from elsewhere.
package enum PageWriter {
    /// The page, for screens and for paper.
    package static func html(_ page: Page) -> String {
        var body = "<h1>\(Markup.escaped(page.title))</h1>\n"
        for line in page.subtitles { body += "<p class=\"about\">\(Markup.escaped(line))</p>\n" }
        for section in page.sections {
            switch section {
            case .facts(let facts): body += html(facts)
            case .chart(let chart): body += html(chart, page.language)
            case .table(let table): body += html(table)
            }
        }
        return """
            <!DOCTYPE html>
            <html lang="\(page.language)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(Markup.escaped(page.title))</title>
            <style>
            \(style)
            </style>
            </head>
            <body>
            \(body)</body>
            </html>

            """
    }

    private static let style = """
        body { font: 15px/1.45 'Noto Sans', 'DejaVu Sans', Arial, sans-serif; color: #1a1a1a; \
        background: #fff; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .4rem; }
        h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 1px solid #9ab; }
        .about { margin: 0; color: #555; }
        table { border-collapse: collapse; width: 100%; font-size: .93rem; }
        th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; \
        border-bottom: 1px solid #dde3e7; overflow-wrap: anywhere; }
        th { color: #444; font-weight: 600; }
        .figure { text-align: right; white-space: nowrap; }
        dl { display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; gap: .25rem 1rem; margin: 1rem 0 0; }
        dt { color: #555; } dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
        figure { margin: 0; } svg { max-width: 100%; height: auto; }
        @media print { @page { size: A4; margin: 18mm 15mm; } body { margin: 0; max-width: none; \
        font-size: 10.5pt; } h2 { break-after: avoid; } tr, figure, dd { break-inside: avoid; } \
        thead { display: table-header-group; } }
        """

    private static func html(_ facts: Page.Facts) -> String {
        var result = heading(facts.title) + "<dl>\n"
        for item in facts.items {
            result += "<dt>\(Markup.escaped(item.name))</dt><dd>\(Markup.escaped(item.text))</dd>\n"
        }
        return result + "</dl>\n"
    }

    private static func html(_ chart: Page.Chart, _ language: String) -> String {
        heading(chart.title) + "<figure>\n" + ChartDrawing.figure(chart, language: language)
            + "</figure>\n"
    }

    private static func html(_ table: Page.Table) -> String {
        func row(_ cells: [String], _ tag: String) -> String {
            var result = "<tr>"
            for (place, cell) in cells.enumerated() {
                let kind = table.figures.contains(place) ? " class=\"figure\"" : ""
                result += "<\(tag)\(kind)>\(Markup.escaped(cell))</\(tag)>"
            }
            return result + "</tr>\n"
        }
        var result =
            heading(table.title) + "<table>\n<thead>" + row(table.columns, "th")
            + "</thead>\n<tbody>\n"
        for cells in table.rows { result += row(cells, "td") }
        return result + "</tbody>\n</table>\n"
    }

    private static func heading(_ text: String) -> String {
        text.isEmpty ? "" : "<h2>\(Markup.escaped(text))</h2>\n"
    }
}
