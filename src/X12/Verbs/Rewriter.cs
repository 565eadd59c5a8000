using System.Globalization;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Verbs;

/// <summary>
/// Two passes: the first finds separators that no value of an interchange holds, the second writes. Segments that are in our
/// style already, as most are in most files, are looked at and copied by the run and not one by one.
/// </summary>
internal static class Rewriter
{
    private static readonly int[] IsaWidths = [0, 2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1];

    /// <summary>For each interchange, its new separators; null when no free ones are left. And whether the file has lines.</summary>
    public static (Queue<Delimiters?> Styles, bool HasLineBreaks) StylesOf(Stream content)
    {
        var (hasLineBreaks, isSecond, endOfFirst) = (false, false, -1L);
        Queue<Delimiters?> styles = new();
        UsedLetters? used = null;
        using var reader = new X12Reader(content, leaveOpen: true);
        while (reader.Read())
        {
            var segment = reader.Segment;
            if (!segment.IsBlank)
            {
                if (endOfFirst >= 0 && !isSecond) (hasLineBreaks, isSecond) = (segment.Offset > endOfFirst, true);
                if (endOfFirst < 0) endOfFirst = segment.Offset + segment.Bytes.Length + 1;
                if (segment.Id != SegmentId.Isa) used?.See(segment.Bytes);
                else
                {
                    if (used is not null) styles.Enqueue(used.Free());
                    used = new(segment.Delimiters);
                    SeeHeader(segment, used);
                }
            }

            if (isSecond) used?.See(reader.PassRun());
        }

        if (used is not null) styles.Enqueue(used.Free());
        if (!isSecond && endOfFirst >= 0) hasLineBreaks = reader.BytesRead > endOfFirst;
        return (styles, hasLineBreaks);
    }

    /// <summary>A header has neither components nor repeats: what separates them elsewhere is data there, and stays as it is.</summary>
    private static void SeeHeader(SegmentView isa, UsedLetters used)
    {
        for (var i = 0; i <= isa.Count; i++)
            if (i != 16 && !(i == 11 && NamesRepetition(isa))) used.SeePlain(isa[i]);
    }

    public static bool Write(X12File file, Queue<Delimiters?> styles, bool hasLineBreaks, Stream output, TextWriter errors)
    {
        using var reader = new X12Reader(file.Content, leaveOpen: true);
        using var buffered = new RewrittenLetters(output, hasLineBreaks);
        var isWhole = true;
        bool more;
        do
        {
            more = reader.Read();
            foreach (var fault in reader.Faults) isWhole = Tell(file.Name, fault, errors) && isWhole;
            if (!more) break;
            var segment = reader.Segment;
            // Blanks alone, as an editor leaves them on a line, are no segment; nor are separators without a value.
            if (segment.IsBlank) continue;
            if (segment.Id == SegmentId.Isa)
            {
                if (styles.Dequeue() is not { } chosen)
                {
                    errors.WriteLine($"{file.Name}: every character that could separate fields stands in some value; nothing more was written.");
                    return false;
                }

                buffered.Begin(segment.Delimiters, chosen);
                isWhole = TellOddHeader(file.Name, segment, errors) && isWhole;
                WriteHeader(segment, chosen, buffered);
            }
            else WriteSegment(segment, buffered);

            if (buffered.IsAsItWas) buffered.Copy(reader);
        }
        while (more);
        return isWhole;
    }

    private static bool Tell(string name, ReadFault fault, TextWriter errors)
    {
        errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}:{fault.Line}: {FaultTexts.File(fault.Kind).Message}"));
        return fault.IsHarmless;
    }

    private static bool TellOddHeader(string name, SegmentView isa, TextWriter errors)
    {
        if (isa.Count == 16) return true;
        errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: an ISA has {isa.Count} elements and not 16: what separates components and repeats cannot be told, and may mean something else in what was written."));
        return false;
    }

    private static void WriteHeader(SegmentView isa, Delimiters style, RewrittenLetters output)
    {
        output.Add("ISA"u8);
        for (var i = 1; i <= 16; i++)
        {
            output.Add([style.Element]);
            var value = isa[i];
            if (i == 16) output.Add([style.Component]);
            else if (i == 11 && NamesRepetition(isa)) output.Add([style.Repetition]);
            else output.Add(value);
            // Trimmed fields are padded to the width that X12.5 fixes.
            for (var width = value.Length; i < 16 && width < IsaWidths[i]; width++) output.Add(" "u8);
        }

        output.End();
    }

    /// <summary>ISA11 names the separator of repeats; where it names that of components too, there is none, and a new one hurts nobody.</summary>
    private static bool NamesRepetition(SegmentView isa) => isa.Delimiters.Repetition != 0 || (isa[11].Length == 1 && isa[11][0] == isa.Delimiters.Component);

    private static void WriteSegment(SegmentView segment, RewrittenLetters output)
    {
        var indent = segment[0].Length - segment[0].TrimStart(" \t\r\n"u8).Length;
        // An indented ISA that is none of a header would become one without its indent.
        if (segment.Bytes[indent..].StartsWith("ISA"u8)) indent = 0;
        var last = segment.Count;
        while (last > 0 && segment[last].IsEmpty) last--;
        output.Translate(segment.Bytes[indent..(int)(segment.OffsetOf(last) - segment.Offset + segment[last].Length)]);
        output.End();
    }
}
