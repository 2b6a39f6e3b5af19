/// What the elements of IATI 2.03 hold: their attributes, whether they have text, and their children in the
/// order in which they have to stand.
///
/// Source: IATI Standard 2.03 (http://iatistandard.org/), schemas of activities and organisations.
struct IATIElements {
    /// One element's definition.
    struct Definition {
        struct Attribute {
            let name: String
            let isRequired: Bool
            let kind: Kind
        }

        struct Child {
            let name: String
            let isRequired: Bool
            let isRepeatable: Bool
        }

        let attributes: [Attribute]
        /// Nil for an element that has no text.
        let text: Kind?
        let children: [Child]
    }

    /// What a text is read as.
    enum Kind: Character {
        case any = " "
        case date = "d"
        case dateTime = "t"
        case decimal = "n"
        case boolean = "b"
        case integer = "i"
    }

    static let standard = IATIElements()

    /// By name, or by parent and name where that makes a difference.
    private let definitions: [String: Definition]

    private init() {
        var definitions: [String: Definition] = [:]
        for line in Self.table.split(separator: "\n") {
            let parts = line.split(separator: ";", omittingEmptySubsequences: false)
                .map { $0.split(separator: " ").map(String.init) }
            guard parts.count == 4, let name = parts[0].first else { continue }
            definitions[name] = Definition(
                attributes: parts[1].map { Self.attribute($0) },
                text: parts[2].first.map { Self.kind($0.dropFirst()) },
                children: parts[3].map { Self.child($0) }
            )
        }
        self.definitions = definitions
    }

    /// The definition of an element in its parent; nil for one that the standard does not have there.
    func definition(of name: String, in parent: String) -> Definition? {
        definitions[parent + "/" + name] ?? definitions[name]
    }

    /// `iso-date:d!` is required and a date.
    private static func attribute(_ text: String) -> Definition.Attribute {
        let isRequired = text.hasSuffix("!")
        let parts = text.drop { $0 == "!" }.prefix { $0 != "!" }.split(separator: ":")
        return Definition.Attribute(
            name: String(parts[0]),
            isRequired: isRequired,
            kind: parts.count > 1 ? kind(parts[1]) : .any
        )
    }

    private static func kind(_ text: Substring) -> Kind {
        text.first.flatMap { Kind(rawValue: $0) } ?? .any
    }

    /// `budget*` occurs as often as one likes, `title` once, `result?` perhaps once, `description+` once or more.
    private static func child(_ text: String) -> Definition.Child {
        let sign = text.last ?? " "
        return Definition.Child(
            name: "?*+".contains(sign) ? String(text.dropLast()) : text,
            isRequired: sign != "?" && sign != "*",
            isRepeatable: sign == "*" || sign == "+"
        )
    }

    /// Name; attributes; `#` for text; children.
    private static let table = """
        iati-activities; version! generated-datetime:t linked-data-default; ; iati-activity+
        iati-activity; last-updated-datetime:t default-currency humanitarian:b hierarchy:i \
          linked-data-uri budget-not-provided; ; iati-identifier reporting-org title \
          description+ participating-org+ other-identifier* activity-status activity-date+ \
          contact-info* activity-scope? recipient-country* recipient-region* location* sector* \
          tag* country-budget-items? humanitarian-scope* policy-marker* collaboration-type? \
          default-flow-type? default-finance-type? default-aid-type* default-tied-status? \
          budget* planned-disbursement* capital-spend? transaction* document-link* \
          related-activity* legacy-data* conditions? result* crs-add? fss?
        iati-identifier; ; #; 
        reporting-org; ref! type! secondary-reporter:b; ; narrative+
        narrative; ; #; 
        title; ; ; narrative+
        iati-activity/description; type; ; narrative+
        participating-org; role! ref type activity-id crs-channel-code; ; narrative*
        other-identifier; ref! type!; ; owner-org?
        owner-org; ref; ; narrative*
        activity-status; code!; ; 
        activity-date; type! iso-date:d!; ; narrative*
        contact-info; type; ; organisation? department? person-name? job-title? telephone* \
          email* website* mailing-address*
        organisation; ; ; narrative+
        department; ; ; narrative+
        person-name; ; ; narrative+
        job-title; ; ; narrative+
        telephone; ; #; 
        email; ; #; 
        website; ; #; 
        mailing-address; ; ; narrative+
        activity-scope; code!; ; 
        iati-activity/recipient-country; code! percentage:n; ; narrative*
        iati-activity/recipient-region; code! vocabulary vocabulary-uri percentage:n; ; \
          narrative*
        iati-activity/location; ref; ; location-reach? location-id* name? description? \
          activity-description? administrative* point? exactness? location-class? \
          feature-designation?
        location-reach; code!; ; 
        location-id; code! vocabulary!; ; 
        name; ; ; narrative+
        location/description; ; ; narrative+
        activity-description; ; ; narrative+
        administrative; code! vocabulary! level:i; ; 
        point; srsName!; ; pos
        pos; ; #; 
        exactness; code!; ; 
        location-class; code!; ; 
        feature-designation; code!; ; 
        iati-activity/sector; code! vocabulary vocabulary-uri percentage:n; ; narrative*
        tag; code! vocabulary! vocabulary-uri; ; narrative*
        country-budget-items; vocabulary!; ; budget-item+
        budget-item; code! percentage:n; ; description?
        budget-item/description; ; ; narrative+
        humanitarian-scope; type! vocabulary! code! vocabulary-uri; ; narrative*
        policy-marker; code! vocabulary vocabulary-uri significance; ; narrative*
        collaboration-type; code!; ; 
        default-flow-type; code!; ; 
        default-finance-type; code!; ; 
        default-aid-type; code! vocabulary; ; 
        default-tied-status; code!; ; 
        budget; type status; ; period-start period-end value
        period-start; iso-date:d!; ; 
        period-end; iso-date:d!; ; 
        value; value-date! currency; #n; 
        planned-disbursement; type; ; period-start period-end? value provider-org? receiver-org?
        provider-org; ref provider-activity-id type; ; narrative*
        receiver-org; ref receiver-activity-id type; ; narrative*
        capital-spend; percentage:n!; ; 
        transaction; ref humanitarian:b; ; transaction-type transaction-date value description? \
          provider-org? receiver-org? disbursement-channel? sector* recipient-country? \
          recipient-region? flow-type? finance-type? aid-type* tied-status?
        transaction-type; code!; ; 
        transaction-date; iso-date:d!; ; 
        transaction/description; ; ; narrative+
        disbursement-channel; code!; ; 
        transaction/sector; code! vocabulary vocabulary-uri; ; narrative*
        transaction/recipient-country; code!; ; narrative*
        transaction/recipient-region; code! vocabulary vocabulary-uri; ; narrative*
        flow-type; code!; ; 
        finance-type; code!; ; 
        aid-type; code! vocabulary; ; 
        tied-status; code!; ; 
        iati-activity/document-link; url! format!; ; title description? category+ language* \
          document-date?
        document-link/description; ; ; narrative+
        category; code!; ; 
        language; code!; ; 
        document-date; iso-date:d!; ; 
        related-activity; ref! type!; ; 
        legacy-data; name! value! iati-equivalent; ; 
        conditions; attached:b!; ; condition*
        condition; type!; ; narrative+
        result; type! aggregation-status:b; ; title description? document-link* reference* \
          indicator+
        result/description; ; ; narrative+
        result/document-link; url! format!; ; title description? category+ language* \
          document-date?
        result/reference; code! vocabulary! vocabulary-uri; ; 
        indicator; measure! ascending:b aggregation-status:b; ; title description? \
          document-link* reference* baseline* period*
        indicator/description; ; ; narrative+
        indicator/document-link; url! format!; ; title description? category+ language* \
          document-date?
        indicator/reference; vocabulary! code! indicator-uri; ; 
        baseline; year:i! iso-date:d value; ; location* dimension* document-link* comment?
        baseline/location; ref; ; 
        dimension; name value; ; 
        baseline/document-link; url! format!; ; title description? category+ language* \
          document-date?
        comment; ; ; narrative+
        period; ; ; period-start period-end target* actual*
        target; value; ; location* dimension* comment? document-link*
        target/location; ref; ; 
        target/document-link; url! format!; ; title description? category+ language* \
          document-date?
        actual; value; ; location* dimension* comment? document-link*
        actual/location; ref; ; 
        actual/document-link; url! format!; ; title description? category+ language* \
          document-date?
        crs-add; ; ; other-flags* loan-terms? loan-status? channel-code?
        other-flags; code! significance:b!; ; 
        loan-terms; rate-1:n rate-2:n; ; repayment-type? repayment-plan? commitment-date? \
          repayment-first-date? repayment-final-date?
        repayment-type; code!; ; 
        repayment-plan; code!; ; 
        commitment-date; iso-date:d!; ; 
        repayment-first-date; iso-date:d!; ; 
        repayment-final-date; iso-date:d!; ; 
        loan-status; year:n! value-date! currency; ; interest-received? principal-outstanding? \
          principal-arrears? interest-arrears?
        interest-received; ; #n; 
        principal-outstanding; ; #n; 
        principal-arrears; ; #n; 
        interest-arrears; ; #n; 
        channel-code; ; #; 
        fss; extraction-date:d! priority:b phaseout-year:n; ; forecast*
        forecast; year:n! currency value-date; #n; 
        iati-organisations; version! generated-datetime:t; ; iati-organisation+
        iati-organisation; last-updated-datetime:t default-currency; ; organisation-identifier \
          name reporting-org total-budget* recipient-org-budget* recipient-region-budget* \
          recipient-country-budget* total-expenditure* document-link*
        organisation-identifier; ; #; 
        total-budget; status; ; period-start period-end value budget-line*
        budget-line; ref; ; value narrative+
        recipient-org-budget; status; ; recipient-org period-start period-end value budget-line*
        recipient-org; ref; ; narrative+
        recipient-region-budget; status; ; recipient-region period-start period-end value \
          budget-line*
        recipient-region-budget/recipient-region; vocabulary vocabulary-uri code; ; narrative*
        recipient-country-budget; status; ; recipient-country period-start period-end value \
          budget-line*
        recipient-country-budget/recipient-country; code!; ; narrative*
        total-expenditure; ; ; period-start period-end value expense-line*
        expense-line; ref; ; value narrative+
        iati-organisation/document-link; url! format!; ; title description? category+ language* \
          document-date? recipient-country*
        document-link/recipient-country; code!; ; narrative*
        """
}
