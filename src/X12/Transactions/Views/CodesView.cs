using System.Runtime.CompilerServices;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>One code of an HI: what kind (ABK first diagnosis, ABF further, BG condition, …) and the code without point.</summary>
public readonly ref struct CodeView
{
    private readonly CompositeView _parts;
    private readonly SegmentView _segment;
    private readonly int _element;
    private readonly bool _isTorn;

    /// <param name="segment">The HI.</param>
    /// <param name="element">The element that it stands in.</param>
    /// <param name="parts">That element, cut up.</param>
    /// <param name="isTorn">Whether the code stands in the element behind its kind.</param>
    internal CodeView(SegmentView segment, int element, CompositeView parts, bool isTorn)
    {
        _segment = segment;
        _element = element;
        _parts = parts;
        _isTorn = isTorn;
    }

    public ReadOnlySpan<byte> Qualifier => _parts[1];
    public ReadOnlySpan<byte> Code
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _isTorn && _segment[_element + 1] is { IsEmpty: false } torn ? torn : _parts[2];
    }

    /// <summary>Whether it is one of the claim's diagnoses, to which the pointers of lines refer.</summary>
    public bool IsDiagnosis => IsDiagnosisKind(Qualifier);

    /// <summary>The day of a procedure or occurrence, the days of a span.</summary>
    public Values.Parsed<Values.DateSpan> Days => _parts[3].IsEmpty || _parts[4].IsEmpty ? default : Values.X12Dates.ParseFormatted(_parts[3], _parts[4]);

    /// <summary>The amount of a value code.</summary>
    public Field Amount => new(_segment, _element, component: 5);

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

    /// <summary>Whether an element has its code in the next one. A common defect: HI*BK*8901 with the element separator where the component separator belongs.</summary>
    internal static bool IsTorn(CompositeView parts, CompositeView next) => parts.Count == 1 && CodeView.IsDiagnosisKind(parts[1]) && next.Count == 1;

    public ref struct Enumerator(SegmentView segment)
    {
        private readonly SegmentView _segment = segment;
        private CompositeView _parts;
        private int _element, _next = 1;
        private bool _isTorn;

        public readonly CodeView Current
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => new(_segment, _element, _parts, _isTorn);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            for (_element = _next; _element <= _segment.Count; _element++)
            {
                _parts = Composites.Of(_segment, _element);
                if (_parts.IsEmpty) continue;
                _isTorn = !_parts.IsMarked && IsTorn(_segment, _element);
                _next = _element + (_isTorn ? 2 : 1);
                return true;
            }

            return false;
        }

        /// <summary>A common defect: HI*BK*8901 with the element separator where the component separator belongs.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static bool IsTorn(SegmentView segment, int element) => CodesView.IsTorn(Composites.Of(segment, element), Composites.Of(segment, element + 1));
    }
}
