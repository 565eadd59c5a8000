namespace CleanClaim.Billing.Denials;

/// <summary>
/// The dated table behind <see cref="DenialWords"/>: CARC and RARC numbers with our own words and the usual way on. Codes whose use ended keep their row, so that
/// an old 835 still reads (end dates: X12 code list 139). A practice's own row for a payer will win over these.
/// </summary>
public static partial class DenialWords
{
    private const string Playbook = "CARC list; MAC resolution guides";

    public static readonly IReadOnlyList<CodeWords> Reasons =
    [
        new("PR-1", "deductible", "Bill the next payer, else the guarantor.", Playbook),
        new("PR-2", "coinsurance", "Bill the next payer, else the guarantor.", Playbook),
        new("PR-3", "copay", "Bill the next payer, else the guarantor.", Playbook),
        new("4", "the modifier is missing or does not fit", "Correct the modifier and send a replacement.", Playbook),
        new("5 8 170", "place of service, provider type or specialty does not fit the service", "Check place of service, taxonomy and scope of practice.", Playbook),
        new("6 7 9 10", "age, sex or diagnosis conflict", "Correct birth date, sex or diagnosis and send a replacement.", Playbook),
        new("11 167", "the diagnosis does not support the service", "Check the covered diagnoses; correct, or appeal with the notes.", Playbook),
        new("50", "not considered medically necessary", "Check the coverage policy; appeal with the notes.", Playbook),
        new("16", "information is missing or invalid", "The remark says what is missing; correct and send again.", Playbook),
        new("18", "taken for an exact duplicate", "Find the first claim. Never send again to fix it; a second service needs its modifier.", Playbook),
        new("19 20 21", "another insurer is responsible (work, liability or no-fault)", "Re-route to the workers' compensation or auto carrier.", Playbook),
        new("22", "another payer comes first", "Correct the order of coverages, bill that payer, then send this one its answer.", Playbook),
        new("24", "covered by a capitation or Medicare Advantage plan", "If the patient has an Advantage plan, bill the plan.", Playbook),
        new("26 27 31", "not covered on the date, or the patient was not identified", "Check eligibility again for the day of service; correct the member number.", Playbook),
        new("29", "received after the filing limit", "Appeal with the payer's or clearinghouse's acceptance as proof of timely filing.", "CARC 29; MONEY 8"),
        new("96 204", "not covered by the plan", "Read the remark; appeal, or decide with a signed notice whether the patient owes it.", Playbook),
        new("97 236 231", "included in another service", "Check the code pair: a modifier where documented and allowed, else write off.", "CARC 97; NCCI policy manual ch. 1"),
        new("B15", "needs another service first", "Bill the other service, or correct the pair.", Playbook),
        new("107", "the service this one belongs to is missing", "Bill the main service or correct the pair.", Playbook),
        new("109", "sent to the wrong payer", "Send to the payer named by the remark.", Playbook),
        new("119 35", "the benefit is used up", "Count the visits; ask for an extension; the patient may owe it if the plan says so.", Playbook),
        new("151", "the documentation does not support this many", "Send the notes; appeal.", Playbook),
        new("198", "more than was authorized", "Ask for more units, or appeal.", Playbook),
        new("222", "more than the contract with the provider allows", "Write off or dispute with the payer; never the patient.", "CARC 222; X12 usage note"),
        new("129 163 252 226", "records, an attachment or the earlier payer's information are asked for", "Send what is asked within the payer's limit.", Playbook),
        new("125", "a billing error", "Correct and send again.", Playbook, To: new DateOnly(2013, 11, 1)),
        new("227", "the patient must answer a question of the payer", "Ask the patient to call the payer; hold the bill until then.", "CARC 227"),
        new("140 146 181 182 183 185 206 207 208", "an identifier, code or provider does not match the payer's file", "Correct the master data and send again.", Playbook),
        new("197 39 243", "the authorization is missing, refused or does not match", "Attach the authorization, ask for one after the fact, or appeal; the patient is not billed in network.", Playbook),
        new("15", "the authorization number is missing or invalid", "Attach the authorization and send again.", Playbook, To: new DateOnly(2018, 5, 1)),
        new("38", "service not authorized by the network", "Ask for authorization after the fact, or appeal.", Playbook, To: new DateOnly(2013, 1, 1)),
        new("242 279", "not provided by the network's providers", "Ask for a gap exception, or bill as the plan says.", Playbook),
        new("B7", "the provider was not certified or enrolled on the day", "Check the enrollment; hold the claims until it is effective.", Playbook),
        new("B9 B13 B20", "hospice, paid before, or done by another provider", "Find the payment, or add the hospice modifier.", Playbook),
        new("A1", "denied for the reason in the remark", "Act on the remark.", Playbook),
        new("P4", "not a work-related injury under the plan", "Re-route to the health plan with the denial letter.", "CARC P4; MONEY 5"),
        new("23", "effect of the earlier payer's answer", "Compare with the earlier payer's answer.", "X12 RFI 2535"),
        new("100", "the payer paid the patient", "Ask the guarantor for it by letter.", "CARC 100; MONEY 7"),
        new("45", "above what the contract allows", "Compare with the contract; a non-participating provider may bill the difference where the law allows.", "CARC 45"),
    ];

    public static readonly IReadOnlyList<CodeWords> Remarks =
    [
        new("MA130", "could not be processed as sent; no appeal rights", "Send a corrected new claim; do not appeal.", "RARC MA130"),
        new("N290 N256 N257 N255", "the provider's number is missing or invalid", "Correct the provider's NPI and send again.", "RARC"),
        new("N382 MA61", "the patient's number is missing or invalid", "Check the member number against the card and send again.", "RARC"),
        new("MA36 N704", "the patient's name is missing or invalid", "Check the name against the card and send again.", "RARC"),
        new("MA04", "the first payer's answer is missing", "Send again with the first payer's answer.", "RARC"),
        new("M76 M81 MA63", "the diagnosis is missing, invalid or not specific enough", "Correct the diagnosis and send again.", "RARC"),
        new("M51 N56", "the procedure code is missing, invalid or does not fit the day", "Correct the code and send again.", "RARC"),
        new("M53", "the units are missing or invalid", "Correct the units and send again.", "RARC"),
        new("M79", "the charge is missing or invalid", "Correct the charge and send again.", "RARC"),
        new("MA120", "the laboratory certification number is missing", "Add the CLIA number and send again.", "RARC"),
        new("N264 N265", "the ordering or referring provider is missing or invalid", "Add the referring provider and send again.", "RARC"),
        new("N822 N823", "a modifier is missing or invalid", "Correct the modifier and send again.", "RARC"),
        new("N479", "the other payer's explanation is missing", "Send the other payer's answer.", "RARC"),
        new("N386 N115", "decided by a national or local coverage rule", "Read the rule; appeal with the notes if it is met.", "RARC"),
        new("N130", "see the plan's limits", "Compare with the plan's limits; count the visits.", "RARC"),
        new("N425", "excluded by law", "The patient may owe it only with a notice.", "RARC"),
        new("N362 N640", "more than the allowed number", "Count the units and visits of the period; ask for an extension.", "RARC"),
        new("M15", "services done together are paid as one", "Check the code pair; a modifier where documented and allowed, else write off.", "RARC M15"),
        new("N418 N105 N538", "belongs to another payer or facility", "Send to the payer named.", "RARC"),
        new("MA18 N89 MA07", "forwarded to the next payer", "", "RARC"),
        new("MA01", "there is a right to appeal", "", "RARC"),
    ];
}
