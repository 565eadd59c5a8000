using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Reading;

/// <summary>The components of one repeat of an element, split when asked for; the first is number 1.</summary>
public readonly ref struct CompositeView
{
    /// <summary>Of so many bytes the places of all separators fit into the marks.</summary>
    internal const int MarkedMax = 32;

    private readonly byte _separator;
    private readonly uint _marks;

    internal CompositeView(ReadOnlySpan<byte> bytes, byte separator, int at)
    {
        Bytes = bytes;
        _separator = separator;
        At = at;
    }

    /// <param name="bytes">At most <see cref="MarkedMax"/> bytes.</param>
    /// <param name="separator">What separates the components.</param>
    /// <param name="marks">A bit for each separator.</param>
    private CompositeView(ReadOnlySpan<byte> bytes, byte separator, uint marks)
    {
        Bytes = bytes;
        _separator = separator;
        _marks = marks;
    }

    /// <summary>The first repeat of an element of a segment, behind which a whole vector can be read: all separators of a short one are found at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static CompositeView FirstOf(ReadOnlySpan<byte> element, Delimiters delimiters)
    {
        if (element.Length > MarkedMax) return FirstOfMany(element, delimiters);
        if (element.IsEmpty) return default;
        unchecked
        {
            var letters = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(element));
            var within = uint.MaxValue >> (MarkedMax - element.Length);
            var repeats = Vector256.Equals(letters, Vector256.Create(delimiters.Repetition)).ExtractMostSignificantBits() & within;
            if (delimiters.Repetition != 0 && repeats != 0)
            {
                element = element[..BitOperations.TrailingZeroCount(repeats)];
                within = (1U << element.Length) - 1;
            }

            var marks = Vector256.Equals(letters, Vector256.Create(delimiters.Component)).ExtractMostSignificantBits() & within;
            return marks == 0 || delimiters.Component == 0 ? new(element, separator: 0, at: 0) : new(element, delimiters.Component, marks);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CompositeView FirstOfMany(ReadOnlySpan<byte> element, Delimiters delimiters) => new RepeatsView(element, delimiters).FirstOrDefault();

    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Whether the places of its separators are known.</summary>
    internal bool IsMarked => _marks != 0;

    /// <summary>Whether it is cut into more than one component.</summary>
    internal bool IsDivided => _marks != 0 || (_separator != 0 && Bytes.Contains(_separator));

    /// <summary>Where this repeat begins in its element.</summary>
    public int At { get; }

    public bool IsEmpty => Bytes.IsEmpty;

    public int Count => _marks != 0 ? BitOperations.PopCount(_marks) + 1 : Bytes.IsEmpty ? 0 : _separator == 0 ? 1 : Bytes.Count(_separator) + 1;

    public ReadOnlySpan<byte> this[int component]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _marks != 0 ? Marked(component) : _separator != 0 ? Searched(component) : component == 1 ? Bytes : default;
    }

    /// <summary>Unchecked: the marks lie within the bytes. How many there are cannot be guessed, so none is walked over where the processor finds the one asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> Marked(int component)
    {
        unchecked
        {
            if ((uint)(component - 1) > MarkedMax) return default;
            // The bytes' end is one more mark; where no bit is left, the count of zeros is above any length.
            var marks = _marks | 1UL << Bytes.Length;
            var end = BitOperations.TrailingZeroCount(NthBit(marks, component - 1));
            if (end > MarkedMax) return default;
            var from = component == 1 ? 0 : BitOperations.TrailingZeroCount(NthBit(marks, component - 2)) + 1;
            return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref MemoryMarshal.GetReference(Bytes), from), end - from);
        }
    }

    /// <summary>The bit that has so many others below it, alone; 0 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong NthBit(ulong bits, int below)
    {
        if (Bmi2.X64.IsSupported) return Bmi2.X64.ParallelBitDeposit(1UL << below, bits);
        for (; below > 0; below--) bits &= unchecked(bits - 1);
        return bits & unchecked(~bits + 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ReadOnlySpan<byte> Searched(int component)
    {
        var rest = Bytes;
        for (var i = 1; i < component; i++)
        {
            var at = rest.IndexOf(_separator);
            if (at < 0) return default;
            rest = rest[(at + 1)..];
        }

        var end = rest.IndexOf(_separator);
        return end < 0 ? rest : rest[..end];
    }

    public string? Text(int component) => this[component] is { IsEmpty: false } text ? X12Text.Decode(text) : null;

    public Parsed<X12Number> Number(int component) => X12Number.Parse(this[component]);
}

/// <summary>The repeats of one element: <c>foreach (var repeat in segment.Repeats(4))</c>. An absent element has none.</summary>
public readonly ref struct RepeatsView
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Delimiters _delimiters;

    internal RepeatsView(ReadOnlySpan<byte> bytes, Delimiters delimiters)
    {
        _bytes = bytes;
        _delimiters = delimiters;
    }

    public int Count => _bytes.IsEmpty ? 0 : _delimiters.Repetition == 0 ? 1 : _bytes.Count(_delimiters.Repetition) + 1;

    public CompositeView FirstOrDefault()
    {
        var each = GetEnumerator();
        return each.MoveNext() ? each.Current : default;
    }

    public Enumerator GetEnumerator() => new(_bytes, _delimiters);

    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> _bytes;
        private readonly Delimiters _delimiters;
        private int _next;

        internal Enumerator(ReadOnlySpan<byte> bytes, Delimiters delimiters)
        {
            _bytes = bytes;
            _delimiters = delimiters;
            _next = bytes.IsEmpty ? 1 : 0;
            Current = default;
        }

        public CompositeView Current { get; private set; }

        public bool MoveNext()
        {
            if (_next > _bytes.Length || (_bytes.IsEmpty && _next > 0)) return false;
            var rest = _bytes[_next..];
            var end = _delimiters.Repetition == 0 ? -1 : rest.IndexOf(_delimiters.Repetition);
            var length = end < 0 ? rest.Length : end;
            Current = new(rest[..length], _delimiters.Component, _next);
            _next += length + 1;
            return true;
        }
    }
}
