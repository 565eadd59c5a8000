using CleanClaim.X12.Reading;
using CleanClaim.X12.Writing;

namespace CleanClaim.Bench;

/// <summary>
/// Writing alone: the values of one interchange, held as a program that bills would hold them, become bytes over and over until as many
/// are written as the file has. Reading them from the file is done once, outside of what is measured.
/// </summary>
internal static class X12Writing
{
    private static readonly Dictionary<string, Interchange> Known = [];

    private sealed record Interchange(string Group, string Version, string Transaction, string? Implementation, (string Id, X12Value[] Elements)[] Segments);

    /// <summary>Gives the number of bytes written.</summary>
    public static long Again(Stream file)
    {
        var length = file.Length;
        if (!Known.TryGetValue(((FileStream)file).Name, out var values)) Known[((FileStream)file).Name] = values = ValuesOf(file);
        var written = 0L;
        for (var number = 1; written < length; number++)
            written += Write(values, number).WriteTo(Stream.Null) is WriteOutcome.Written done ? done.Bytes : throw new InvalidOperationException("the values of a clean file were refused");
        return written;
    }

    private static X12Writer Write(Interchange values, int number)
    {
        var (date, time) = (new DateOnly(2026, 1, 5), new TimeOnly(12, 0));
        var writer = new X12Writer(new() { SenderId = "SENDER", ReceiverId = "RECEIVER", Date = date, Time = time, ControlNumber = number });
        writer.BeginGroup(new() { FunctionalId = values.Group, SenderCode = "SENDER", ReceiverCode = "RECEIVER", Date = date, Time = time, ControlNumber = number, Version = values.Version });
        writer.BeginTransaction(values.Transaction, "0001", values.Implementation);
        foreach (var (id, elements) in values.Segments) writer.Segment(id, elements);
        return writer;
    }

    private static Interchange ValuesOf(Stream file)
    {
        using var reader = new X12Reader(file, leaveOpen: true);
        var (group, version, transaction, implementation) = ("", "", "", (string?)null);
        List<(string, X12Value[])> segments = [];
        while (reader.Read())
        {
            var segment = reader.Segment;
            var id = segment.Id.ToString();
            if (id == "SE") break;
            if (id == "GS") (group, version) = (segment.Text(1)!, segment.Text(8)!);
            else if (id == "ST") (transaction, implementation) = (segment.Text(1)!, segment.Text(3));
            else if (segment.StOrdinal > 0) segments.Add((id, ElementsOf(segment)));
        }

        return new(group, version, transaction, implementation, [.. segments]);
    }

    private static X12Value[] ElementsOf(SegmentView segment)
    {
        var elements = new X12Value[segment.Count];
        for (var i = 1; i <= elements.Length; i++)
        {
            var parts = segment.Composite(i);
            var texts = new string?[parts.Count];
            for (var part = 1; part <= parts.Count; part++) texts[part - 1] = parts.Text(part);
            elements[i - 1] = texts.Length < 2 ? segment.Text(i) : X12Value.Composite(texts);
        }

        return elements;
    }
}
