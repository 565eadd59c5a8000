using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>One code of an HI: what kind (ABK first diagnosis, ABF further, BG condition, …) and the code without point.</summary>
public readonly ref struct CodeView
{
    private readonly CompositeView _parts;
    private readonly SegmentView _segment;
    private readonly int _element;

    internal CodeView(scoped in SegmentView segment, int element, CompositeView parts, ReadOnlySpan<byte> torn)
    {
        _segment = segment;
        _element = element;
        _parts = parts;
        Code = torn.IsEmpty ? parts[2] : torn;
    }

    public ReadOnlySpan<byte> Qualifier => _parts[1];
    public ReadOnlySpan<byte> Code { get; }

    /// <summary>Whether it is one of the claim's diagnoses, to which the pointers of lines refer.</summary>
    public bool IsDiagnosis => IsDiagnosisKind(Qualifier);

    /// <summary>The day of a procedure or occurrence, the days of a span.</summary>
    public Values.Parsed<Values.DateSpan> Days =>
        _parts[3].IsEmpty || _parts[4].IsEmpty ? default : Values.X12Dates.ParseFormatted(_parts[3], _parts[4]);

    /// <summary>The amount of a value code.</summary>
    public Field Amount => new(_segment, _element, _parts[5]);

    /// <summary>Present on admission: Y, N, U unknown, W undetermined.</summary>
    public ReadOnlySpan<byte> PresentOnAdmission => _parts[9];

    internal SegmentView Segment => _segment;

    internal int Element => _element;

    internal static bool IsDiagnosisKind(ReadOnlySpan<byte> kind) =>
        kind.SequenceEqual("ABK"u8) || kind.SequenceEqual("ABF"u8) || kind.SequenceEqual("BK"u8) || kind.SequenceEqual("BF"u8) || kind.SequenceEqual("TQ"u8);
}

/// <summary>The codes of one HI: <c>foreach (var code in new CodesView(hi))</c>.</summary>
public readonly ref struct CodesView(SegmentView segment)
{
    private readonly SegmentView _segment = segment;

    public Enumerator GetEnumerator() => new(_segment);

    public ref struct Enumerator(SegmentView segment)
    {
        private readonly SegmentView _segment = segment;
        private int _element;

        public CodeView Current { readonly get; private set; }

        public bool MoveNext()
        {
            while (++_element <= _segment.Count)
            {
                var parts = Composites.Of(_segment, _element);
                if (parts.IsEmpty) continue;
                // A common defect: HI*BK*8901 with the element separator where the component separator belongs.
                var isTorn = parts.Count == 1 && CodeView.IsDiagnosisKind(parts[1]) && Composites.Of(_segment, _element + 1).Count == 1;
                Current = new(_segment, _element, parts, isTorn ? _segment[++_element] : default);
                return true;
            }

            return false;
        }
    }
}
