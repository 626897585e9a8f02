package io.voicebridge.conformance;

/** What Five9's scripts, transfers and numbers do, as exports of scripts and vendors' guides show it, and what is done about it. */
public enum Five9Habit {
    METHODS(
            "Query module",
            "asks by GET or POST, with parameters in the URL, as a form or as a JSON template: all mean the same"),
    BROKEN_TEMPLATE(
            "Query module",
            "puts variables into a template as they are: a quote in a lead's name leaves the other fields readable"),
    CREDENTIALS(
            "Query module",
            "shows its key as X-API-Key, as Bearer token, or as user and password, and never in the URL"),
    STATUS(
            "Query module",
            "usually maps 200 alone: every result of a look-up is 200, and only a key that is not let in is not"),
    REDIRECTS("Query module", "is not known to follow a redirect: none is sent"),
    REGULAR_EXPRESSION(
            "Query module",
            "reads with an expression whose flags are 0 or 32, and takes the first group: one line, flat, each field in its place"),
    NAIVE_EXPRESSION(
            "Query module", "stops at the first quote (`\"summary\":\"([^\"]*)\"`): there is none within a value"),
    ASCII("Query module", "of an older script knows no Unicode: ascii=1"),
    OLDER_XML("Query module", "of an older script takes XML by attributes: format=five9xml"),
    SIZE("Query module", "has no known limit for an answer: 2 KB at most"),
    ASKED_AGAIN("Query module", "may ask again: the same bytes; a call that is registered again is one call"),
    TIME("Query module", "gives up after 5 s: a look-up waits for 4 at most, and is told the moment the outcome comes"),
    HANG_UP("Query module", "runs when the customer hangs up: the event is on the timeline"),
    NO_REFER("Transfer", "does not understand REFER: a call comes back by our BYE, and a REFER of Five9's is refused"),
    BYE_HEADERS("Transfer", "takes X-RouteType, X-RouteValue, X-RouteReason and X-ConversationId from the BYE"),
    BYE_AFTER_OUTCOME("Transfer", "gets in the BYE what was committed before it, and nothing that came later"),
    TEN_HEADERS(
            "Transfer", "carries ten custom headers, each shorter than 1024 bytes: no more are sent, and none longer"),
    SPELLINGS_OF_HEADERS(
            "Transfer", "writes X-CallSessionID and X-CallSessionId: names count in any case, the first of two counts"),
    CARRIER_HEADERS("Transfer", "comes with headers of carriers: they are no variables of the lead"),
    TOKENS("Transfer", "may carry a token in a header: it is masked"),
    ENDINGS(
            "Transfer",
            "ends by our BYE, by theirs, by CANCEL, by a refusal or by no answer: the script goes on accordingly"),
    CASE_WORDS(
            "Case, Skill Transfer", "compares letter by letter: outcome and route type are words that do not change"),
    SKILL("Case, Skill Transfer", "takes the skill from a variable: route_value may name it"),
    SCREEN_POP("Case, Skill Transfer", "shows a URL to the agent: a signed link to the conversation"),
    SPELLINGS_OF_NUMBERS("Numbers", "writes 10 digits, 1 and 10, +1 and 10, or 011: one number"),
    PSEUDO_NUMBERS("Numbers", "dials pseudo numbers and extensions: they are registered and found as they are"),
    EITHER_NUMBER("Numbers", "has the customer in ani, or in dnis of an outbound call: either finds the call"),
    SHOWN_NUMBER(
            "Numbers",
            "may see another caller ID than the customer's: a transfer is found by the number that was shown"),
    DNC_HOURS("Web services", "takes do-not-call numbers from 23:00 to 06:00 Pacific time only: they wait for it"),
    CALLBACK("Web services", "has no callback: one is a record on a list, with the time to call");

    private final String where;
    private final String says;

    Five9Habit(String where, String says) {
        this.where = where;
        this.says = says;
    }

    String where() {
        return where;
    }

    String says() {
        return says;
    }
}
