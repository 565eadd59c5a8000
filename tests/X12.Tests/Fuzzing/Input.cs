using System.Globalization;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Tests.Fuzzing;

/// <summary>A file taken apart into segments, each with its place in the guide, so that a mutation can mean something.</summary>
internal sealed class Input
{
    public sealed record Part(byte[] Bytes, SegmentUse? Use, int Depth)
    {
        public string Id => new([.. Bytes.TakeWhile(b => char.IsAsciiLetterOrDigit((char)b)).Take(3).Select(b => (char)b)]);
    }

    private Input(List<Part> parts, Delimiters delimiters, string lineBreak) => (Parts, Delimiters, LineBreak) = (parts, delimiters, lineBreak);

    public List<Part> Parts { get; }
    public Delimiters Delimiters { get; set; }
    public string LineBreak { get; set; }

    public static Input Of(byte[] file)
    {
        List<Part> parts = [];
        var trail = new GuideTrail();
        var delimiters = Delimiters.Usual;
        using var reader = new X12Reader(file);
        while (reader.Read())
        {
            var segment = reader.Segment;
            trail.Step(segment);
            if (segment.Id == SegmentId.Isa) delimiters = segment.Delimiters;
            parts.Add(new(segment.Bytes.ToArray(), trail.Use, trail.InTransaction ? 1 + (trail.Use?.Loop.Depth ?? 0) : 0));
            if (segment.Id == SegmentId.Se) trail.Leave();
        }

        return new(parts, delimiters, file.AsSpan().Contains((byte)'\n') ? "\n" : "");
    }

    /// <summary>The file as its segments stand now; where the separators were changed, all of it in the new ones.</summary>
    public byte[] Bytes(Delimiters? other = null)
    {
        using var file = new MemoryStream();
        foreach (var part in Parts)
        {
            foreach (var b in part.Bytes)
                file.WriteByte(other is not { } to ? b : b == Delimiters.Element ? to.Element : b == Delimiters.Component ? to.Component : b == Delimiters.Repetition ? to.Repetition : b);
            file.WriteByte(other?.Segment ?? Delimiters.Segment);
            foreach (var c in LineBreak) file.WriteByte((byte)c);
        }

        return file.ToArray();
    }

    /// <summary>The segments of the loop that this one stands in, from the one that opens it: a range.</summary>
    public (int From, int To) LoopAt(int index)
    {
        var loop = Parts[index].Use?.Loop;
        if (loop is null) return (index, index + 1);
        var from = index;
        while (from > 0 && !(Parts[from].Use is { IsTrigger: true } use && use.Loop == loop)) from--;
        var to = from + 1;
        while (to < Parts.Count && Parts[to].Use is { } inner && IsInside(inner.Loop, loop) && !(inner.IsTrigger && inner.Loop == loop)) to++;
        return (from, Math.Max(to, from + 1));
    }

    private static bool IsInside(LoopUse? loop, LoopUse outer)
    {
        for (; loop is not null; loop = loop.Parent)
            if (loop == outer) return true;
        return false;
    }

    public byte[][] Elements(int index)
    {
        List<byte[]> elements = [];
        var rest = Parts[index].Bytes.AsSpan();
        for (var at = rest.IndexOf(Delimiters.Element); at >= 0; at = rest.IndexOf(Delimiters.Element))
        {
            elements.Add(rest[..at].ToArray());
            rest = rest[(at + 1)..];
        }

        elements.Add(rest.ToArray());
        return [.. elements];
    }

    public void Set(int index, IEnumerable<byte[]> elements)
    {
        var separator = (byte[])[Delimiters.Element];
        Parts[index] = Parts[index] with { Bytes = [.. elements.SelectMany((e, i) => i == 0 ? e : [.. separator, .. e])] };
    }

    /// <summary>Writes true counts and control numbers into every trailer.</summary>
    public void MendCounts()
    {
        var (segments, sets, groups, st, gs, isa) = (0, 0, 0, "0001", "1", "000000001");
        for (var i = 0; i < Parts.Count; i++)
        {
            segments++;
            string At(int element) => Elements(i) is var all && element < all.Length ? System.Text.Encoding.Latin1.GetString(all[element]) : "";
            void Trail(int count, string control) => Set(i, [System.Text.Encoding.ASCII.GetBytes(Parts[i].Id), System.Text.Encoding.ASCII.GetBytes(count.ToString(CultureInfo.InvariantCulture)), System.Text.Encoding.Latin1.GetBytes(control)]);
            switch (Parts[i].Id)
            {
                case "ISA": (isa, groups) = (At(13), 0); break;
                case "GS": (gs, sets, groups) = (At(6), 0, groups + 1); break;
                case "ST": (st, segments, sets) = (At(2), 1, sets + 1); break;
                case "SE": Trail(segments, st); break;
                case "GE": Trail(sets, gs); break;
                case "IEA": Trail(groups, isa); break;
            }
        }
    }
}
