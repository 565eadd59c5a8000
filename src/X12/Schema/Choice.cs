using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Schema;

/// <summary>The candidates for one segment id at one place: the nearest first, and what tells them apart.</summary>
internal sealed class Choice
{
    private const int LongestPacked = 8;

    // One candidate that needs no look at the segment; or, when a single place tells all of them apart, the first by its code.
    private readonly Candidate? _only;
    private readonly Dictionary<ulong, Candidate>? _byCode;
    private readonly Discriminator _place;

    public Choice(Candidate[] candidates, Discriminator[] discriminators)
    {
        (Candidates, Discriminators) = (candidates, discriminators);
        if (candidates is [var only] && (!only.Use.IsAmongMany || only.Use.Qualifier is null)) _only = only;
        if (candidates.Length < 2 || discriminators is not [var place]) return;
        var lists = candidates.Select(c => place.CodesOf(c.Use)).ToList();
        if (lists.Exists(list => list is null || list.Codes.Any(code => code.Length is 0 or > LongestPacked))) return;
        (_place, _byCode) = (place, []);
        for (var i = 0; i < candidates.Length; i++)
            foreach (var code in lists[i]!.Codes) _byCode.TryAdd(CodeSet.Pack(System.Text.Encoding.Latin1.GetBytes(code)), candidates[i]);
    }

    public Candidate[] Candidates { get; }

    public Discriminator[] Discriminators { get; }

    /// <summary>The candidate that the segment fits; null when it fits none.</summary>
    public Candidate? Find(in SegmentView segment)
    {
        if (_only is not null) return _only;
        if (_byCode is not null)
        {
            var code = _place.In(segment);
            // An element left empty fits where it is not demanded: the list cannot tell.
            if (!code.IsEmpty) return code.Length > LongestPacked ? null : _byCode.GetValueOrDefault(CodeSet.Pack(code));
        }

        return Candidates is [var only] ? only.Use.Fits(segment) ? only : null : Pick(segment);
    }

    /// <summary>The first of several candidates that fits at every place that tells them apart.</summary>
    public Candidate? Pick(in SegmentView segment)
    {
        if (Candidates.Length < 2) return null;
        foreach (var candidate in Candidates)
        {
            var fits = true;
            foreach (var place in Discriminators) fits = fits && place.Fits(segment, candidate.Use);
            if (fits) return candidate;
        }

        return null;
    }
}

/// <summary>A segment use that may follow, and what it means to go there.</summary>
/// <param name="Use">The use.</param>
/// <param name="Passed">Required segments and loops that are missing if they were not seen before this step.</param>
/// <param name="Closed">Loops that end with this step, innermost first.</param>
internal sealed record Candidate(SegmentUse Use, LoopItem[] Passed, LoopUse[] Closed);
