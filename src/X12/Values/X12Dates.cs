using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CleanClaim.X12.Values;

/// <summary>One date or a range of dates, both ends included, as DTP03 holds them (D8, RD8).</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DateSpan(DateOnly From, DateOnly To)
{
    public bool IsOneDay => From == To;
}

/// <summary>Dates and times in the formats that the guides use: CCYYMMDD, YYMMDD, ranges, HHMM to HHMMSSDD.</summary>
public static class X12Dates
{
    /// <summary>CCYYMMDD (type DT, format D8) or YYMMDD (ISA09). A day that no calendar has is <see cref="FaultKind.InvalidDate"/>.</summary>
    public static Parsed<DateOnly> ParseDate(ReadOnlySpan<byte> text)
    {
        if (text.Length == 8) return ParseDay(System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(text));
        if (text.IsEmpty) return Parsed<DateOnly>.Absent;
        if (text.Length != 6) return Parsed<DateOnly>.Faulty(FaultKind.InvalidDate);
        int year = Digits(text[..2]), month = Digits(text.Slice(2, 2)), day = Digits(text[4..]);
        return year < 0 ? Parsed<DateOnly>.Faulty(FaultKind.InvalidDate) : DayOf(2000 + year, month, day);
    }

    /// <summary>
    /// CCYYMMDD as one integer, its first letter lowest: pairs of digits become numbers all at once. Unchecked, because each
    /// byte is a digit before it is reckoned with.
    /// </summary>
    private static Parsed<DateOnly> ParseDay(ulong letters)
    {
        unchecked
        {
            const ulong Zeros = 0x3030_3030_3030_3030, High = 0xF0F0_F0F0_F0F0_F0F0;
            if ((letters & High) != Zeros || ((letters + 0x0606_0606_0606_0606) & High) != Zeros) return Parsed<DateOnly>.Faulty(FaultKind.InvalidDate);
            var digits = letters - Zeros;
            var pairs = digits * 10 + (digits >> 8);
            return DayOf((int)(pairs & 0xFF) * 100 + (int)(pairs >> 16 & 0xFF), (int)(pairs >> 32 & 0xFF), (int)(pairs >> 48 & 0xFF));
        }
    }

    /// <summary>Whether eight letters as one integer, the first lowest, are CCYYMMDD of a day up to the 28th, which every month has; of any other nothing is said.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsUsualDay(ulong letters)
    {
        unchecked
        {
            const ulong Zeros = 0x3030_3030_3030_3030, High = 0xF0F0_F0F0_F0F0_F0F0;
            var digits = letters - Zeros;
            var pairs = digits * 10 + (digits >> 8);
            return ((letters & High) ^ Zeros | ((letters + 0x0606_0606_0606_0606) & High) ^ Zeros) == 0
                & (pairs & 0x00FF_00FF) != 0 & (uint)(pairs >> 32 & 0xFF) - 1 < 12 & (uint)(pairs >> 48 & 0xFF) - 1 < 28;
        }
    }

    /// <inheritdoc cref="IsUsualDay(ulong)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsUsualDay(ReadOnlySpan<byte> letters) => letters.Length == sizeof(ulong) && IsUsualDay(System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(letters));

    /// <summary><see cref="ParseDate"/> for a text behind which seven more bytes can be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Parsed<DateOnly> ParseDayWithSlack(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return Parsed<DateOnly>.Absent;
        var day = QuickDay(text);
        return day >= 0 ? Parsed<DateOnly>.Of(DateOnly.FromDayNumber(day)) : ParseDate(text);
    }

    /// <summary>The day of an eight-letter date up to the 28th of its month, counted from 1 January of year 1; less than 0 of any other text.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int QuickDay(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            const ulong Zeros = 0x3030_3030_3030_3030;
            if (text.Length != sizeof(ulong)) return -1;
            var letters = Unsafe.ReadUnaligned<ulong>(ref MemoryMarshal.GetReference(text));
            var pairs = (letters - Zeros) * 10 + ((letters - Zeros) >> 8);
            if (!IsUsualDay(letters)) return -1;
            return DaysBefore((int)(pairs & 0xFF) * 100 + (int)(pairs >> 16 & 0xFF), (int)(pairs >> 32 & 0xFF)) + (int)(pairs >> 48 & 0xFF) - 1;
        }
    }

    /// <summary>Whether a format is that of one day.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsD8(ReadOnlySpan<byte> format) => format.Length == 2 && Unsafe.ReadUnaligned<ushort>(ref MemoryMarshal.GetReference(format)) == ('D' | '8' << 8);

    private static Parsed<DateOnly> DayOf(int year, int month, int day) =>
        year < 1 || month is < 1 or > 12 || day < 1 || (day > 28 && day > DateTime.DaysInMonth(year, month))
            ? Parsed<DateOnly>.Faulty(FaultKind.InvalidDate)
            : Parsed<DateOnly>.Of(DateOnly.FromDayNumber(DaysBefore(year, month) + day - 1));

    /// <summary>
    /// Days from 1 January of year 1 to the first of a month that the calendar has; DateOnly's own way there leads through ticks. The
    /// year is taken to begin in March, so that a leap day is its last one and no branch hangs on the month.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int DaysBefore(int year, int month)
    {
        unchecked
        {
            const int FromMarch = 306;
            var isBeforeMarch = (uint)(month - 3) >> 31;
            var (years, months) = ((uint)year - isBeforeMarch, (uint)month - 3 + 12 * isBeforeMarch);
            return (int)(years * 365 + years / 4 - years / 100 + years / 400 + (153 * months + 2) / 5 - FromMarch);
        }
    }

    /// <summary>CCYYMMDD-CCYYMMDD (format RD8); an end before its beginning is a fault.</summary>
    public static Parsed<DateSpan> ParseRange(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return Parsed<DateSpan>.Absent;
        if (text.Length != 17 || text[8] != (byte)'-') return Parsed<DateSpan>.Faulty(FaultKind.InvalidDate);
        var from = ParseDate(text[..8]);
        var to = ParseDate(text[9..]);
        if (!from.HasValue || !to.HasValue || to.Value < from.Value) return Parsed<DateSpan>.Faulty(FaultKind.InvalidDate);
        return Parsed<DateSpan>.Of(new(from.Value, to.Value));
    }

    /// <summary>HHMM, HHMMSS, HHMMSSD or HHMMSSDD (type TM); fractions of a second are dropped.</summary>
    public static Parsed<TimeOnly> ParseTime(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return Parsed<TimeOnly>.Absent;
        if (text.Length is not (4 or 6 or 7 or 8) || Digits(text) < 0) return Parsed<TimeOnly>.Faulty(FaultKind.InvalidTime);
        int hour = Digits(text[..2]), minute = Digits(text.Slice(2, 2)), second = text.Length >= 6 ? Digits(text.Slice(4, 2)) : 0;
        if (hour > 23 || minute > 59 || second > 59) return Parsed<TimeOnly>.Faulty(FaultKind.InvalidTime);
        return Parsed<TimeOnly>.Of(new(hour, minute, second));
    }

    /// <summary>
    /// A value under its format qualifier (DTP02, code set 1250): D8, D6, RD8, and DT (CCYYMMDDHHMM, of which the day is taken).
    /// Any other qualifier is <see cref="FaultKind.InvalidCode"/>.
    /// </summary>
    public static Parsed<DateSpan> ParseFormatted(ReadOnlySpan<byte> format, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return Parsed<DateSpan>.Absent;
        if (format.SequenceEqual("D8"u8)) return text.Length == 8 ? Day(ParseDate(text)) : Parsed<DateSpan>.Faulty(FaultKind.InvalidDate);
        return format.SequenceEqual("RD8"u8) ? ParseRange(text) : ParseSeldom(format, text);
    }

    private static Parsed<DateSpan> ParseSeldom(ReadOnlySpan<byte> format, ReadOnlySpan<byte> text)
    {
        if (format.SequenceEqual("D6"u8)) return text.Length == 6 ? Day(ParseDate(text)) : Parsed<DateSpan>.Faulty(FaultKind.InvalidDate);
        if (!format.SequenceEqual("DT"u8)) return Parsed<DateSpan>.Faulty(FaultKind.InvalidCode);
        if (text.Length != 12) return Parsed<DateSpan>.Faulty(FaultKind.InvalidDate);
        return ParseTime(text[8..]).HasValue ? Day(ParseDate(text[..8])) : Parsed<DateSpan>.Faulty(FaultKind.InvalidTime);
    }

    private static Parsed<DateSpan> Day(Parsed<DateOnly> day) =>
        day.HasValue ? Parsed<DateSpan>.Of(new(day.Value, day.Value)) : Parsed<DateSpan>.Faulty(day.Fault);

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var value = 0;
        foreach (var b in text)
        {
            if (b is < (byte)'0' or > (byte)'9') return -1;
            value = value * 10 + (b - '0');
        }

        return value;
    }
}
