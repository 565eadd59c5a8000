using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Comparing;

public enum DifferenceKind { Changed, OnlyInA, OnlyInB }

/// <summary>Where a difference stands in one of the files, and what stands there.</summary>
/// <param name="St">ST02, empty in the envelope.</param>
/// <param name="Position">The segment's number in its transaction set, 1 being the ST; 0 outside one.</param>
public sealed record DifferenceSide(string St, long Offset, int Line, int Position, string Value);

/// <summary>A difference in meaning between two files.</summary>
/// <param name="Kind">Changed, or in one of them only.</param>
/// <param name="Transaction">The guide's short name or ST01; empty in the envelope.</param>
/// <param name="Loop">The loop with its name in our words; null outside a guide.</param>
/// <param name="Segment">The segment's id; ST where a whole transaction set is meant.</param>
/// <param name="Element">As <c>SV101-2</c>; null for a whole segment or transaction set.</param>
/// <param name="A">The place in the first file; null where it has none.</param>
/// <param name="B">The place in the second file.</param>
public sealed record Difference(DifferenceKind Kind, string Transaction, LoopUse? Loop, string Segment, string? Element, DifferenceSide? A, DifferenceSide? B)
{
    /// <summary>How many segments the difference covers: more than one for a whole transaction set.</summary>
    public int Segments { get; init; } = 1;
}

/// <summary>
/// Differences in meaning: separators, line breaks, padding, empty ends, the writing of numbers (12.50 is 12.5) and control
/// numbers aside. Transaction sets are paired in order; of two that differ, only one pair is in memory.
/// </summary>
public static class FileDifferences
{
    /// <param name="a">A file that can be read twice.</param>
    /// <param name="b">Another.</param>
    /// <param name="fault">Told what could not be read: false for <paramref name="a"/>, true for <paramref name="b"/>.</param>
    public static IEnumerable<Difference> Between(Stream a, Stream b, Action<bool, ReadFault>? fault = null)
    {
        var (startA, startB) = (a.Position, b.Position);
        var digestsA = MeaningOfPart.Read(a, f => fault?.Invoke(false, f)).Select(p => (Digest: p.Digest(), p.Transaction)).ToList();
        var digestsB = MeaningOfPart.Read(b, f => fault?.Invoke(true, f)).Select(p => (Digest: p.Digest(), p.Transaction)).ToList();
        (a.Position, b.Position) = (startA, startB);
        using var partsA = MeaningOfPart.Read(a, _ => { }).GetEnumerator();
        using var partsB = MeaningOfPart.Read(b, _ => { }).GetEnumerator();
        var (atA, atB) = (0, 0);
        var equal = Alignment.Of([.. digestsA.Select(d => d.Digest)], [.. digestsB.Select(d => d.Digest)]);
        foreach (var (nextA, nextB) in equal.Append((digestsA.Count, digestsB.Count)))
        {
            while (atA < nextA || atB < nextB)
            {
                var (hasA, hasB) = (atA < nextA, atB < nextB);
                // Two of a kind are compared; else the one whose kind does not come in the other file goes first.
                var together = hasA && hasB && digestsA[atA].Transaction == digestsB[atB].Transaction;
                var takeA = together || (hasA && (!hasB || !digestsB[atB..nextB].Exists(d => d.Transaction == digestsA[atA].Transaction)));
                var left = takeA && partsA.MoveNext() ? partsA.Current : null;
                var right = (together || !takeA) && partsB.MoveNext() ? partsB.Current : null;
                if (left is not null) atA++;
                if (right is not null) atB++;
                foreach (var difference in left is null ? [Whole(DifferenceKind.OnlyInB, right!)] : right is null ? [Whole(DifferenceKind.OnlyInA, left)] : PartDifferences.Between(left, right)) yield return difference;
            }

            if (partsA.MoveNext()) atA++;
            if (partsB.MoveNext()) atB++;
        }
    }

    private static Difference Whole(DifferenceKind kind, MeaningOfPart part)
    {
        var first = part.Segments[0];
        var side = PartDifferences.Side(part, first, string.Join(' ', part.Segments.Take(8).Select(s => s.Id)) + (part.Segments.Count > 8 ? " …" : ""));
        return new(kind, part.Transaction, null, first.Id, null, kind == DifferenceKind.OnlyInA ? side : null, kind == DifferenceKind.OnlyInB ? side : null) { Segments = part.Segments.Count };
    }
}

/// <summary>The differences of two transaction sets, or of two stretches of envelope.</summary>
internal static class PartDifferences
{
    public static IEnumerable<Difference> Between(MeaningOfPart a, MeaningOfPart b)
    {
        var equal = Alignment.Of([.. a.Segments.Select(s => s.Key)], [.. b.Segments.Select(s => s.Key)]);
        List<Difference> found = [];
        var (atA, atB) = (0, 0);
        foreach (var (nextA, nextB) in equal.Append((a.Segments.Count, b.Segments.Count)))
        {
            Gap(a, b, (atA, nextA), (atB, nextB), found);
            (atA, atB) = (nextA + 1, nextB + 1);
        }

        // The count follows from the segments: where they are the same, one of the two is wrong.
        if (found.Count == 0 && a.Count != b.Count) found.Add(new(DifferenceKind.Changed, a.Transaction, null, "SE", "SE01", Side(a, a.Segments[^1], a.Count), Side(b, b.Segments[^1], b.Count)));
        return found;
    }

    public static DifferenceSide Side(MeaningOfPart part, MeaningOfSegment segment, string value) =>
        new(part.St, segment.Offset, segment.Line, segment.Position, value.Replace(MeaningOfSegment.ComponentMark, ':').Replace(MeaningOfSegment.RepeatMark, '^'));

    /// <summary>Between two pairs of equal segments: those of one kind are compared, in order, the rest stands in one file only.</summary>
    private static void Gap(MeaningOfPart a, MeaningOfPart b, (int From, int To) ofA, (int From, int To) ofB, List<Difference> found)
    {
        var kinds = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        for (var i = ofB.From; i < ofB.To; i++)
        {
            if (!kinds.TryGetValue(b.Segments[i].Kind, out var places)) kinds[b.Segments[i].Kind] = places = new();
            places.Enqueue(i);
        }

        var atB = ofB.From;
        for (var i = ofA.From; i < ofA.To; i++)
        {
            var partner = -1;
            if (kinds.TryGetValue(a.Segments[i].Kind, out var places))
                while (partner < 0 && places.TryDequeue(out var place))
                    if (place >= atB) partner = place;
            if (partner < 0)
            {
                found.Add(Only(DifferenceKind.OnlyInA, a, a.Segments[i]));
                continue;
            }

            for (; atB < partner; atB++) found.Add(Only(DifferenceKind.OnlyInB, b, b.Segments[atB]));
            atB = partner + 1;
            Elements(a, a.Segments[i], b, b.Segments[partner], found);
        }

        for (; atB < ofB.To; atB++) found.Add(Only(DifferenceKind.OnlyInB, b, b.Segments[atB]));
    }

    private static Difference Only(DifferenceKind kind, MeaningOfPart part, MeaningOfSegment segment)
    {
        var side = Side(part, segment, string.Join('*', segment.Elements.Prepend(segment.Id)));
        return new(kind, part.Transaction, segment.Loop, segment.Id, null, kind == DifferenceKind.OnlyInA ? side : null, kind == DifferenceKind.OnlyInB ? side : null);
    }

    private static void Elements(MeaningOfPart a, MeaningOfSegment inA, MeaningOfPart b, MeaningOfSegment inB, List<Difference> found)
    {
        for (var i = 0; i < Math.Max(inA.Elements.Count, inB.Elements.Count); i++)
        {
            var (left, right) = (Nth(inA.Elements, i), Nth(inB.Elements, i));
            if (left == right) continue;
            string[] repeatsA = left.Split(MeaningOfSegment.RepeatMark), repeatsB = right.Split(MeaningOfSegment.RepeatMark);
            for (var r = 0; r < Math.Max(repeatsA.Length, repeatsB.Length); r++)
            {
                string[] partsA = Nth(repeatsA, r).Split(MeaningOfSegment.ComponentMark), partsB = Nth(repeatsB, r).Split(MeaningOfSegment.ComponentMark);
                var (isRepeated, isComposite) = (repeatsA.Length > 1 || repeatsB.Length > 1, partsA.Length > 1 || partsB.Length > 1);
                for (var c = 0; c < Math.Max(partsA.Length, partsB.Length); c++)
                {
                    if (Nth(partsA, c) == Nth(partsB, c)) continue;
                    var name = new ElementPlace(i + 1, isComposite ? c + 1 : 0, isRepeated ? r + 1 : 0).NameIn(inA.Id);
                    found.Add(new(DifferenceKind.Changed, a.Transaction, inA.Loop, inA.Id, name, Side(a, inA, Nth(partsA, c)), Side(b, inB, Nth(partsB, c))));
                }
            }
        }
    }

    private static string Nth(IReadOnlyList<string> values, int index) => index < values.Count ? values[index] : "";
}
