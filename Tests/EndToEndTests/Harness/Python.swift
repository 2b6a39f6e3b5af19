import Testing

/// Independent readers and writers of files, in Python: icalendar, lxml, openpyxl.
enum Python {
    /// What a script prints when it is run with these arguments; it must end well.
    static func run(
        _ script: String,
        _ arguments: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let outcome = try await Program.tool("/usr/bin/python3").run(["-c", script] + arguments)
        #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
        return outcome.output
    }

    /// Prints the days and the name of every event of a calendar, in the order of days.
    static let calendar = """
        import sys, icalendar
        book = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
        lines = []
        for event in book.walk("VEVENT"):
            start, end = event.decoded("DTSTART"), event.decoded("DTEND")
            lines.append(f"{start} {end} {event['SUMMARY']}")
        print("\\n".join(sorted(lines)))
        """

    /// Prints how many activities a file has and what a schema says against it.
    static let validate = """
        import sys
        from lxml import etree
        schema = etree.XMLSchema(etree.parse(sys.argv[1]))
        tree = etree.parse(sys.argv[2])
        schema.validate(tree)
        print(len(tree.getroot()))
        for error in list(schema.error_log)[:5]: print(error.line, error.message)
        """

    /// Prints, sorted, the codes of every activity: its attributes `code`, `ref`, `type` and `iso-date`.
    static let codes = """
        import sys
        from lxml import etree
        wanted = ("code", "ref", "type", "iso-date", "vocabulary", "percentage", "currency", "value-date")
        for activity in etree.parse(sys.argv[1]).getroot():
            name = activity.findtext("iati-identifier").strip()
            if len(sys.argv) > 2 and name not in sys.argv[2:]: continue
            for element in activity.iter():
                foreign = [e for e in [element, *element.iterancestors()]
                           if isinstance(e.tag, str) and e.tag.startswith("{")]
                if not isinstance(element.tag, str) or foreign: continue
                for key in wanted:
                    if key in element.attrib: print(name, element.tag, key, element.attrib[key])
                if element.tag in ("value", "narrative"):
                    print(name, element.tag, " ".join((element.text or "").split()))
        """
}
