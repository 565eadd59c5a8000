using CleanClaim.X12.Obfuscating;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Verbs;

public static partial class X12Verbs
{
    /// <summary>
    /// Writes the file with invented people: names, addresses, identifiers, days of birth, control numbers and free text are
    /// replaced by others of the same shape and length, the same one by the same one; codes, amounts and days of service stay.
    /// </summary>
    /// <param name="file">The file; one that cannot seek is read into memory.</param>
    /// <param name="seed">The same number gives the same people again, and lets whoever knows it find the original ones; null draws a key that is kept nowhere.</param>
    /// <param name="output">The bytes written.</param>
    /// <param name="errors">What could not be read and was therefore left out, for people.</param>
    /// <returns>0, or 1 when something of the file was left out.</returns>
    public static int Obfuscate(X12File file, int? seed, Stream output, TextWriter errors)
    {
        var content = Seekable(file.Content);
        var start = content.Position;
        var lineBreak = LineBreakOf(content);
        content.Position = start;
        using var reader = new X12Reader(content, leaveOpen: true);
        var buffered = new BufferedStream(output, 64 * 1024);
        var people = new InventedPeople(new(seed));
        var (isWhole, end) = (true, 0L);
        bool more;
        do
        {
            more = reader.Read();
            foreach (var fault in reader.Faults)
            {
                if (fault.IsHarmless) continue;
                isWhole = false;
                errors.WriteLine($"{file.Name}:{fault.Line}: {FaultTexts.File(fault.Kind).Message} It was left out.");
            }

            var at = more ? reader.Segment.Offset : reader.BytesRead;
            if (end > 0 && at > end) buffered.Write(lineBreak);
            if (!more) break;
            var segment = reader.Segment;
            end = segment.Offset + segment.Bytes.Length + 1;
            buffered.Write(people.InPlaceOf(segment));
            buffered.WriteByte(segment.Delimiters.Segment);
        }
        while (more);
        buffered.Flush();
        return isWhole ? 0 : 1;
    }

    /// <summary>What stands after the first terminator: CR LF, LF, CR or, in a file of one line, nothing, for which LF is written where something must be.</summary>
    private static byte[] LineBreakOf(Stream content)
    {
        using var reader = new X12Reader(content, leaveOpen: true);
        if (!reader.Read()) return "\n"u8.ToArray();
        var end = reader.Segment.Offset + reader.Segment.Bytes.Length + 1;
        content.Position = end;
        return (content.ReadByte(), content.ReadByte()) switch { ('\r', '\n') => "\r\n"u8.ToArray(), ('\r', _) => "\r"u8.ToArray(), _ => "\n"u8.ToArray() };
    }
}
