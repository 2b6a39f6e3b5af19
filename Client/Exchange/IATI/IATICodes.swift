/// What the codes of IATI's lists are in the register, and the other way round.
package enum IATICodes {
    /// Kinds of partners by the codelist OrganisationType.
    package static func partnerKind(_ type: String?) -> String? {
        switch type {
        case "10", "15": "government_body"
        case "11": "city"
        case "21", "22", "23", "24": "ngo"
        case "30": "partnership"
        case "40": "un_body"
        case "70", "71", "72", "73": "company"
        case "80": "university"
        default: nil
        }
    }

    /// The codelist OrganisationType by kinds of partners.
    package static func organisationType(_ kind: String) -> String? {
        switch kind {
        case "government_body": "10"
        case "city", "locality": "11"
        case "people_to_people_union": "22"
        case "ngo": "21"
        case "partnership": "30"
        case "development_bank", "un_body": "40"
        case "political_foundation": "60"
        case "company", "business_association", "financial_centre": "70"
        case "university", "research_institute": "80"
        case "city_network", "city_association": "90"
        default: nil
        }
    }

    private static let states = [
        ("1", "proposed"), ("2", "in_implementation"), ("3", "completing"), ("4", "closed"),
        ("5", "cancelled"), ("6", "suspended"),
    ]

    /// States of projects by the codelist ActivityStatus.
    package static func state(_ status: String?) -> String? {
        states.first { $0.0 == status }?.1
    }

    /// The codelist ActivityStatus by states of projects; an approved one is still being prepared.
    package static func status(_ state: String) -> String? {
        state == "approved" ? "1" : states.first { $0.1 == state }?.0
    }

    /// Kinds of contributions by the codelist TransactionType, and what others are called.
    ///
    /// What a donor paid out and what a recipient took in of it are told apart: they are one sum twice.
    package static func contributionKind(_ type: String?) -> String {
        switch type {
        case "1": "incoming_funds"
        case "2": "commitment"
        case "3": "disbursement"
        case "4": "expenditure"
        case "11": "incoming_commitment"
        case "12", "13": "pledge"
        default: "unknown"
        }
    }

    /// The codelist TransactionType by kinds of contributions; nil for those that are none.
    package static func transactionType(_ kind: String) -> String? {
        switch kind {
        case "incoming_funds": "1"
        case "commitment": "2"
        case "disbursement", "in_kind", "loan": "3"
        case "expenditure": "4"
        case "incoming_commitment": "11"
        case "pledge": "13"
        default: nil
        }
    }

    /// Kinds of documents by the codelist DocumentCategory.
    package static func documentKind(_ category: String?) -> String {
        switch category {
        case "A09", "B13": "mou"
        case "A01", "A05", "A07", "A08", "B01": "report"
        case "A02", "B12": "strategy"
        case "A12": "web_page"
        default: "note"
        }
    }

    /// The codelist DocumentCategory by kinds of documents.
    package static func documentCategory(_ kind: String) -> String {
        switch kind {
        case "mou": "A09"
        case "report", "minutes": "A08"
        case "strategy", "programme": "A02"
        default: "A12"
        }
    }
}
