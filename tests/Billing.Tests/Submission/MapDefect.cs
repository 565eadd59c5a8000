namespace CleanClaim.Billing.Tests.Submissions;

/// <summary>One wrong line of <c>To837P.cs</c>: the text that stands in the source once, what stands there instead, and what the sandbox must say of the file it writes.</summary>
/// <param name="Name">The mistake in words.</param>
/// <param name="Told">Part of one reason: the place, or the payer's status for the claim.</param>
public sealed record MapDefect(string Name, string Line, string Instead, string Told)
{
    public static readonly IReadOnlyList<MapDefect> All =
    [
        new("the billing provider is named by a tax id's qualifier", """Name("85", practice.Name, null, null, "XX", practice.Npi)""", """Name("85", practice.Name, null, null, "FI", practice.Npi)""", "2010AA NM1 (segment 8) element 8 \"FI\""),
        new("the subscriber's level says that no patient follows", "hasChildren: !isPatient", "hasChildren: false", "2000B HL (segment 35) element 4 \"0\""),
        new("diagnosis pointers count from the second diagnosis", "line.Pointers.Select(p => p.ToString(", "line.Pointers.Select(p => (p + 1).ToString(", "2400 SV1 (segment 28) element 7-2 \"3\""),
        new("the subscriber's name stands in the patient's loop", """Name("QC", claim.Patient.LastName, claim.Patient.FirstName, claim.Patient.MiddleName, null, null)""", """Name("QC", coverage.LastName, coverage.FirstName, null, null, null)""", "STC*A3:33:QC*"),
        new("the patient's name stands in the subscriber's loop, with the member id of another", """Name("IL", coverage.LastName, coverage.FirstName, isPatient""", """Name("IL", claim.Patient.FirstName, claim.Patient.LastName, isPatient""", "STC*A3:33:IL*"),
        new("the member id is the payer's number", "\"MI\", coverage.MemberId);", "\"MI\", coverage.PayerNumber);", "STC*A3:33:IL*"),
        new("a replacement leaves out the payer's claim number", """outbound.PayerControl is { } number) to.Segment("REF", "F8", number);""", "outbound.PayerControl is { } number) _ = number;", "2300 REF (segment 21): Frequency 7 or 8 needs REF*F8"),
        new("every claim goes as an original", "X12Value.Composite(claim.Place, \"B\", outbound.Frequency)", "X12Value.Composite(claim.Place, \"B\", \"1\")", "2300 REF (segment 23) element 1 \"F8\""),
        new("the claim's charge is its first line's", "outbound.Pcn, X12Value.Cents(claim.Charge.Cents)", "outbound.Pcn, X12Value.Cents(claim.Lines[0].Charge.Cents)", "2300 CLM (segment 20) element 2 \"95\""),
        new("a birth date begins with the month", "X12Value.Date(birth), sex", """birth.ToString("MMddyyyy", CultureInfo.InvariantCulture), sex""", "2010BA DMG (segment 17) element 2 \"11301979\""),
        new("a service date is written with dashes", "X12Value.Date(outbound.Claim.Date)", """outbound.Claim.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)""", "2400 DTP (segment 29) element 3 \"2026-03-02\""),
        new("nobody is named as the payer", """Name("PR", coverage.PayerName, null, null, "PI", coverage.PayerNumber);""", "", "2010BB NM1"),
        new("the billing provider's NPI loses its last digit", "\"XX\", practice.Npi)", "\"XX\", practice.Npi[..9])", "2010AA NM1 (segment 8) element 9 \"188199901\""),
        new("two digits of the rendering provider's NPI change places", "\"XX\", claim.Provider.Npi)", "\"XX\", claim.Provider.Npi[..8] + claim.Provider.Npi[9] + claim.Provider.Npi[8])", "2310B NM1 (segment 25) element 9 \"1425773068\""),
        new("the kind of payer is left out", "null, null, null, coverage.ClaimFiling);", "null, null, null, null);", "2000B SBR"),
        new("the answer of the payer before is left out", "if (level != outbound.Level) OtherPayer", "if (level > outbound.Level) OtherPayer", "2000B SBR"),
        new("what the payer before took off loses its first reason", "six.SelectMany(a =>", "six.Skip(1).SelectMany(a =>", "2430 SVD"),
        new("what the payer before paid is a cent more", "X12Value.Cents(decided.Paid.Cents)", "X12Value.Cents(decided.Paid.Cents + 1)", "2430 SVD"),
        new("the total paid by the payer before is left out", """to.Segment("AMT", "D", X12Value.Cents(answer.Paid.Cents));""", "", "2320 AMT"),
        new("lines are counted from zero", """to.Segment("LX", X12Value.Count(line.N))""", """to.Segment("LX", X12Value.Count(line.N - 1))""", "2400 LX (segment 27) element 1 \"0\""),
        new("the patient is the subscriber's self", """to.Segment("PAT", RelationCode(coverage.Relation))""", """to.Segment("PAT", "18")""", "2000C PAT"),
        new("sender and receiver change places", "SenderId = ends.SubmitterId, ReceiverId = ends.ReceiverId", "SenderId = ends.ReceiverId, ReceiverId = ends.SubmitterId", "TA1*000000008*260316*1200*R*009"),
    ];

    public override string ToString() => Name;
}
