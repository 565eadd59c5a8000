using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>Turns segments into facts and remembers which elements could not be read.</summary>
internal sealed partial class SegmentFacts(SegmentRange start)
{
    private static readonly FrozenDictionary<uint, string> KnownIds = (
        "AAA ACT AK1 AK2 AK3 AK4 AK5 AK9 AMT BGN BHT BPR CAS CL1 CLM CLP CN1 COB CR1 CR2 CR3 CRC CTP CTX CUR DMG DN1 DN2 DSB DTM DTP EB EC EQ FRM HCP HD HI HL HLH HSD ICM IDC III IK3 IK4 IK5 INS K3 LE LIN LQ LS LUI LX " +
        "MEA MIA MOA MSG N1 N3 N4 NM1 NTE OI PAT PER PLA PLB PRV PS1 PWK QTY RDM REF SBR STC SV1 SV2 SV3 SV5 SVC SVD TOO TRN TS2 TS3")
        .Split(' ').ToFrozenDictionary(id => SegmentId.Of(id).Value);

    private readonly List<UnreadValue> _unread = [];

    public SegmentRange At { get; private set; } = start;

    /// <summary>Texts of the transaction that are said over and over.</summary>
    public RepeatedTexts Repeated { get; } = new();

    /// <summary>The loop that texts of segments are labelled with.</summary>
    public string Loop { get; set; } = "";

    public void Begin(SegmentRange at) => At = at;

    public IReadOnlyList<UnreadValue> TakeUnread()
    {
        if (_unread.Count == 0) return [];
        // Objects are made part by part; what could not be read is told in the order of the file.
        var unread = _unread.OrderBy(u => u.Where.FirstByte).ToList();
        _unread.Clear();
        return unread;
    }

    public static string IdOf(SegmentView segment) => KnownIds.TryGetValue(segment.Id.Value, out var id) ? id : X12Text.Decode(segment[0]);

    /// <summary>The id of a segment, of the bytes before its first element.</summary>
    public static string IdOf(ReadOnlySpan<byte> bytes) => KnownIds.TryGetValue(SegmentId.Of(bytes.TrimStart(" \t\r\n"u8)).Value, out var id) ? id : X12Text.Decode(bytes);

    public X12Number? Number(SegmentView segment, int element) => Keep(segment.Number(element), segment, element);

    public DateOnly? Date(SegmentView segment, int element) => Keep(segment.Date(element), segment, element);

    /// <summary>A number that is a component; the element is where it is kept as unread.</summary>
    public X12Number? Number(string? text, SegmentView segment, int element) => text is null ? null : Keep(X12Number.Parse(text), segment, element);

    /// <summary>A date or period that is a component, under its format.</summary>
    public DateSpan? Span(string? format, string? text, SegmentView segment, int element) =>
        text is null || format is null ? null : Keep(X12Dates.ParseFormatted(Encoding.Latin1.GetBytes(format), Encoding.Latin1.GetBytes(text)), segment, element);

    public int? Integer(SegmentView segment, int element) => Integer(segment.Text(element), segment, element);

    public int? Integer(string? text, SegmentView segment, int element)
    {
        if (text is null) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        Unread(segment, element, text);
        return null;
    }

    /// <inheritdoc cref="Integer(string?, SegmentView, int)"/>
    public int? Integer(ReadOnlySpan<byte> text, SegmentView segment, int element)
    {
        if (text.IsEmpty) return null;
        if (Integer(text) is { } number) return number;
        Unread(segment, element, X12Text.Decode(text));
        return null;
    }

    public static int? Integer(ReadOnlySpan<byte> text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private T? Keep<T>(Parsed<T> parsed, SegmentView segment, int element) where T : struct
    {
        if (parsed.HasValue) return parsed.Value;
        if (parsed.Fault != FaultKind.None) Unread(segment, element, segment.Text(element) ?? "");
        return null;
    }

    private void Unread(SegmentView segment, int element, string raw) =>
        _unread.Add(new(IdOf(segment) + element.ToString("00", CultureInfo.InvariantCulture), raw, At));

    /// <summary>The components of an element.</summary>
    public static string[] Components(SegmentView segment, int element)
    {
        var parts = Composites.Of(segment, element);
        if (parts.IsEmpty) return [];
        var texts = new string[parts.Count];
        for (var i = 0; i < texts.Length; i++) texts[i] = parts.Text(i + 1) ?? "";
        return texts;
    }

    /// <summary>Every repeat of an element.</summary>
    public static List<string> Texts(SegmentView segment, int element)
    {
        List<string> texts = [];
        foreach (var repeat in segment.Repeats(element))
            if (!repeat.Bytes.IsEmpty) texts.Add(X12Text.Decode(repeat.Bytes));
        return texts;
    }

    /// <summary>The codes of an HI, without their kinds.</summary>
    public static List<string> CodesOf(SegmentView hi)
    {
        List<string> codes = [];
        for (var i = 1; i <= hi.Count; i++)
            if (Part(Components(hi, i), 2) is { } code) codes.Add(code);
        return codes;
    }

    public static string? Part(string[] components, int component) =>
        component <= components.Length && components[component - 1].Length > 0 ? components[component - 1] : null;

    public SegmentText Text(SegmentView segment)
    {
        var elements = new string[segment.Count];
        for (var i = 0; i < elements.Length; i++) elements[i] = segment.Text(i + 1) ?? "";
        return new(IdOf(segment), elements, (char)segment.Delimiters.Component, Loop, At);
    }

    public Reference Reference(SegmentView segment) => Reference(segment, At);

    private Reference Reference(SegmentView segment, in SegmentRange at)
    {
        var reference = new ReferenceView(segment);
        return new(Text(reference.Qualifier) ?? "", Text(reference.Value) ?? "", Text(reference.Description), at);
    }

    public QualifiedAmount Amount(SegmentView segment) => Amount(segment, At);

    private QualifiedAmount Amount(SegmentView segment, in SegmentRange at)
    {
        var amount = new AmountView(segment);
        return new(Text(amount.Qualifier) ?? "", Number(amount.Amount), Text(amount.CreditOrDebit), at);
    }

    public QualifiedQuantity Quantity(SegmentView segment) => Quantity(segment, At);

    private QualifiedQuantity Quantity(SegmentView segment, in SegmentRange at)
    {
        var quantity = new QuantityView(segment);
        return new(Text(quantity.Qualifier) ?? "", Number(quantity.Quantity), Text(quantity.Unit), at);
    }

    public Rejection Rejection(SegmentView aaa) => new(aaa.Is(1, "Y"u8), aaa.Text(3) ?? "", aaa.Text(4), At);

    public ServiceDelivery Delivery(SegmentView hsd) =>
        new(hsd.Text(1), Number(hsd, 2), hsd.Text(3), Number(hsd, 4), hsd.Text(5), Number(hsd, 6), hsd.Text(7), hsd.Text(8), At);

    /// <summary>DTP: qualifier, format, date or range.</summary>
    public QualifiedDate Dtp(SegmentView segment) => Date(new DateView(segment))!;

    /// <summary>DTM: qualifier, date.</summary>
    public QualifiedDate Dtm(SegmentView segment) => Date(new DateView(segment))!;

    /// <summary>DTM with a day, or with a format and a period (elements 5 and 6).</summary>
    public QualifiedDate DtmPeriod(SegmentView segment)
    {
        if (!segment.Has(6)) return Dtm(segment);
        var span = Keep(segment.Dates(5, 6), segment, 6);
        return new(segment.Text(1) ?? "", span?.From, span?.To, segment.Text(6) ?? "", segment.Text(5) ?? "", At);
    }

    public Procedure? Procedure(SegmentView segment, int element) => Procedure(new ProcedureView(segment, element));

    public Contact Contact(SegmentView segment)
    {
        var channels = new List<(string, string)>();
        for (var i = 3; i <= 7; i += 2)
            if (segment.Text(i + 1) is { } number) channels.Add((segment.Text(i) ?? "", number));
        return new(segment.Text(1) ?? "", segment.Text(2), channels, At);
    }
}
