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

    private const int SeparatorAt = 24;
    private const uint LengthBits = (1U << SeparatorAt) - 1;

    // Sixteen bytes, so that it is handed on in registers. The separator lies above the length, of which a segment's limit leaves that room.
    private readonly ref readonly byte _first;
    private readonly uint _marks, _lengthAndSeparator;

    /// <param name="bytes">The repeat.</param>
    /// <param name="separator">What separates its components.</param>
    /// <param name="marks">A bit for each separator, of at most <see cref="MarkedMax"/> bytes; none where they are to be searched for.</param>
    internal CompositeView(ReadOnlySpan<byte> bytes, byte separator, uint marks = 0)
    {
        _first = ref MemoryMarshal.GetReference(bytes);
        _marks = marks;
        _lengthAndSeparator = unchecked((uint)bytes.Length & LengthBits | (uint)separator << SeparatorAt);
    }

    /// <summary>The first repeat of an element of a segment, behind which a whole vector can be read: all separators of a short one are found at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static CompositeView FirstOf(ReadOnlySpan<byte> element, Delimiters delimiters)
    {
        unchecked
        {
            var length = element.Length;
            if (length > MarkedMax) return new(element[..FirstLength(element, delimiters.Repetition)], delimiters.Component);
            if (length == 0) return default;
            ref var first = ref MemoryMarshal.GetReference(element);
            var letters = Vector256.LoadUnsafe(ref first);
            var within = uint.MaxValue >> (MarkedMax - length);
            var repeats = Vector256.Equals(letters, Vector256.Create(delimiters.Repetition)).ExtractMostSignificantBits() & within;
            if (repeats != 0 && delimiters.Repetition != 0)
            {
                length = BitOperations.TrailingZeroCount(repeats);
                within = (1U << length) - 1;
            }

            var marks = Vector256.Equals(letters, Vector256.Create(delimiters.Component)).ExtractMostSignificantBits() & within;
            if (delimiters.Component == 0) marks = 0;
            return new(MemoryMarshal.CreateReadOnlySpan(ref first, length), marks == 0 ? (byte)0 : delimiters.Component, marks);
        }
    }

    /// <summary>How long the first repeat is.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int FirstLength(ReadOnlySpan<byte> element, byte repetition) =>
        repetition != 0 && element.IndexOf(repetition) is >= 0 and var end ? end : element.Length;

    public ReadOnlySpan<byte> Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => MemoryMarshal.CreateReadOnlySpan(in _first, Length);
    }

    private int Length => unchecked((int)(_lengthAndSeparator & LengthBits));

    /// <summary>Whether the places of its separators are known.</summary>
    internal bool IsMarked => _marks != 0;

    /// <summary>What separates its components; 0 where nothing does.</summary>
    internal byte Separator => unchecked((byte)(_lengthAndSeparator >> SeparatorAt));

    public bool IsEmpty => Length == 0;

    public int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _marks != 0 ? BitOperations.PopCount(_marks) + 1 : IsEmpty ? 0 : Separator == 0 ? 1 : CountSearched(Bytes, Separator);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CountSearched(ReadOnlySpan<byte> bytes, byte separator) => bytes.Count(separator) + 1;

    public ReadOnlySpan<byte> this[int component]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _marks != 0 ? Marked(component) : Separator != 0 ? Searched(Bytes, Separator, component) : component == 1 ? Bytes : default;
    }

    /// <summary>Unchecked: the marks lie within the bytes. How many there are cannot be guessed, so none is walked over where the processor finds the one asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> Marked(int component)
    {
        unchecked
        {
            if ((uint)(component - 1) > MarkedMax) return default;
            // The bytes' end is one more mark; where no bit is left, the count of zeros is above any length.
            var marks = _marks | 1UL << Length;
            var end = BitOperations.TrailingZeroCount(NthBit(marks, component - 1));
            if (end > MarkedMax) return default;
            var from = component == 1 ? 0 : BitOperations.TrailingZeroCount(NthBit(marks, component - 2)) + 1;
            return MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in _first), from), end - from);
        }
    }

    /// <summary>The bit that has so many others below it, alone; 0 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong NthBit(ulong bits, int below)
    {
        if (Bmi2.X64.IsSupported) return Bmi2.X64.ParallelBitDeposit(1UL << below, bits);
        for (; below > 0; below--) bits &= unchecked(bits - 1);
        return bits & unchecked(~bits + 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ReadOnlySpan<byte> Searched(ReadOnlySpan<byte> bytes, byte separator, int component)
    {
        var rest = bytes;
        for (var i = 1; i < component; i++)
        {
            var at = rest.IndexOf(separator);
            if (at < 0) return default;
            rest = rest[(at + 1)..];
        }

        var end = rest.IndexOf(separator);
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
            Current = new(rest[..length], _delimiters.Component);
            _next += length + 1;
            return true;
        }
    }
}
