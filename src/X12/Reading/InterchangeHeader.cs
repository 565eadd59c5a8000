namespace CleanClaim.X12.Reading;

/// <summary>What an ISA segment says about how to read what follows it (X12.5: fixed widths, 106 bytes with its terminator).</summary>
internal readonly record struct InterchangeHeader(Delimiters Delimiters, int Length, bool HasStandardWidth)
{
    /// <summary>The bytes needed to judge a header whose fields have odd widths.</summary>
    public const int MaxLength = 256;

    private const int StandardLength = 106;
    private static ReadOnlySpan<byte> StandardSeparators => [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103];

    /// <summary>Reads the header at the start of <paramref name="text"/>, or null when its separators cannot be told.</summary>
    public static InterchangeHeader? TryRead(ReadOnlySpan<byte> text)
    {
        if (text.Length < 20 || !text.StartsWith("ISA"u8)) return null;
        return ReadStandard(text) ?? ReadByCounting(text);
    }

    /// <summary>Whether a segment that starts here looks like a new interchange: "ISA" and something that can be a separator.</summary>
    public static bool StartsAt(ReadOnlySpan<byte> text) =>
        text.Length >= 4 && text.StartsWith("ISA"u8) && Delimiters.CanSeparate(text[3]) && text[3] is not ((byte)'\r' or (byte)'\n');

    /// <summary>Utf16 or Ebcdic when the text is an ISA written in that encoding, which this reader does not take; else null.</summary>
    public static FaultKind? EncodingOf(ReadOnlySpan<byte> text) =>
        text.StartsWith((ReadOnlySpan<byte>)[0xC9, 0xE2, 0xC1]) ? FaultKind.Ebcdic
        : text[..Math.Min(text.Length, 64)].IndexOf("I\0S\0A"u8) >= 0 ? FaultKind.Utf16
        : null;

    private static InterchangeHeader? ReadStandard(ReadOnlySpan<byte> text)
    {
        if (text.Length < StandardLength) return null;
        foreach (var at in StandardSeparators)
            if (text[at] != text[3]) return null;
        return Of(text[3], text.Slice(82, 1), text.Slice(84, 5), text[104], text[105], StandardLength, standard: true);
    }

    /// <summary>Fields trimmed or padded by a careless sender: the sixteenth separator still stands before ISA16.</summary>
    private static InterchangeHeader? ReadByCounting(ReadOnlySpan<byte> text)
    {
        Span<int> separators = stackalloc int[16];
        var count = 0;
        for (var i = 3; i < text.Length && i < MaxLength && count < 16; i++)
            if (text[i] == text[3]) separators[count++] = i;
        if (count < 16 || separators[15] + 2 >= text.Length) return null;
        var repetition = text[(separators[10] + 1)..separators[11]];
        var version = text[(separators[11] + 1)..separators[12]];
        var last = separators[15];
        var hasNoComponentSeparator = text[(last + 2)..].StartsWith("GS"u8) || text[(last + 2)..].StartsWith("TA1"u8);
        return hasNoComponentSeparator
            ? Of(text[3], repetition, version, 0, text[last + 1], last + 2, standard: false)
            : Of(text[3], repetition, version, text[last + 1], text[last + 2], last + 3, standard: false);
    }

    private static InterchangeHeader? Of(byte element, ReadOnlySpan<byte> isa11, ReadOnlySpan<byte> isa12, byte component, byte terminator,
        int length, bool standard)
    {
        // ISA11 is the repetition separator from version 00402 on; before that it is a standards identifier, the letter U.
        var hasRepetition = isa11.Length == 1 && isa12.SequenceCompareTo("00402"u8) >= 0 && Delimiters.CanSeparate(isa11[0])
            && isa11[0] != element && isa11[0] != component && isa11[0] != terminator;
        var delimiters = new Delimiters(element, component, hasRepetition ? isa11[0] : (byte)0, terminator);
        return delimiters.AreUsable ? new(delimiters, length, standard) : null;
    }
}
