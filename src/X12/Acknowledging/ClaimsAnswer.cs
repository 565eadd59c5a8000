using System.Globalization;
using CleanClaim.X12.Values;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Acknowledging;

/// <summary>
/// The 277CA (005010X214) to the claims of one transaction set: accepted, or what is wrong with each in codes and words. A receiver that is the payer accepts into
/// adjudication (A2); another one, a clearinghouse, says that it has received (A1).
/// </summary>
internal sealed class ClaimsAnswer(AnsweredClaims claims, AnswerFields fields)
{
    /// <summary>STC repeats; beyond this the rest adds nothing to a claim that must be sent anew.</summary>
    private const int StatusesMax = 20, LinesMax = 50;
    private const long AmountMax = 99_999_999_999_999_999;
    public const string Version = "005010X214";

    private readonly bool _isPayer = claims.Payer?.Id == claims.Receiver?.Id && claims.Payer is not null;
    private int _hl;

    private string Source => _isPayer ? "PR" : "AY";

    public void Write(X12Writer writer, string reference)
    {
        var all = claims.Claims.ToList();
        writer.Segment("BHT", "0085", "08", reference, X12Value.Date(fields.Date), X12Value.Time(fields.Time), "TH");
        WriteSource(writer, reference);
        WriteReceiver(writer, all);
        foreach (var provider in all.GroupBy(ProviderOf)) WriteProvider(writer, provider.Key, [.. provider]);
    }

    private void WriteSource(X12Writer writer, string reference)
    {
        writer.Segment("HL", Next(), null, "20", "1");
        writer.Segment("NM1", Source, "2", Answerable.Needed(claims.Receiver?.Last, 60), null, null, null, null, "46", Answerable.Needed(claims.Receiver?.Id, 80, least: 2));
        writer.Segment("TRN", "1", reference);
        writer.Segment("DTP", "050", "D8", X12Value.Date(fields.Date));
        writer.Segment("DTP", "009", "D8", X12Value.Date(fields.Date));
    }

    private void WriteReceiver(X12Writer writer, List<AnsweredClaim> all)
    {
        writer.Segment("HL", Next(), "1", "21", all.Count == 0 ? "0" : "1");
        Name(writer, "41", claims.Submitter, "46");
        writer.Segment("TRN", "2", Answerable.Needed(claims.Reference, 50));
        writer.Segment("STC", X12Value.Composite("A1", "19", Source), X12Value.Date(fields.Date), "WQ", Charges(all));
        Totals(writer, all, "90", "AA");
    }

    private void WriteProvider(X12Writer writer, AnsweredLevel provider, List<AnsweredClaim> all)
    {
        var hl = Next();
        writer.Segment("HL", hl, "2", "19", "1");
        Name(writer, "85", provider.Party, "XX");
        writer.Segment("TRN", "1", "0");
        Totals(writer, all, "QA", "QC");
        foreach (var claim in all) WriteClaim(writer, claim, hl);
    }

    /// <summary>A claim that has no day of service, as a dental predetermination, is answered without one, though the guide asks for it.</summary>
    private void WriteClaim(X12Writer writer, AnsweredClaim claim, string provider)
    {
        writer.Segment("HL", Next(), provider, "PT");
        WritePatient(writer, claim.Above!);
        writer.Segment("TRN", "2", Answerable.Needed(claim.ControlNumber, 50));
        var statuses = claim.Statuses.Distinct().Take(StatusesMax).ToList();
        var amount = X12Value.Cents(claim.Cents);
        if (!claim.IsRejected) writer.Segment("STC", _isPayer ? X12Value.Composite("A2", "20", "PR") : X12Value.Composite("A1", "19", "40"), X12Value.Date(fields.Date), "WQ", amount);
        // The line says what is wrong; the claim that it is rejected for it.
        else if (statuses.Count == 0) writer.Segment("STC", X12Value.Composite(claim.Lines[0].Own.First().Category, "21"), X12Value.Date(fields.Date), "U", amount);
        foreach (var status in statuses)
            writer.Segment("STC", X12Value.Composite(status.Category, status.Status, status.Entity), X12Value.Date(fields.Date), "U", amount, null, null, null, null, null, null, null, status.Words);
        if (claim.TypeOfBill is { Length: > 0 } bill) writer.Segment("REF", "BLT", Answerable.Text(bill, 50));
        if (claim.Days is { } days) writer.Segment("DTP", "472", days.IsOneDay ? "D8" : "RD8", days.IsOneDay ? X12Value.Date(days.From) : X12Value.Dates(days));
        foreach (var line in claim.Lines.Take(LinesMax)) WriteLine(writer, line);
    }

    /// <summary>A line is told when it is what rejects the claim, and only then (X12 RFI 1211, 2203); its STC03 is always U.</summary>
    private static void WriteLine(X12Writer writer, AnsweredLine line)
    {
        writer.Segment("SVC", X12Value.Composite([.. line.Product.Select((part, i) => part.Length == 0 ? null : Answerable.Text(part, i == 0 ? 2 : i == 1 ? 48 : 2))]), X12Value.Cents(line.Cents),
            null, Answerable.Text(line.Revenue, 48), null, null, line.Units);
        foreach (var status in line.Own.Distinct().Take(StatusesMax))
            writer.Segment("STC", X12Value.Composite(status.Category, status.Status, status.Entity), null, "U", null, null, null, null, null, null, null, null, status.Words);
        if (line.ControlNumber is { Length: > 0 } number) writer.Segment("REF", "FJ", Answerable.Needed(number, 50));
        if (line.Days is { } days) writer.Segment("DTP", "472", days.IsOneDay ? "D8" : "RD8", days.IsOneDay ? X12Value.Date(days.From) : X12Value.Dates(days));
    }

    /// <summary>The patient by name; the member's number is the patient's own, else the subscriber's.</summary>
    private static void WritePatient(X12Writer writer, AnsweredLevel level)
    {
        var patient = level.Party;
        var member = patient is { Id.Length: > 0 } ? patient : level.Above?.Party;
        writer.Segment("NM1", "QC", "1", Answerable.Needed(patient?.Last, 60), Answerable.Text(patient?.First, 35), Answerable.Text(patient?.Middle, 25), null, Answerable.Text(patient?.Suffix, 10), "MI", Answerable.Needed(member?.Id, 80, least: 2));
    }

    private static void Name(X12Writer writer, string entity, AnsweredParty? party, string qualifier) =>
        writer.Segment("NM1", entity, party?.Entity is "1" ? "1" : "2", Answerable.Needed(party?.Last, 60), Answerable.Text(party?.First, 35), Answerable.Text(party?.Middle, 25), null,
            entity == "85" ? Answerable.Text(party?.Suffix, 10) : null, party?.Qualifier is { Length: > 0 } said && entity == "85" ? said : qualifier, Answerable.Needed(party?.Id, 80, least: 2));

    private static void Totals(X12Writer writer, List<AnsweredClaim> all, string accepted, string rejected)
    {
        var (good, bad) = (all.FindAll(c => !c.IsRejected), all.FindAll(c => c.IsRejected));
        if (good.Count > 0) writer.Segment("QTY", accepted, X12Value.Count(good.Count));
        if (bad.Count > 0) writer.Segment("QTY", rejected, X12Value.Count(bad.Count));
        if (good.Count > 0) writer.Segment("AMT", "YU", Charges(good));
        if (bad.Count > 0) writer.Segment("AMT", "YY", Charges(bad));
    }

    /// <summary>The charges together; of absurd ones no more than STC04 holds.</summary>
    private static X12Value Charges(List<AnsweredClaim> claims)
    {
        Int128 sum = 0;
        foreach (var claim in claims) sum += claim.Cents;
        return X12Value.Cents((long)Int128.Clamp(sum, -AmountMax, AmountMax));
    }

    private static AnsweredLevel ProviderOf(AnsweredClaim claim)
    {
        AnsweredLevel level = claim;
        while (level.Above is { Above: not null } above) level = above;
        return level;
    }

    private string Next() => (++_hl).ToString(CultureInfo.InvariantCulture);
}
