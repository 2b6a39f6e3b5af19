import Shared

extension IATIRecords {
    mutating func readProject(_ identifier: String) {
        var implementers: [JSONValue] = []
        var partners: [JSONValue] = []
        let owner = organisation(element.first("reporting-org"))
        for participant in element.all("participating-org") {
            guard let reference = organisation(participant) else { continue }
            if participant["role"] == "4" {
                if !implementers.contains(reference) { implementers.append(reference) }
            } else if !partners.contains(reference) {
                partners.append(reference)
            }
        }
        if partners.isEmpty, let owner { partners = [owner] }
        let others = element.all("other-identifier").compactMap { $0["ref"] }
            .filter { $0 != identifier }
        let updated = element["last-updated-datetime"].flatMap {
            IATIText.day(String($0.prefix(10)))
        }
        let state = IATICodes.state(element.first("activity-status")?["code"])
        let planned = range("1", "3")
        let actual = range("2", "4")
        parents = element.all("related-activity").filter { $0["type"] == "1" }.compactMap {
            $0["ref"]
        }
        add(
            "projects",
            Self.key(identifier),
            [
                ("title", title(identifier)),
                ("iati_identifier", .string(cut(identifier))),
                (
                    "external_ids",
                    .array(
                        ([identifier] + others).map {
                            Self.object([("value", cut($0)), ("scheme", "iati")])
                        }
                    )
                ),
                ("is_programme", element["hierarchy"] == "1" && hasChildren ? .boolean(true) : nil),
                ("planned", planned),
                ("actual", actual),
                ("period", element.kept("period").map { .string($0) }),
                (
                    "state",
                    state.map {
                        .array([
                            Self.object([("state", $0), ("effective", updated), ("note", "IATI")])
                        ])
                    }
                ),
                ("partners", .array(partners)),
                ("implementers", .array(implementers)),
                ("places", .array(places)),
                ("sectors", .array(sectors)),
                ("tags", .array(tags)),
                ("description", description),
                ("notes", countries),
            ],
            line: element.line
        )
    }

    private func title(_ identifier: String) -> JSONValue {
        let title = localized(narratives(element.first("title")))
        return title.isNull
            ? .object([.init(key: language, value: .string(cut(identifier)))]) : title
    }

    private var hasChildren: Bool {
        element.all("related-activity").contains { $0["type"] == "2" }
    }

    /// The period from the date of one type to that of another; own exports tell how exact it was.
    private mutating func range(_ start: String, _ end: String) -> JSONValue? {
        let element = element
        func day(_ type: String) -> String? {
            element.all("activity-date").lazy.filter { $0["type"] == type }
                .compactMap { $0["iso-date"].flatMap { IATIText.day($0) } }.first
        }
        if let kept = element.kept(start == "1" ? "planned" : "actual") { return .string(kept) }
        // What an own export knows as a period is neither plan nor fact.
        if element.kept("period") != nil { return nil }
        switch (day(start), day(end)) {
        case (let start?, let end?):
            guard start <= end else {
                refuse(element, .endBeforeStart(start, end))
                return nil
            }
            return .string(start + "/" + end)
        case (let start?, nil): return .string(start + "/")
        case (nil, let end?): return .string("../" + end)
        case (nil, nil): return nil
        }
    }

    private var places: [JSONValue] {
        var result: [JSONValue] = []
        for location in element.all("location") {
            guard let name = narratives(location.first("name")).first else { continue }
            let place = JSONValue.string(cut(name.text))
            if !result.contains(place) { result.append(place) }
        }
        return result
    }

    private var sectors: [JSONValue] {
        element.all("sector").compactMap { sector in
            guard let code = sector["code"] else { return nil }
            let name = narratives(sector).first.map { cut($0.text) }
            return Self.object([
                ("code", code), ("vocabulary", sector["vocabulary"] ?? "1"), ("name", name),
            ])
        }
    }

    private var tags: [JSONValue] {
        element.all("tag").compactMap { tag in
            guard let code = tag["code"] else { return nil }
            switch tag["vocabulary"] {
            case "2": return .string("SDG " + code)
            case "3": return .string("SDG " + code)
            default: return narratives(tag).first.map { .string(cut($0.text)) }
            }
        }
    }

    private var description: JSONValue? {
        var parts: [String] = []
        for description in element.all("description").sorted(by: {
            ($0["type"] ?? "1") < ($1["type"] ?? "1")
        }) {
            for narrative in narratives(description) where !parts.contains(narrative.text) {
                parts.append(narrative.text)
            }
        }
        return parts.isEmpty ? nil : .string(parts.joined(separator: "\n\n"))
    }

    /// The shares of countries, where an activity is in more than one.
    private var countries: JSONValue? {
        let found = element.all("recipient-country").compactMap { country -> String? in
            guard let code = country["code"] else { return nil }
            return code.uppercased() + (country["percentage"].map { " \($0) %" } ?? "")
        }
        guard found.count > 1 else { return nil }
        return .string("IATI recipient-country: " + found.joined(separator: ", "))
    }
}
