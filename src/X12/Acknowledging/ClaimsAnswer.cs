using System.Globalization;
using CleanClaim.X12.Values;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Acknowledging;

/// <summary>
/// The 277CA (005010X214) to the claims of one transaction set: accepted, or what is wrong with each in codes and words. A receiver that is the payer accepts into
/// adjudication (A2); another one, a clearinghouse, says that it has received (A1).
/// </summary>
internal sealed class ClaimsAnswer : IDisposable
{
    /// <summary>STC repeats; beyond this the rest adds nothing to a claim that must be sent anew.</summary>
    private const int StatusesMax = 20, LinesMax = 50;
    private const long AmountMax = 99_999_999_999_999_999;
    public const string Version = "005010X214";

    private readonly AnsweredClaims _claims;
    private readonly AnswerFields _fields;

    // A provider's sums stand before its claims, those of all before the providers: what they stand before is written apart.
    private readonly AnswerBytes _ofProvider = new(), _ofAll = new();
    private readonly AnswerSegments _text, _head;
    private Totals _totals = new(), _providerTotals = new();
    private AnsweredLevel? _provider;
    private string _providerNumber = "";
    private bool _isPayer;
    private int _hl = 2, _segments;

    public ClaimsAnswer(AnsweredClaims claims, AnswerFields fields)
    {
        (_claims, _fields) = (claims, fields);
        (_text, _head) = (new(_ofProvider), new(_ofAll));
    }

    public bool HasClaims => _totals.All > 0;

    private string Source => _isPayer ? "PR" : "AY";

    /// <summary>Takes the next claim of the set, all of whose faults are known.</summary>
    public void Take(AnsweredClaim claim)
    {
        if (!HasClaims) _isPayer = _claims.Payer?.Id == _claims.Receiver?.Id && _claims.Payer is not null;
        var provider = ProviderOf(claim);
        if (provider != _provider) Begin(provider);
        _totals.Add(claim);
        _providerTotals.Add(claim);
        WriteClaim(_text, claim, _providerNumber);
    }

    /// <summary>Writes the answer to all that were taken.</summary>
    public void Write(AnswerWriter writer, string reference)
    {
        EndProvider();
        writer.Segment("BHT", "0085", "08", reference, X12Value.Date(_fields.Date), X12Value.Time(_fields.Time), "TH");
        WriteSource(writer, reference);
        WriteReceiver(writer);
        writer.Include(_ofAll, _segments);
    }

    public void Dispose()
    {
        _ofProvider.Dispose();
        _ofAll.Dispose();
    }

    private void WriteSource(AnswerWriter writer, string reference)
    {
        writer.Segment("HL", "1", null, "20", "1");
        writer.Segment("NM1", Source, "2", Answerable.Needed(_claims.Receiver?.Last, 60), null, null, null, null, "46", Answerable.Needed(_claims.Receiver?.Id, 80, least: 2));
        writer.Segment("TRN", "1", reference);
        writer.Segment("DTP", "050", "D8", X12Value.Date(_fields.Date));
        writer.Segment("DTP", "009", "D8", X12Value.Date(_fields.Date));
    }

    private void WriteReceiver(AnswerWriter writer)
    {
        writer.Segment("HL", "2", "1", "21", HasClaims ? "1" : "0");
        writer.Segment("NM1", Name("41", _claims.Submitter, "46"));
        writer.Segment("TRN", "2", Answerable.Needed(_claims.Reference, 50));
        writer.Segment("STC", X12Value.Composite("A1", "19", Source), X12Value.Date(_fields.Date), "WQ", Totals.Amount(_totals.GoodCents + _totals.BadCents));
        foreach (var (id, kind, value) in _totals.Rows("90", "AA")) writer.Segment(id, kind, value);
    }

    private void Begin(AnsweredLevel provider)
    {
        EndProvider();
        (_provider, _providerTotals, _providerNumber) = (provider, new(), Next());
    }

    private void EndProvider()
    {
        if (_provider is not { } provider) return;
        _head.Segment("HL", _providerNumber, "2", "19", "1");
        _head.Segment("NM1", Name("85", provider.Party, "XX"));
        _head.Segment("TRN", "1", "0");
        foreach (var (id, kind, value) in _providerTotals.Rows("QA", "QC")) _head.Segment(id, kind, value);
        _head.Flush();
        _text.Flush();
        _ofProvider.CopyTo(_ofAll);
        _ofProvider.Clear();
        _segments += _head.Count + _text.Count;
        _head.Restart();
        _text.Restart();
        _provider = null;
    }

    /// <summary>A claim that has no day of service, as a dental predetermination, is answered without one, though the guide asks for it.</summary>
    private void WriteClaim(AnswerSegments writer, AnsweredClaim claim, string provider)
    {
        writer.Segment("HL", Next(), provider, "PT");
        WritePatient(writer, claim.Above!);
        writer.Segment("TRN", "2", Answerable.Needed(claim.ControlNumber, 50));
        var statuses = claim.Statuses.Distinct().Take(StatusesMax).ToList();
        var amount = X12Value.Cents(claim.Cents);
        if (!claim.IsRejected) writer.Segment("STC", _isPayer ? X12Value.Composite("A2", "20", "PR") : X12Value.Composite("A1", "19", "40"), X12Value.Date(_fields.Date), "WQ", amount);
        // The line says what is wrong; the claim that it is rejected for it.
        else if (statuses.Count == 0) writer.Segment("STC", X12Value.Composite(claim.Lines[0].Own.First().Category, "21"), X12Value.Date(_fields.Date), "U", amount);
        foreach (var status in statuses)
            writer.Segment("STC", X12Value.Composite(status.Category, status.Status, status.Entity), X12Value.Date(_fields.Date), "U", amount, null, null, null, null, null, null, null, status.Words);
        if (claim.TypeOfBill is { Length: > 0 } bill) writer.Segment("REF", "BLT", Answerable.Text(bill, 50));
        if (claim.Days is { } days) writer.Segment("DTP", "472", days.IsOneDay ? "D8" : "RD8", days.IsOneDay ? X12Value.Date(days.From) : X12Value.Dates(days));
        foreach (var line in claim.Lines.Take(LinesMax)) WriteLine(writer, line);
    }

    /// <summary>A line is told when it is what rejects the claim, and only then (X12 RFI 1211, 2203); its STC03 is always U.</summary>
    private static void WriteLine(AnswerSegments writer, AnsweredLine line)
    {
        writer.Segment("SVC", X12Value.Composite([.. line.Product.Select((part, i) => part.Length == 0 ? null : Answerable.Text(part, i == 0 ? 2 : i == 1 ? 48 : 2))]), X12Value.Cents(line.Cents),
            null, Answerable.Text(line.Revenue, 48), null, null, line.Units);
        foreach (var status in line.Own.Distinct().Take(StatusesMax))
            writer.Segment("STC", X12Value.Composite(status.Category, status.Status, status.Entity), null, "U", null, null, null, null, null, null, null, null, status.Words);
        if (line.ControlNumber is { Length: > 0 } number) writer.Segment("REF", "FJ", Answerable.Needed(number, 50));
        if (line.Days is { } days) writer.Segment("DTP", "472", days.IsOneDay ? "D8" : "RD8", days.IsOneDay ? X12Value.Date(days.From) : X12Value.Dates(days));
    }

    /// <summary>The patient by name; the member's number is the patient's own, else the subscriber's.</summary>
    private static void WritePatient(AnswerSegments writer, AnsweredLevel level)
    {
        var patient = level.Party;
        var member = patient is { Id.Length: > 0 } ? patient : level.Above?.Party;
        writer.Segment("NM1", "QC", "1", Answerable.Needed(patient?.Last, 60), Answerable.Text(patient?.First, 35), Answerable.Text(patient?.Middle, 25), null, Answerable.Text(patient?.Suffix, 10), "MI", Answerable.Needed(member?.Id, 80, least: 2));
    }

    private static X12Value[] Name(string entity, AnsweredParty? party, string qualifier) =>
    [
        entity, party?.Entity is "1" ? "1" : "2", Answerable.Needed(party?.Last, 60), Answerable.Text(party?.First, 35), Answerable.Text(party?.Middle, 25), null,
        entity == "85" ? Answerable.Text(party?.Suffix, 10) : null, party?.Qualifier is { Length: > 0 } said && entity == "85" ? said : qualifier, Answerable.Needed(party?.Id, 80, least: 2),
    ];

    /// <summary>Claims accepted and rejected, and what they charge.</summary>
    private sealed class Totals
    {
        private int _good, _bad;

        public int All => _good + _bad;
        public Int128 GoodCents { get; private set; }
        public Int128 BadCents { get; private set; }

        public void Add(AnsweredClaim claim)
        {
            if (claim.IsRejected) (_bad, BadCents) = (_bad + 1, BadCents + claim.Cents);
            else (_good, GoodCents) = (_good + 1, GoodCents + claim.Cents);
        }

        public IEnumerable<(string Id, string Kind, X12Value Value)> Rows(string accepted, string rejected)
        {
            if (_good > 0) yield return ("QTY", accepted, X12Value.Count(_good));
            if (_bad > 0) yield return ("QTY", rejected, X12Value.Count(_bad));
            if (_good > 0) yield return ("AMT", "YU", Amount(GoodCents));
            if (_bad > 0) yield return ("AMT", "YY", Amount(BadCents));
        }

        /// <summary>The charges together; of absurd ones no more than STC04 holds.</summary>
        public static X12Value Amount(Int128 cents) => X12Value.Cents((long)Int128.Clamp(cents, -AmountMax, AmountMax));
    }

    private static AnsweredLevel ProviderOf(AnsweredClaim claim)
    {
        AnsweredLevel level = claim;
        while (level.Above is { Above: not null } above) level = above;
        return level;
    }

    private string Next() => (++_hl).ToString(CultureInfo.InvariantCulture);
}
